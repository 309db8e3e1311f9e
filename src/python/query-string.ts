import { unquote } from './unquote.ts';

/**
 * Reads a query (without its question mark) as Starlette does: `parse_qsl(keep_blank_values=True)`. Pairs are parted by `&`
 * alone, a name without `=` has the empty value, `+` is a space, escapes are UTF-8 with U+FFFD for what is none. All pairs are
 * kept, in order; of a name that repeats FastAPI takes the last.
 */
export function parseQueryString(raw: string): [name: string, value: string][] {
  const pairs: [string, string][] = [];
  for (const part of raw.split('&')) {
    if (part === '') continue;
    const mark = part.indexOf('=');
    if (mark === -1) pairs.push([decode(part), '']);
    else pairs.push([decode(part.slice(0, mark)), decode(part.slice(mark + 1))]);
  }
  return pairs;
}

function decode(text: string): string {
  return unquote(text.includes('+') ? text.replaceAll('+', ' ') : text);
}
