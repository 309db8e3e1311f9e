import type { Formats } from '../contract/ajv-compiler.ts';
import { isDateTime } from './date-time-format.ts';

/** The formats of the contract that pydantic reads more strictly than JSON Schema's dictionary has them. */
export const PYDANTIC_FORMATS: Formats = { 'date-time': isDateTime };
