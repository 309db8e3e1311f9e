const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** How many bytes of a string are looked at one by one. The search for the quote takes longer to start, and much less for each byte. */
const STEPS = 64;

/** Returns the place of the quote that ends a string, or the end of the text if there is none. */
export function findStringEnd(bytes: Uint8Array, start: number): number {
  for (let at = start, far = start + STEPS; at < bytes.length; at++) {
    if (at >= far) {
      const from = at;
      const quote = bytes.indexOf(QUOTE, from);
      if (quote === -1) return bytes.length;
      // An escaped quote does not end the string, which the backslashes before it tell.
      at = quote;
      while (at > from && bytes[at - 1] === BACKSLASH) at--;
      far = quote + STEPS;
    }
    if (bytes[at] === QUOTE) return at;
    if (bytes[at] === BACKSLASH) at++;
  }
  return bytes.length;
}
