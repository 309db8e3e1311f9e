import type { MockRequest } from '../exchange/exchange.ts';
import { MockError } from '../mock-error.ts';
import { createTokenCheck } from './bearer-token.ts';

/**
 * Lets a caller of the control API in, or throws.
 *
 * @param isOpen whether what is asked for needs no token
 * @throws {MockError} `admin-forbidden` or `admin-unauthorized`
 */
export type Guard = (headers: MockRequest['headers'], isOpen: boolean) => Promise<void>;

/**
 * A guard for the control API. Pages of other origins are refused always. Without a token the `Host` has to be a name of this machine,
 * which a page that had its own name point here (DNS rebinding) cannot send; with one the token decides, whatever the `Host`.
 */
export function createGuard(token: string | undefined): Guard {
  const hasToken = token === undefined ? undefined : createTokenCheck(token);

  return async (headers, isOpen) => {
    const { host, origin, authorization } = headers;
    if (!isOwnOrigin(toText(origin), toText(host))) throw forbidden('it comes from a page of another origin');
    // What a browser sends without an `Origin`, such as for a script or an image.
    const site = toText(headers['sec-fetch-site']);
    if (site !== undefined && site !== 'same-origin' && site !== 'none') {
      throw forbidden('it comes from a page of another origin');
    }
    if (hasToken === undefined) {
      if (!isLoopback(toText(host) ?? '')) {
        throw forbidden(
          'its Host is not a name of this machine, such as localhost. Start the mock with a token to let others in',
        );
      }
    } else if (!isOpen && !(await hasToken(toText(authorization)))) {
      throw new MockError(
        'admin-unauthorized',
        'Failed to open the control API: the request does not carry the token that the mock was started with. Send it as: Authorization: Bearer TOKEN.',
      );
    }
  };
}

/** The header's text; of a header that came several times one that matches nothing. */
function toText(header: string | string[] | undefined): string | undefined {
  return header === undefined ? undefined : String(header);
}

function isOwnOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined) return true;
  const own = `http://${host ?? ''}`;
  // A URL leaves out the port 80, as a browser does in an origin.
  return URL.canParse(own) && origin === new URL(own).origin;
}

const LOOPBACK =
  /^(?:(?:[a-z0-9_-]+\.)*localhost|127(?:\.(?:\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])){3}|\[::1\])(?::\d{1,5})?$/i;

function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

function forbidden(reason: string): MockError {
  return new MockError('admin-forbidden', `Failed to open the control API: the request is refused, since ${reason}.`);
}
