import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { JUDGED_BODY_SIZE } from '../budgets.ts';
import { toFailure } from './failure.ts';

type Decode = (bytes: Uint8Array) => Uint8Array;

const OPTIONS = { maxOutputLength: JUDGED_BODY_SIZE };

/**
 * The content codings (RFC 9110, 8.4.1). They decode at once, since the check that follows takes longer, and only one body at a time is then
 * in memory.
 */
const DECODERS: ReadonlyMap<string, Decode> = new Map<string, Decode>([
  ['identity', (bytes) => bytes],
  ['gzip', (bytes) => gunzipSync(bytes, OPTIONS)],
  ['x-gzip', (bytes) => gunzipSync(bytes, OPTIONS)],
  ['br', (bytes) => brotliDecompressSync(bytes, OPTIONS)],
  // Some servers send it without the zlib format around it, and clients take that, too.
  ['deflate', (bytes) => ((bytes[0] ?? 0) % 16 === 8 ? inflateSync(bytes, OPTIONS) : inflateRawSync(bytes, OPTIONS))],
]);

/** How many codings a body may have, one around the other. */
const CODINGS = 3;

/** Returns a body without its content encoding, or why that is not possible. */
export function decodeBody(
  bytes: Uint8Array,
  contentEncoding: string | undefined,
): { readonly decoded: Uint8Array } | { readonly problem: string } {
  const codings = (contentEncoding ?? 'identity').split(',').map((coding) => coding.trim().toLowerCase());
  if (codings.length > CODINGS) return { problem: `has more than ${CODINGS} content encodings` };
  let decoded = bytes;
  for (const coding of codings.toReversed()) {
    const decode = DECODERS.get(coding);
    if (decode === undefined) return { problem: `has the content encoding ${JSON.stringify(coding)}` };
    try {
      decoded = decode(decoded);
    } catch (error) {
      return { problem: toProblem(coding, error) };
    }
  }
  return { decoded };
}

function toProblem(coding: string, error: unknown): string {
  const { code, message } = toFailure(error);
  if (code === 'ERR_BUFFER_TOO_LARGE') return `is larger than ${JUDGED_BODY_SIZE} bytes without its content encoding`;
  return `is not ${coding}, as its content encoding says (${message})`;
}
