import type { HarContent } from '../control/control-types.ts';
import { isAdminTarget } from '../exchange/admin-target.ts';
import type { MockRequest } from '../exchange/exchange.ts';
import { parseTarget } from '../exchange/incoming-request.ts';
import type { ReceivedReply } from '../exchange/passed-on.ts';
import { isJsonMediaType } from '../fastapi/media-type.ts';
import { isJsonText } from '../pydantic/json-string.ts';
import { checkHar } from './check-har.ts';

/** An exchange of an archive, as if it were passed on now. */
export interface HarExchange {
  /** Its place in the archive, from 0. */
  readonly index: number;
  /** The address of the API, without a trailing slash. */
  readonly baseUrl: string;
  /** The session, in a test suite the test; undefined if the archive does not name one. */
  readonly session: string | undefined;
  /** Who made up the reply, if the archive says so. */
  readonly sampledBy: 'sample' | 'prism' | undefined;
  readonly request: MockRequest;
  readonly reply: ReceivedReply;
}

/** What the checks need of an archive's entry. Other programs omit much of what HAR 1.2 requires. */
interface Entry {
  readonly _session?: unknown;
  readonly _source?: unknown;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers?: readonly Pair[];
    readonly bodySize?: number;
    readonly postData?: { readonly mimeType?: string; readonly text?: string };
  };
  readonly response: {
    readonly status: number;
    readonly headers?: readonly Pair[];
    readonly content?: Partial<HarContent> & { readonly encoding?: string };
  };
}

interface Pair {
  readonly name: string;
  readonly value: string;
}

/** Request headers with which the mock would make a reply itself. */
const OWN_HEADERS: ReadonlySet<string> = new Set(['prefer', 'x-mock-session']);

/** Why an entry is no exchange with the API. */
export type SkipReason =
  | 'is for another address'
  | 'has no reply'
  | 'calls the control API of a mock'
  | 'is a preflight request of CORS'
  | 'has a request body that is not whole';

export type HarItem = HarExchange | { readonly index: number; readonly skipped: SkipReason };

/**
 * Returns the exchanges of an HTTP Archive, one at a time.
 *
 * @param baseUrl the address of the API; entries for others are skipped. @default every address
 * @throws {MockError} `archive-invalid`, with the JSON pointer of each problem
 */
export function* readHarExchanges(name: string, har: unknown, baseUrl?: string): Generator<HarItem> {
  checkHar(name, har);
  const { entries } = (har as { readonly log: { readonly entries: readonly Entry[] } }).log;
  for (const [index, entry] of entries.entries()) {
    const item = toExchange(entry, baseUrl);
    yield typeof item === 'string' ? { index, skipped: item } : { index, ...item };
  }
}

function toExchange(
  { request, response, _session: session, _source: source }: Entry,
  wantedUrl: string | undefined,
): Omit<HarExchange, 'index'> | SkipReason {
  const baseUrl = wantedUrl ?? /^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i.exec(request.url)?.[0] ?? '';
  const target = toTarget(request.url, baseUrl);
  if (target === undefined) return 'is for another address';
  if (isAdminTarget(parseTarget(target).path)) return 'calls the control API of a mock';
  if (isPreflight(request)) return 'is a preflight request of CORS';
  if (response.status === 0) return 'has no reply';
  const { text = '', mimeType } = request.postData ?? {};
  const body = new TextEncoder().encode(text);
  if ((request.bodySize ?? 0) > body.length) return 'has a request body that is not whole';
  const { 'content-type': type = mimeType, ...headers } = toHeaders(request.headers, OWN_HEADERS);
  const { method } = request;
  return {
    baseUrl,
    session: typeof session === 'string' ? session : findSession(request, response),
    sampledBy: toSampler(source ?? findHeader(response, 'x-mock-source')),
    request: { method, target, headers: { ...headers, ...(type && { 'content-type': type }) }, body },
    reply: toReply(method, response),
  };
}

/** Returns path and query as they were sent, or undefined if the URL does not begin with the address. */
function toTarget(url: string, baseUrl: string): string | undefined {
  const rest = url.slice(baseUrl.length);
  if (!url.startsWith(baseUrl) || !/^(?:[/?#]|$)/.test(rest)) return undefined;
  const [target = ''] = rest.split('#');
  return target.startsWith('/') ? target : `/${target}`;
}

/** The text of an archive has no content encoding. */
const NOT_KEPT: ReadonlySet<string> = new Set([
  'content-encoding',
  'content-length',
  'transfer-encoding',
  'set-cookie',
]);

function toReply(method: string, { status, headers: given, content = {} }: Entry['response']): ReceivedReply {
  const { 'content-type': type = content.mimeType, ...rest } = toHeaders(given, NOT_KEPT);
  const headers = { ...rest, ...(type && { 'content-type': type }) };
  const reply = { status, headers, cookies: [], content: new Uint8Array(0), decoded: undefined, problem: undefined };
  if (method === 'HEAD' || status === 204 || status === 304) return reply;
  const { text = '', size = text.length, encoding } = content;
  const bytes = encoding === 'base64' ? decodeBase64(text) : new TextEncoder().encode(text);
  // A reply to GET has a body even if it is empty.
  if (!isJsonMediaType(type)) return { ...reply, content: bytes, decoded: bytes.length === 0 ? bytes : undefined };
  // Browsers do not keep every body, and the mock's journal keeps only the beginning of a long one.
  const isWhole = size === 0 || (text !== '' && (size !== -1 || isJsonText(text)));
  return isWhole ? { ...reply, content: bytes, decoded: bytes } : { ...reply, problem: 'is not whole in the archive' };
}

/** Returns the session that a client named, or the reply: a browser's archive has both. */
function findSession(
  { headers: sent = [] }: Entry['request'],
  { headers = [] }: Entry['response'],
): string | undefined {
  return findHeader({ headers: [...sent, ...headers] }, 'x-mock-session');
}

function toSampler(source: unknown): HarExchange['sampledBy'] {
  return source === 'sample' || source === 'prism' ? source : undefined;
}

/** Browsers send it on their own, and the server's CORS middleware answers it: it is no exchange with an operation. */
function isPreflight({ method, headers = [] }: Entry['request']): boolean {
  return method === 'OPTIONS' && findHeader({ headers }, 'access-control-request-method') !== undefined;
}

function findHeader({ headers = [] }: { readonly headers?: readonly Pair[] }, wanted: string): string | undefined {
  return headers.find(({ name }) => name.toLowerCase() === wanted)?.value;
}

function toHeaders(pairs: readonly Pair[] = [], omitted: ReadonlySet<string>): Record<string, string> {
  const headers = new Map<string, string>();
  for (const { name, value } of pairs) {
    const key = name.toLowerCase();
    // Browsers list the pseudo-headers of HTTP/2, too.
    if (omitted.has(key) || key.startsWith(':')) continue;
    const before = headers.get(key);
    headers.set(key, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries(headers);
}

function decodeBase64(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    // Then it is not JSON either, which is said.
    return new TextEncoder().encode(text);
  }
}
