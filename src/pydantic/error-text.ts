import { findAt } from '../python/lossless-value.ts';
import { toPythonRepr } from '../python/text.ts';
import { toCount } from './container-wording.ts';
import type { ValidationError } from './validation-error.ts';

/**
 * Returns the text of pydantic's ValidationError, as `str()` gives it.
 *
 * @param title the name of the model
 * @param value what was validated
 */
export function toErrorText(title: string, errors: readonly ValidationError[], value: unknown): string {
  const count = `${toCount(errors.length, 'validation error')} for ${title}`;
  const texts = errors.map(({ loc, inputAt, msg, type }) => {
    const input = findAt(value, inputAt);
    const shown = `type=${type}, input_value=${truncate(toPythonRepr(input))}, input_type=${toTypeName(input)}`;
    return `${loc.join('.')}\n  ${msg} [${shown}]\n    For further information visit ${DOCUMENTATION}/${type}`;
  });
  return [count, ...texts].join('\n');
}

/** Of the version that the deployed server locks. */
const DOCUMENTATION = 'https://errors.pydantic.dev/2.12/v';

/** Of a text of more than 50 bytes pydantic shows the first 25 and the last 24, without the characters that this would cut. */
function truncate(text: string): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= 50) return text;
  let start = 25;
  while (isContinuation(bytes[start])) start -= 1;
  let end = bytes.length - 24;
  while (isContinuation(bytes[end])) end += 1;
  const decoder = new TextDecoder();
  return `${decoder.decode(bytes.subarray(0, start))}...${decoder.decode(bytes.subarray(end))}`;
}

/** Whether a byte is in a character of UTF-8, but not its first one. */
function isContinuation(byte = 0): boolean {
  return (byte & 0xc0) === 0x80;
}

function toTypeName(value: unknown): string {
  if (value === null) return 'NoneType';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'string') return 'str';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  return 'dict';
}
