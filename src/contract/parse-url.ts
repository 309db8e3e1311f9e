/**
 * Returns a text as a URL, or undefined if it is none.
 *
 * Not with `URL.canParse`: once V8 has optimized a function that calls it, Node 20 and 22 misread texts with characters such as `ü`, and say of
 * a valid URL that it is none.
 */
export function parseUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
