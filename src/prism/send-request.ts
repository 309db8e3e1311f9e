import type { IncomingMessage } from 'node:http';
import { request as sendHttp } from 'node:http';
import type { MockRequest } from '../exchange/exchange.ts';

/** An answer as it came over the wire. */
export interface WireReply {
  readonly status: number;
  /** Lower-case names; a header that came more than once is joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** No answer, and why: `socket hang up`. */
export interface NoReply {
  readonly failure: string;
}

const MAX_BODY_BYTES = 16 * 1024 * 1024;

/**
 * Sends a request to a server, its target exactly as written (fetch would mend it). Never rejects.
 *
 * @param origin `http://127.0.0.1:4010`
 * @param timeout in milliseconds, for the whole exchange
 */
export function sendRequest(
  origin: string,
  { method, target, headers, body }: MockRequest,
  timeout = 10_000,
): Promise<WireReply | NoReply> {
  const { hostname, port } = new URL(origin);
  const signal = AbortSignal.timeout(timeout);
  const length = body.length > 0 ? { 'content-length': body.length } : {};
  const options = {
    // A URL has an IPv6 address in brackets, a socket has it without.
    hostname: hostname.replaceAll(/[[\]]/g, ''),
    port,
    method,
    path: target,
    headers: { ...headers, ...length },
    agent: false,
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
  // Node gives buffers where no encoding is set. Leaving the loop ends the connection.
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw new Error(`an answer of more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) headers[name] = String(value);
  return { status: Number(response.statusCode), headers, body: Buffer.concat(chunks).toString() };
}
