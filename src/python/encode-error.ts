const SURROGATES = /\p{Surrogate}+/u;

/** Returns the exception that Python raises if it encodes a text with lone surrogates as UTF-8. */
export function toEncodeError(text: string): { readonly type: string; readonly text: string } {
  const found = SURROGATES.exec(text);
  const run = found?.[0] ?? '';
  // Python counts characters, not UTF-16 units.
  const first = Array.from(text.slice(0, found?.index)).length;
  const escaped = `\\u${run.charCodeAt(0).toString(16)}`;
  const place =
    run.length === 1
      ? `character '${escaped}' in position ${first}`
      : `characters in position ${first}-${first + run.length - 1}`;
  return { type: 'UnicodeEncodeError', text: `'utf-8' codec can't encode ${place}: surrogates not allowed` };
}
