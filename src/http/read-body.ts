import type { IncomingMessage } from 'node:http';
import { MockError } from '../mock-error.ts';

const EMPTY = new Uint8Array(0);

/**
 * The body of a request as bytes. FastAPI's answers depend on the bytes, so nothing may have decoded them before.
 *
 * @returns undefined where the client went away before it had sent all
 * @param limit how large it may be, in bytes
 * @throws {MockError} `body-too-large` as soon as the body grows past the limit; the rest is not read
 */
export async function readBody(
  request: IncomingMessage & { body?: unknown },
  limit: number,
): Promise<Uint8Array | undefined> {
  // A parser of the app that the mock is mounted in was here first and has the body.
  if (request.readableEnded) return toBytes(request.body);
  if (request.headers['content-length'] === undefined && request.headers['transfer-encoding'] === undefined) {
    return EMPTY;
  }
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    request
      .on('data', (chunk: Uint8Array) => {
        size += chunk.length;
        if (size > limit) {
          request.pause().removeAllListeners('data');
          reject(tooLarge(limit));
        } else chunks.push(chunk);
      })
      .on('end', () => resolve(join(chunks)))
      .on('close', () => resolve(undefined))
      .on('error', () => resolve(undefined));
  });
}

/** Nearly every body comes in one chunk. */
function join(chunks: readonly Uint8Array[]): Uint8Array {
  const [first] = chunks;
  return first === undefined || chunks.length > 1 ? Buffer.concat(chunks) : first;
}

function toBytes(parsed: unknown): Uint8Array {
  if (parsed === undefined || parsed === null) return EMPTY;
  if (parsed instanceof Uint8Array) return parsed;
  return Buffer.from(typeof parsed === 'string' ? parsed : JSON.stringify(parsed));
}

function tooLarge(limit: number): MockError {
  return new MockError(
    'body-too-large',
    `Failed to read the request body: it is larger than ${limit} bytes. Send a smaller one.`,
  );
}
