import type { Agent, IncomingMessage } from 'node:http';
import { request as sendHttp } from 'node:http';
import type { MockRequest } from '../exchange/exchange.ts';

/** A reply as received. */
export interface WireReply {
  readonly status: number;
  /** Lower-case names; repeated headers are joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Why there was no reply: `socket hang up`. */
export interface NoReply {
  readonly failure: string;
}

const MAX_BODY_BYTES = 16 * 1024 * 1024;

/**
 * Sends a request to a server with its target unchanged (fetch would normalize it). Never rejects.
 *
 * @param origin `http://127.0.0.1:4010`
 * @param timeout in milliseconds, for the whole exchange
 * @param agent keeps connections for the next request; without it each request has its own
 */
export function sendRequest(
  origin: string,
  { method, target, headers, body }: MockRequest,
  timeout = 10_000,
  agent: Agent | false = false,
): Promise<WireReply | NoReply> {
  const { hostname, port } = new URL(origin);
  const signal = AbortSignal.timeout(timeout);
  const length = body.length > 0 ? { 'content-length': body.length } : {};
  const options = {
    // URLs put IPv6 addresses in brackets, sockets do not.
    hostname: hostname.replaceAll(/[[\]]/g, ''),
    port,
    method,
    path: target,
    headers: { ...headers, ...length },
    agent,
    signal,
  };
  return new Promise((resolve) => {
    const fail = (error: Error): void =>
      resolve({ failure: signal.aborted ? `no answer within ${timeout} ms` : error.message });
    const request = sendHttp(options, (response) => {
      void readReply(response, MAX_BODY_BYTES).then(resolve, fail);
    });
    request.on('error', fail);
    request.end(body);
  });
}

async function readReply(response: IncomingMessage, maxBytes: number): Promise<WireReply> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Chunks are buffers, since no encoding is set. Leaving the loop closes the connection.
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw new Error(`the answer exceeds ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) headers[name] = String(value);
  return { status: Number(response.statusCode), headers, body: Buffer.concat(chunks).toString() };
}
