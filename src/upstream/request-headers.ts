import { FRAMING_HEADERS } from '../exchange/framing-headers.ts';
import type { PassedOnRequest } from '../exchange/passed-on.ts';
import { findPreference, parsePreferences } from '../exchange/preferences.ts';

/** How the mock calls itself in `via` (RFC 9110, 7.6.3). */
const PSEUDONYM = '1.1 tracker-mock';

/** Further headers that end at the mock: those of its connection to the client, and those that undici sets. */
const NOT_PASSED_ON = new Set(['expect', 'host', 'http2-settings', 'proxy-authorization', 'via', 'x-forwarded-for']);

type Headers = PassedOnRequest['request']['headers'];

/** Returns the headers that the upstream server gets, as a reverse proxy sends them. */
export function toUpstreamHeaders({ request }: Pick<PassedOnRequest, 'request'>): Record<string, string | string[]> {
  const { headers, scheme = 'http', peer } = request;
  const ofConnection = listNominated(headers['connection']);
  const passedOn = new Map<string, string | string[]>();
  for (const [name, value] of Object.entries(headers)) {
    const isOwn = NOT_PASSED_ON.has(name) || name.startsWith('x-mock-');
    if (value === undefined || isOwn || FRAMING_HEADERS.has(name) || ofConnection.has(name)) continue;
    const kept = name === 'prefer' ? withoutOwnPreferences(value) : value;
    if (kept !== '') passedOn.set(name, kept);
  }
  const { host } = headers;
  if (host !== undefined) passedOn.set('x-forwarded-host', String(host));
  passedOn.set('x-forwarded-proto', scheme);
  const addresses = join(headers['x-forwarded-for'], peer);
  if (addresses !== undefined) passedOn.set('x-forwarded-for', addresses);
  passedOn.set('via', toVia(headers['via']));
  return Object.fromEntries(passedOn);
}

/** Returns how many mocks have passed a request on already. */
export function countMocks(via: Headers[string]): number {
  return String(via ?? '').split(PSEUDONYM).length - 1;
}

/** Returns the `via` header of a message with the mock added. */
export function toVia(via: Headers[string]): string {
  return join(via, PSEUDONYM) ?? PSEUDONYM;
}

/** Returns the headers that `connection` declares as headers of the connection. */
export function listNominated(connection: Headers[string]): ReadonlySet<string> {
  return new Set(
    String(connection ?? '')
      .split(',')
      .map((name) => name.trim().toLowerCase()),
  );
}

function withoutOwnPreferences(prefer: string | string[]): string {
  return parsePreferences(prefer)
    .filter(({ name }) => findPreference(name) === undefined)
    .map(({ text }) => text)
    .join(', ');
}

function join(before: Headers[string], added: string | undefined): string | undefined {
  const parts = [before, added].flat().filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(', ');
}
