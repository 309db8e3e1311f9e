import type { TrackerMock, TrackerMockOptions } from '../../src/index.ts';

/** How a test reaches a mock: in process, over a socket, through Prism. */
export interface Transport {
  readonly name: string;
  /** Opens a new mock over the small world with a stopped clock. It is closed when the test ends. */
  open(options?: TrackerMockOptions): Promise<Client>;
}

/** Sends requests to one mock over one transport. */
export interface Client {
  /** Sends a request: `send('PUT /tracker/t-fresh', { json: { status: 'READY' } })`. The target is sent unchanged. */
  send(line: string, payload?: Payload): Promise<Answer>;
}

export interface Payload {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, with the content type of JSON. */
  readonly json?: unknown;
  /** Sent unchanged, without a content type. */
  readonly body?: string | Uint8Array;
}

export interface Answer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The text parsed as JSON, or undefined if it is not JSON. */
  readonly json: unknown;
}

/** A request as each transport sends it. */
export interface Message {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export function toMessage(line: string, { headers = {}, json, body }: Payload = {}): Message {
  const space = line.indexOf(' ');
  const bytes = json === undefined ? (body ?? '') : JSON.stringify(json);
  return {
    method: line.slice(0, space),
    target: line.slice(space + 1),
    headers: { ...(json === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    body: typeof bytes === 'string' ? Buffer.from(bytes) : bytes,
  };
}

export function toAnswer(status: number, headers: Answer['headers'], body: string | Uint8Array): Answer {
  const text = typeof body === 'string' ? body : Buffer.from(body).toString();
  return { status, headers, text, json: parse(text) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Passes a message to a mock in process. */
export function handle(mock: TrackerMock, message: Message): Answer {
  const { status, headers, body } = mock.handle(message);
  if (status === null) throw new Error(`${message.method} ${message.target} got no HTTP reply`);
  return toAnswer(status, headers, body);
}
