import type { Wording } from './validation-error.ts';

/** Whether a text is JSON. */
export function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Returns pydantic's wording for a string that is not JSON. Pydantic reports the position of the error; the mock reports the first character. */
export function toInvalidJsonWording(text: string): Wording {
  const error =
    text.trim() === '' ? 'EOF while parsing a value at line 1 column 0' : 'expected value at line 1 column 1';
  return { type: 'json_invalid', msg: `Invalid JSON: ${error}`, ctx: { error } };
}
