import type { Wording } from './validation-error.ts';

/** Whether a text is JSON, as a `Json` field expects. */
export function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Returns what pydantic says of a text that is not JSON. It gives the place of any mistake; the mock gives that of the first character. */
export function toInvalidJsonWording(text: string): Wording {
  const error =
    text.trim() === '' ? 'EOF while parsing a value at line 1 column 0' : 'expected value at line 1 column 1';
  return { type: 'json_invalid', msg: `Invalid JSON: ${error}`, ctx: { error } };
}
