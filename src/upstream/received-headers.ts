import { parseUrl } from '../contract/parse-url.ts';
import { isAdminTarget } from '../exchange/admin-target.ts';
import { FRAMING_HEADERS } from '../exchange/framing-headers.ts';
import type { PassedOnRequest, ReceivedReply } from '../exchange/passed-on.ts';
import { MockError } from '../mock-error.ts';
import { toPassedOnName } from './failure.ts';
import { listNominated, toVia } from './request-headers.ts';

/** Headers of the connection, or with which the mock itself says something about a reply. */
const NOT_PASSED_ON = new Set(['proxy-authenticate', 'proxy-connection', 'sl-violations', 'x-contract-violations']);

/**
 * Returns the headers that the client gets of those that a server sent.
 *
 * @param raw names and values by turns, as received
 * @throws {MockError} `upstream-failed` if they would make the client call the mock's control API
 */
export function toReceivedHeaders(
  raw: readonly string[],
  passedOn: PassedOnRequest,
): Pick<ReceivedReply, 'headers' | 'cookies'> {
  const cookies: string[] = [];
  const all = new Map<string, string>();
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const [name, value] = [(raw[index] ?? '').toLowerCase(), raw[index + 1] ?? ''];
    if (name === 'set-cookie') cookies.push(value);
    const before = all.get(name);
    all.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  const ofConnection = listNominated(all.get('connection'));
  const received = new Map<string, string>();
  for (const [name, value] of all) {
    const isOwn = NOT_PASSED_ON.has(name) || name.startsWith('x-mock-');
    // The length is that of the body that the client gets, too. Only the transport can tell whether it fits.
    const isFraming = FRAMING_HEADERS.has(name) && name !== 'content-length';
    if (!isOwn && !isFraming && !ofConnection.has(name)) received.set(name, value);
  }
  received.set('via', toVia(all.get('via')));
  const location = all.get('location');
  if (location !== undefined) received.set('location', toOwnLocation(location, passedOn));
  return { headers: Object.fromEntries(received), cookies };
}

/**
 * Returns the address of a redirect for the client, which follows it, unlike the mock. One that leads to the upstream server leads to the
 * mock, so that the client's next request is passed on, too.
 */
function toOwnLocation(location: string, passedOn: PassedOnRequest): string {
  const { upstream, target, prefix } = passedOn;
  const url = parseUrl(location, `${upstream}${target}`);
  if (url === undefined) return location;
  const base = new URL(`${upstream}/`);
  if (isAdminTarget(url.pathname)) {
    const message = `Failed to pass ${toPassedOnName(passedOn)} on to ${upstream}: its reply redirects to the control API of a mock (${url.pathname}). Correct the server.`;
    throw new MockError('upstream-failed', message);
  }
  if (url.origin !== base.origin || !url.pathname.startsWith(base.pathname)) return location;
  return `${prefix}${url.pathname.slice(base.pathname.length - 1)}${url.search}${url.hash}`;
}
