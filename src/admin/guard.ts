import { parseUrl } from '../contract/parse-url.ts';
import type { MockRequest } from '../exchange/exchange.ts';
import { MockError } from '../mock-error.ts';
import { createTokenCheck } from './bearer-token.ts';
import { slowDownTokenCheck } from './slow-token-check.ts';

/**
 * Throws if a caller may not use the control API.
 *
 * @param access who may call the operation: callers with the token, every caller that could give it, or everybody but pages of other origins
 * @param peer the address that the connection comes from; undefined if it is closed already
 * @throws {MockError} `admin-forbidden`, `admin-unauthorized` or `too-many-attempts`
 */
export type Guard = (headers: MockRequest['headers'], access: Access, peer: string | undefined) => Promise<void>;

export type Access = 'token' | 'no-token' | 'everybody';

/**
 * Creates the guard of the control API. It refuses pages of other origins, except those that are admitted. Without a token the connection
 * must come from this machine, and the `Host` must be a name of this machine, which a page whose own name was made to point here (DNS
 * rebinding) cannot send. With a token, the token decides, whatever the address and the `Host`.
 *
 * @param admits whether a request comes from a page of another origin that may use the control API with the token
 */
export function createGuard(token: string | undefined, admits: (headers: MockRequest['headers']) => boolean): Guard {
  const hasToken = token === undefined ? undefined : slowDownTokenCheck(createTokenCheck(token));

  return async (headers, access, peer) => {
    const { host, authorization } = headers;
    if (isFromOtherPage(headers) && !admits(headers)) {
      throw forbidden(
        'it comes from a page of another origin. Start the mock with --admin-token and --admin-cors to admit the page',
      );
    }
    if (access === 'everybody') return;
    if (hasToken === undefined) {
      if (peer === undefined || !LOOPBACK_ADDRESS.test(peer)) {
        throw forbidden('it comes from another machine. Start the mock with --admin-token to admit other machines');
      }
      if (!isLoopback(toText(host) ?? '')) {
        throw forbidden(
          'its Host is not a name of this machine, such as localhost. Start the mock with --admin-token to admit other names',
        );
      }
    } else if (access === 'token' && !(await hasToken(toText(authorization)))) {
      throw new MockError(
        'admin-unauthorized',
        'Failed to authorize the request to the control API: it does not carry the token that the mock was started with. Send it as: Authorization: Bearer TOKEN.',
      );
    }
  };
}

/** Returns a header's text. If it was sent several times, the text matches nothing. */
function toText(header: string | string[] | undefined): string | undefined {
  return header === undefined ? undefined : String(header);
}

function isFromOtherPage({ origin, host, 'sec-fetch-site': site }: MockRequest['headers']): boolean {
  if (!isOwnOrigin(toText(origin), toText(host))) return true;
  // A browser sends no `Origin` with some requests, such as for a script or an image.
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

function isOwnOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined) return true;
  const own = `http://${host ?? ''}`;
  // A URL omits port 80, as a browser does in an origin.
  return origin === parseUrl(own)?.origin;
}

/** 127.0.0.0/8, also as IPv6 address, and `::1`, as Node writes them. */
const LOOPBACK_ADDRESS = /^(?:(?:::ffff:)?127\.\d+\.\d+\.\d+|::1)$/i;

const LOOPBACK =
  /^(?:(?:[a-z0-9_-]+\.)*localhost|127(?:\.(?:\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])){3}|\[::1\])(?::\d{1,5})?$/i;

function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

function forbidden(reason: string): MockError {
  return new MockError('admin-forbidden', `Failed to authorize the request to the control API: ${reason}.`);
}
