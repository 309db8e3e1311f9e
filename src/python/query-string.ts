import { unquote } from './unquote.ts';

/**
 * Parses a query (without its question mark) as Starlette does: `parse_qsl(keep_blank_values=True)`. Only `&` separates pairs, a name
 * without `=` has an empty value, `+` is a space, and invalid UTF-8 in escapes becomes U+FFFD. Returns all pairs in order; of a repeated
 * name FastAPI takes the last.
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
