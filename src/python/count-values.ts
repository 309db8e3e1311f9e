import { MAX_NESTING } from './json-scanner.ts';
import { findStringEnd } from './json-string-end.ts';

/**
 * Returns whether a JSON text has more values and names than so many, by the characters that begin or separate them. A text that Python
 * refuses for its nesting does not count: it is not read any further.
 */
export function hasMoreValues(bytes: Uint8Array, limit: number): boolean {
  // A value and its comma take two bytes.
  if (bytes.length <= 2 * limit) return false;
  let count = 0;
  let depth = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === 0x22) at = findStringEnd(bytes, at + 1);
    else if (byte === 0x5b || byte === 0x7b) {
      count += 1;
      depth += 1;
      if (depth > MAX_NESTING) return false;
    } else if (byte === 0x5d || byte === 0x7d) depth -= 1;
    else if (byte === 0x2c || byte === 0x3a) count += 1;
    if (count > limit) return true;
  }
  return false;
}
