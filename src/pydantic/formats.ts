import type { Formats } from '../contract/ajv-compiler.ts';
import { isDateTime } from './date-time-format.ts';
import { isJsonText } from './json-string.ts';
import { TEXT_FORMATS } from './text-format.ts';

/** The formats for which a string is valid if pydantic can parse it. */
export const PYDANTIC_FORMATS: Formats = {
  ...Object.fromEntries([...TEXT_FORMATS].map(([name, { parse }]) => [String(name), (text: string) => parse(text).ok])),
  'json-string': isJsonText,
  // Separate from the parsers for speed: it runs for every reply.
  'date-time': isDateTime,
};
