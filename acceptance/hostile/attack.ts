import { Buffer } from 'node:buffer';
import type { Socket } from 'node:net';
import { connect } from 'node:net';

/** How bytes are brought over. */
export interface Delivery {
  /** At which offsets the bytes are parted into packets of their own. */
  readonly cuts: readonly number[];
  /** What the client does once all is written: closes its side and waits, or resets. */
  readonly ending: 'half-close' | 'reset';
}

/** What came back until the server closed. */
export interface Outcome {
  readonly received: Buffer;
  /** What is wrong with the connection: it did not come about, or the server did not close it in time. */
  readonly fault: string | undefined;
}

/** How long the server may take to close once the client has closed its side, in milliseconds. */
const PATIENCE = 20_000;
/** Ways to close a connection: what was in flight may be lost with them. */
const RESETS: readonly unknown[] = ['ECONNRESET', 'EPIPE'];

/** Writes bytes to a new connection, ends it, and waits for the server to close it. Never rejects. */
export async function attack(port: number, bytes: Buffer, { cuts, ending }: Delivery): Promise<Outcome> {
  return new Promise((resolve) => {
    const received: Buffer[] = [];
    let isConnected = false;
    const socket = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    const finish = (fault?: string): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ received: Buffer.concat(received), fault: isConnected ? fault : (fault ?? 'no connection') });
    };
    const timer = setTimeout(() => finish('the connection stays open'), PATIENCE);
    socket.on('data', (chunk: Buffer) => received.push(chunk));
    socket.on('end', () => finish());
    socket.on('error', (error: NodeJS.ErrnoException) => {
      finish(isConnected && RESETS.includes(error.code) ? undefined : `a failed connection: ${error.message}`);
    });
    socket.on('close', () => finish());
    socket.on('connect', () => {
      isConnected = true;
      writeParts(
        socket,
        [0, ...cuts].map((start, index) => bytes.subarray(start, cuts[index] ?? bytes.length)),
        () => {
          if (ending === 'half-close') socket.end();
          else socket.resetAndDestroy();
        },
      );
    });
  });
}

/** Each part in a turn of its own, so that the server reads them apart. */
function writeParts(socket: Socket, parts: readonly Buffer[], done: () => void): void {
  const [part, ...rest] = parts;
  if (part === undefined || socket.destroyed) {
    done();
    return;
  }
  socket.write(part, () => setImmediate(() => writeParts(socket, rest, done)));
}
