import { unquote } from '../python/unquote.ts';

/**
 * Decodes a path (without its query) as uvicorn does for `scope["path"]`, before Starlette routes by it: escapes are UTF-8 with
 * U+FFFD for what is none, so `%2F` parts the path like a slash; an incomplete escape stays as it is, and so do `+` and `;`.
 */
export function decodeUrlPath(raw: string): string {
  return unquote(raw);
}
