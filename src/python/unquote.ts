const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/**
 * Decodes a text as Python's `urllib.parse.unquote` does: `%41` to its byte, each run of ASCII as UTF-8 with U+FFFD for what is
 * none; an incomplete escape (`%zz`, `%4`) stays as it is. Characters beyond ASCII stay too, and end a run: `%C3é%A9` has two that are
 * no UTF-8.
 */
export function unquote(text: string): string {
  return text.includes('%') ? text.replaceAll(/[\0-\x7f]+/g, decodeRun) : text;
}

function decodeRun(run: string): string {
  if (!run.includes('%')) return run;
  const bytes = encoder.encode(run);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const hexadecimal = bytes[at] === 0x25 /* % */ ? /^[\dA-Fa-f]{2}/.exec(run.slice(at + 1, at + 3)) : null;
    bytes[length++] = hexadecimal ? Number.parseInt(hexadecimal[0], 16) : (bytes[at] ?? 0);
    if (hexadecimal) at += 2;
  }
  return utf8.decode(bytes.subarray(0, length));
}
