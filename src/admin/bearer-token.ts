import { MockError } from '../mock-error.ts';

const encoder = new TextEncoder();

/**
 * Creates a check for whether an `authorization` header carries a token. It takes the same time whatever the header carries.
 *
 * @throws {MockError} `option-invalid` if the token is empty, or cannot be sent in a header
 */
export function createTokenCheck(token: string): (header: string | undefined) => Promise<boolean> {
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new MockError(
      'option-invalid',
      'Failed to guard the control API: the token is empty, or has characters that a header cannot carry. Give printable ASCII without spaces.',
    );
  }
  const wanted = toDigest(token);
  return async (header = '') => {
    const given = await toDigest(/^bearer +(.*)$/i.exec(header)?.[1] ?? '');
    return isSame(given, await wanted);
  };
}

/** Digests have the same length, so comparing them does not reveal that of the token. */
async function toDigest(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text)));
}

/** Compares every byte, so the time does not reveal where the first difference is. */
function isSame(a: Uint8Array, b: Uint8Array): boolean {
  let difference = 0;
  for (const [index, byte] of a.entries()) difference |= byte ^ (b[index] ?? 0);
  return difference === 0;
}
