import { TOKEN_LENGTH } from '../budgets.ts';
import { MockError } from '../mock-error.ts';

/** Returns whether an `authorization` header carries the token. */
export type TokenCheck = (header: string | undefined) => Promise<boolean>;

const encoder = new TextEncoder();

/**
 * Creates a check for whether an `authorization` header carries a token. It takes the same time whatever the header carries.
 *
 * @throws {MockError} `option-invalid` if the token is empty, or cannot be sent in a header
 */
export function createTokenCheck(token: string): TokenCheck {
  checkToken(token);
  const wanted = toDigest(token);
  return async (header = '') => {
    const given = await toDigest(/^bearer +(.*)$/i.exec(header)?.[1] ?? '');
    return isSame(given, await wanted);
  };
}

/**
 * Refuses a token that no caller could send.
 *
 * @throws {MockError} `option-invalid`
 */
export function checkToken(token: string): void {
  if (/^[\x21-\x7e]+$/.test(token)) return;
  const problem = /^[\x21-\x7e]+[\r\n]+$/.test(token)
    ? 'ends in a line break, which a header cannot carry. Give it without one'
    : 'is empty, or has characters that a header cannot carry. Give printable ASCII without spaces';
  throw new MockError(
    'option-invalid',
    `Failed to guard the control API: the token ${problem}, with --admin-token or TRACKER_MOCK_ADMIN_TOKEN.`,
  );
}

/**
 * Refuses a token that is short enough to be guessed.
 *
 * @param host the address on which they can reach the control API
 * @throws {MockError} `option-invalid`
 */
export function checkTokenLength(token: string, host: string): void {
  if (token.length >= TOKEN_LENGTH) return;
  throw new MockError(
    'option-invalid',
    `Failed to guard the control API: ${host} is open to other machines, and the token is too short to keep them out. Give at least ${TOKEN_LENGTH} random characters.`,
  );
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
