/**
 * Decodes a JSON body as Python's `json.loads(bytes)` does: detects the encoding from the byte order mark or the NUL bytes
 * (`json.detect_encoding`), then decodes with `surrogatepass`.
 *
 * Returns code points, in which Python counts positions and keeps apart surrogates that a JavaScript string would join, or undefined if
 * Python raises UnicodeDecodeError.
 */
export function decodeJsonBody(bytes: Uint8Array): Uint32Array | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return decodeUtf32(bytes.subarray(4), true);
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return decodeUtf32(bytes.subarray(4), false);
  if (a === 0xff && b === 0xfe) return decodeUtf16(bytes.subarray(2), true);
  if (a === 0xfe && b === 0xff) return decodeUtf16(bytes.subarray(2), false);
  if (a === 0xef && b === 0xbb && c === 0xbf) return decodeUtf8(bytes.subarray(3));
  if (bytes.length >= 4) {
    if (a === 0) return b === 0 ? decodeUtf32(bytes, false) : decodeUtf16(bytes, false);
    if (b === 0) return c === 0 && d === 0 ? decodeUtf32(bytes, true) : decodeUtf16(bytes, true);
  } else if (bytes.length === 2) {
    if (a === 0) return decodeUtf16(bytes, false);
    if (b === 0) return decodeUtf16(bytes, true);
  }
  return decodeUtf8(bytes);
}

function decodeUtf8(bytes: Uint8Array): Uint32Array | undefined {
  const points = new Uint32Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length;) {
    const lead = bytes[at++] ?? 0;
    if (lead < 0x80) {
      points[length++] = lead;
      continue;
    }
    const more = countContinuations(lead);
    if (more === undefined) return undefined;
    let point = lead & (0x3f >> more);
    for (let i = 0; i < more; i++) {
      const next = bytes[at++] ?? 0;
      if ((next & 0xc0) !== 0x80) return undefined;
      point = (point << 6) | (next & 0x3f);
    }
    // Overlong forms and code points beyond Unicode are invalid; surrogates are valid because of surrogatepass.
    if ((more === 2 && point < 0x800) || (more === 3 && (point < 0x10000 || point > 0x10ffff))) return undefined;
    points[length++] = point;
  }
  return points.subarray(0, length);
}

/** Returns how many bytes follow the first byte of a character, or undefined if no character begins with it. */
function countContinuations(lead: number): number | undefined {
  if (lead < 0xc2 || lead > 0xf4) return undefined;
  if (lead < 0xe0) return 1;
  return lead < 0xf0 ? 2 : 3;
}

function decodeUtf16(bytes: Uint8Array, littleEndian: boolean): Uint32Array | undefined {
  if (bytes.length % 2 !== 0) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const points = new Uint32Array(bytes.length / 2);
  let length = 0;
  for (let at = 0; at < bytes.length; at += 2) {
    let point = view.getUint16(at, littleEndian);
    if (point >= 0xd800 && point < 0xdc00 && at + 2 < bytes.length) {
      const low = view.getUint16(at + 2, littleEndian);
      if (low >= 0xdc00 && low < 0xe000) {
        point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
        at += 2;
      }
    }
    points[length++] = point;
  }
  return points.subarray(0, length);
}

function decodeUtf32(bytes: Uint8Array, littleEndian: boolean): Uint32Array | undefined {
  if (bytes.length % 4 !== 0) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const points = new Uint32Array(bytes.length / 4);
  for (let at = 0; at < bytes.length; at += 4) {
    const point = view.getUint32(at, littleEndian);
    if (point > 0x10ffff) return undefined;
    points[at / 4] = point;
  }
  return points;
}
