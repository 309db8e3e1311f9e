import { MockError } from '../mock-error.ts';

const encoder = new TextEncoder();

/**
 * Tells whether an `authorization` header carries a token, in the same time whatever it carries.
 *
 * @throws {MockError} `option-invalid` where the token could not stand in a header, or is empty
 */
export function createTokenCheck(token: string): (header: string | undefined) => Promise<boolean> {
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new MockError(
      'option-invalid',
      'Failed to guard the control API: the token is empty, or has characters that no header can carry. Give letters, digits and signs of ASCII.',
    );
  }
  const wanted = toDigest(token);
  return async (header = '') => {
    const given = await toDigest(/^bearer +(.*)$/i.exec(header)?.[1] ?? '');
    return isSame(given, await wanted);
  };
}

/** Digests have one length, so that comparing them does not tell how long the token is. */
async function toDigest(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text)));
}

/** Looks at every byte, so that the time does not tell where the first difference is. */
function isSame(a: Uint8Array, b: Uint8Array): boolean {
  let difference = 0;
  for (const [index, byte] of a.entries()) difference |= byte ^ (b[index] ?? 0);
  return difference === 0;
}
