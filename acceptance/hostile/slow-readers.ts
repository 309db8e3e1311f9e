import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { parseReplies } from './replies.ts';

/** Who asks for much and reads little of it. The server may keep them, and has to send each reply whole. */
export interface SlowReaders {
  readonly requests: number;
  /** Reads all that is left. What was not as it has to be. */
  finish(): Promise<string[]>;
}

const READERS = 20;
/** Of each reader: twenty megabytes of replies, more than the system's buffers on both sides take. */
const ASKED = 40;
const REQUEST = 'GET /openapi.json HTTP/1.1\r\nhost: a\r\n';
/** How much is read at a time, in bytes, and how long lies between two times, in milliseconds. */
const BIT = 64;
const EVERY = 500;
/** How long all that is left may take, in milliseconds. */
const PATIENCE = 60_000;

interface Reader {
  readonly socket: Socket;
  readonly received: Buffer[];
  fault: string | undefined;
}

export function openSlowReaders(port: number): SlowReaders {
  const readers = Array.from({ length: READERS }, (): Reader => {
    const reader: Reader = { socket: connect({ port, host: '127.0.0.1' }), received: [], fault: undefined };
    reader.socket.pause();
    reader.socket.on('error', (error) => (reader.fault = error.message));
    reader.socket.write(`${`${REQUEST}\r\n`.repeat(ASKED - 1)}${REQUEST}connection: close\r\n\r\n`);
    return reader;
  });
  const timer = setInterval(() => {
    for (const { socket, received } of readers) {
      const bit = socket.read(BIT) as Buffer | null;
      if (bit !== null) received.push(bit);
    }
  }, EVERY);
  return {
    requests: READERS * ASKED,
    async finish() {
      clearInterval(timer);
      await Promise.all(readers.map(readOn));
      return readers.flatMap((reader) => findFault(reader) ?? []);
    },
  };
}

async function readOn(reader: Reader): Promise<void> {
  const { socket, received } = reader;
  const signal = AbortSignal.timeout(PATIENCE);
  if (!socket.closed) {
    const closed = once(socket, 'close', { signal }).catch(() => (reader.fault ??= 'it did not come to its end'));
    socket.on('data', (chunk: Buffer) => received.push(chunk));
    socket.resume();
    await closed;
  }
  socket.destroy();
}

function findFault({ received, fault }: Reader): string | undefined {
  const { replies, mistake } = parseReplies(Buffer.concat(received));
  const whole = replies.filter(({ status }) => status === 200).length;
  const found = fault ?? mistake ?? (whole === ASKED ? undefined : 'some are missing');
  return found === undefined ? undefined : `slow reader: ${found}, ${whole} replies of ${ASKED}`;
}
