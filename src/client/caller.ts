import { parseJson } from '../exchange/parse-json.ts';
import { MockError, parseProblem } from '../mock-error.ts';

export interface CallerOptions {
  /** The mock's address, without a slash at its end. */
  readonly base: string;
  readonly session: string;
  readonly token: string | undefined;
  readonly fetch: typeof globalThis.fetch | undefined;
}

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface OpenOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | undefined;
}

/** Calls the control API of a mock. A path is a list of its segments, not encoded. */
export interface Caller {
  /** Opens a stream. Fails as the others do. */
  readonly open: (path: readonly string[], query: Query, options: OpenOptions) => Promise<ReadableStream<Uint8Array>>;
  readonly get: <T>(path: readonly string[], query?: Query) => Promise<T>;
  readonly send: <T = void>(method: 'PUT' | 'POST' | 'DELETE', path: readonly string[], body?: unknown) => Promise<T>;
}

/** Creates a caller that fails with a `MockError`: the one that the mock replies with, or `admin-unreachable`. */
export function createCaller({ base, session, token, fetch }: CallerOptions): Caller {
  const headers = { 'x-mock-session': session, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };

  /** Runs a step of a call, and says what to check if nothing answers. */
  const reach = async <T>(name: string, step: () => Promise<T>): Promise<T> => {
    try {
      return await step();
    } catch (error) {
      throw unreachable(name, toReason(error), error, explainCors(base, error));
    }
  };
  // Looked up at each call, since a test may replace it later.
  const request = (url: string, init: RequestInit & { readonly headers: Readonly<Record<string, string>> }) =>
    (fetch ?? globalThis.fetch)(url, init);

  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const url = `${base}/__admin/${path}`;
    const withBody =
      body === undefined
        ? { headers }
        : { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const { status, text } = await reach(`${method} ${url}`, async () => {
      const response = await request(url, { method, ...withBody });
      return { status: response.status, text: await response.text() };
    });
    const value = parseJson(text);
    if (status === 204) return undefined;
    if (status < 300 && value !== undefined) return value;
    throw toFailure(`${method} ${url}`, status, value);
  };

  const open = async (path: string, { headers: more, signal }: OpenOptions): Promise<ReadableStream<Uint8Array>> => {
    const url = `${base}/__admin/${path}`;
    const response = await reach(`GET ${url}`, () =>
      request(url, { headers: { ...headers, ...more }, ...(signal === undefined ? {} : { signal }) }),
    );
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
    if (response.status === 200 && isStream && response.body !== null) return response.body;
    const text = await reach(`GET ${url}`, () => response.text());
    throw toFailure(`GET ${url}`, response.status, parseJson(text));
  };

  return {
    open: (path, query, options) => open(toPath(path) + toQuery(query), options),
    get: async <T>(path: readonly string[], query = {}) => (await call('GET', toPath(path) + toQuery(query))) as T,
    send: async <T>(method: string, path: readonly string[], body?: unknown) =>
      (await call(method, toPath(path), body)) as T,
  };
}

function toPath(segments: readonly string[]): string {
  return segments.map((segment) => toSegment(segment)).join('/');
}

/** An empty segment, `.` or `..` would change the path, so the request would go to another operation. */
function toSegment(text: string): string {
  if (/^\.{0,2}$/.test(text) || !text.isWellFormed()) {
    throw new MockError(
      'admin-request-invalid',
      `Failed to call the control API: ${JSON.stringify(text)} cannot be a segment of a URL's path. Use mock.session(name) in the mock's own process, or another name.`,
    );
  }
  return encodeURIComponent(text);
}

function toQuery(query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.append(name, String(value));
  return search.size === 0 ? '' : `?${search.toString()}`;
}

/** The message of `fetch` is `fetch failed`. The reason is in its cause, if anywhere. */
function toReason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  // If several addresses were tried, the cause is an AggregateError without a message.
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const message = cause instanceof Error ? cause.message : String(cause);
  if (message === 'bad port') return 'fetch refuses this port, as browsers do, so the mock needs another one';
  return message === '' ? code : message;
}

/**
 * Returns what to check besides if the browser may have refused the call: it gives a page no reason, only a `TypeError` without a cause. Empty
 * outside a page, and on a page of the mock's own origin.
 */
function explainCors(base: string, error: unknown): string {
  const { origin } = (globalThis as { readonly location?: { readonly origin?: string } }).location ?? {};
  const hasCause = error instanceof Error && error.cause !== undefined;
  if (origin === undefined || hasCause || origin === new URL(base).origin) return '';
  if (origin === 'null') {
    return ' If it does, CORS is the reason: this page has no origin, such as one from a file. Serve the page over HTTP.';
  }
  return ` If it does, CORS is the reason: the origin of this page is ${origin}. Start the mock with --admin-token TOKEN --admin-cors ${origin}, and give the client the token.`;
}

function toFailure(call: string, status: number, value: unknown): MockError {
  return parseProblem(value) ?? unreachable(call, `the reply with status ${status} is not from the control API`);
}

function unreachable(call: string, reason: string, cause?: unknown, advice = ''): MockError {
  return new MockError(
    'admin-unreachable',
    `Failed to call ${call}: ${reason}. Check that the mock listens there, with the control API enabled.${advice}`,
    [],
    { cause },
  );
}
