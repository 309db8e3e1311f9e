import type { IncomingMessage } from 'node:http';
import { CHUNKS_PER_TURN, LARGE_BODY_SIZE, RECEIVED_BODIES_SIZE } from '../budgets.ts';
import { MockError } from '../mock-error.ts';
import { isWaitingToBeRead, readInTurn } from './read-in-turn.ts';
import { takeTurn } from './take-turns.ts';

const EMPTY = new Uint8Array(0);

/** The total size of the bodies that are being received or wait for their turn, in bytes. */
let received = 0;

/**
 * Reads the body of a request. Nothing may decode it before, since FastAPI's answers depend on the bytes. Large bodies are returned one
 * after the other, since the mock works on them for milliseconds.
 *
 * @returns undefined if the client disconnected before it had sent all
 * @param limit how large the body may be, in bytes
 * @param advice how to send a larger one, for the message
 * @throws {MockError} `body-too-large` as soon as the body exceeds the limit, or `overloaded` if it does not fit beside the other bodies
 *   that are being received; the rest is not read
 */
export async function readBody(
  request: IncomingMessage & { body?: unknown },
  limit: number,
  advice: string,
): Promise<Uint8Array | undefined> {
  // A body parser of the surrounding app has read the body already.
  if (request.readableEnded) return toBytes(request.body);
  if (request.headers['content-length'] === undefined && request.headers['transfer-encoding'] === undefined) {
    return EMPTY;
  }
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit, advice);
  return new Promise((resolve, reject) => {
    let body: Uint8Array = EMPTY;
    let size = 0;
    let chunks = 0;
    const finish = (): void => {
      received -= body.length;
      body = EMPTY;
    };
    const giveUp = (): void => {
      finish();
      resolve(undefined);
    };
    const refuse = (error: MockError): void => {
      request.pause().removeAllListeners('data');
      finish();
      reject(error);
    };
    request
      .on('data', (chunk: Uint8Array) => {
        if (size + chunk.length > limit) return refuse(tooLarge(limit, advice));
        const next = append(body, size, chunk, limit);
        received += next.length - body.length;
        body = next;
        size += chunk.length;
        chunks += 1;
        if (chunks % CHUNKS_PER_TURN === 0 || isWaitingToBeRead(request.socket)) readInTurn(request.socket);
        return received > RECEIVED_BODIES_SIZE ? refuse(overloaded()) : undefined;
      })
      .on('end', () => {
        const give = (): void => {
          resolve(body.subarray(0, size));
          finish();
        };
        request.off('close', giveUp);
        if (size >= LARGE_BODY_SIZE) void takeTurn('body', give);
        else give();
      })
      .on('close', giveUp)
      .on('error', giveUp);
  });
}

/**
 * Appends a chunk to the first bytes of a buffer, in place if it fits. Chunks are not collected: a body in chunks of one byte would
 * take hundreds of bytes for each.
 */
function append(buffer: Uint8Array, size: number, chunk: Uint8Array, limit: number): Uint8Array {
  // Nearly every body comes in one chunk, which is not copied.
  if (size === 0) return chunk;
  const fits = size + chunk.length <= buffer.length;
  const target = fits ? buffer : Buffer.allocUnsafeSlow(Math.min(limit, 2 * (size + chunk.length)));
  if (!fits) target.set(buffer.subarray(0, size));
  target.set(chunk, size);
  return target;
}

function toBytes(parsed: unknown): Uint8Array {
  if (parsed === undefined || parsed === null) return EMPTY;
  if (parsed instanceof Uint8Array) return parsed;
  return Buffer.from(typeof parsed === 'string' ? parsed : JSON.stringify(parsed));
}

function tooLarge(limit: number, advice: string): MockError {
  return new MockError(
    'body-too-large',
    `Failed to read the request body: it is larger than ${limit} bytes. ${advice}`,
  );
}

function overloaded(): MockError {
  return new MockError(
    'overloaded',
    'Failed to read the request body: the bodies that are being received take too much memory together. Send it again later.',
  );
}
