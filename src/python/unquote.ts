const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/**
 * Decodes percent escapes as Python's `urllib.parse.unquote` does: each run of ASCII is decoded as UTF-8 with U+FFFD for invalid bytes, and
 * invalid escapes (`%zz`, `%4`) are kept. Other characters are kept, and end a run: `%C3é%A9` contains two invalid sequences.
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
