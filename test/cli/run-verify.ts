import type { IncomingMessage, ServerResponse } from 'node:http';
import { main } from '../../src/cli/main.ts';
import type { TrackerMock } from '../../src/index.ts';
import { createTrackerMock } from '../../src/index.ts';
import { listen } from '../conformance/listen.ts';
import type { Run } from './run-main.ts';

/** A reply that a server can spoil before it is sent. */
export interface DraftReply {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export interface ProviderOptions {
  readonly profile?: 'contract' | 'deployed';
  readonly mock?: TrackerMock;
  /** Spoils a reply, or undefined to leave it. */
  readonly spoil?: (request: { method: string; url: URL; body: string }, reply: DraftReply) => void | Promise<void>;
  /** Changes a request before the mock gets it. */
  readonly redirect?: (request: { method: string; target: string; body: string }) => { target?: string; body?: string };
}

export interface Provider {
  readonly url: string;
  readonly mock: TrackerMock;
  /** `GET /tracker`, in order. */
  readonly requests: string[];
}

/** A server that does what the mock does, apart from what a test changes. */
export async function startProvider(options: ProviderOptions = {}): Promise<Provider> {
  const mock = options.mock ?? createTrackerMock({ profile: options.profile ?? 'contract', events: 'strict' });
  const requests: string[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = Buffer.concat((await request.toArray()) as Buffer[]);
    const [method, target] = [String(request.method), String(request.url)];
    requests.push(`${method} ${target}`);
    const changed = options.redirect?.({ method, target, body: body.toString() }) ?? {};
    const reply = mock.handle({
      method,
      target: changed.target ?? target,
      headers: request.headers,
      body: changed.body === undefined ? new Uint8Array(body) : new TextEncoder().encode(changed.body),
    });
    const draft = { status: Number(reply.status), headers: { ...reply.headers }, body: reply.body };
    await options.spoil?.({ method, url: new URL(target, 'http://provider.test'), body: body.toString() }, draft);
    response.writeHead(draft.status, draft.headers).end(draft.body);
  };
  // What a spoiled reply throws breaks the connection.
  const url = await listen((request, response) => void answer(request, response).catch(() => response.destroy()));
  return { url, mock, requests };
}

/** Runs `verify` to its end, over the operations that the mock knows. */
export function verify(url: string, args: readonly string[] = [], signal?: AbortSignal): Promise<Run> {
  return verifyAll(url, ['--operations', '/tracker*', '--operations', '/events*', ...args], signal);
}

/** Runs `verify` to its end. */
export async function verifyAll(url: string, args: readonly string[] = [], signal?: AbortSignal): Promise<Run> {
  const text = { out: '', err: '' };
  const output = {
    isTerminal: false,
    out: (more: string) => void (text.out += more),
    err: (more: string) => void (text.err += more),
  };
  const code = await main(['verify', url, ...args], output, signal ?? new AbortController().signal);
  return { code, ...text };
}

/** A tracker of the default world whose cursor can move. */
export const TRACKER = '04f9b2ce-5a13-442a-ae52-e02dc6e5258e';
