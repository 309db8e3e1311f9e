import type { Buffer } from 'node:buffer';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';

export interface RawConnection {
  readonly socket: Socket;
  readonly isClosed: boolean;
  /** Writes bytes, and waits up to the given time, in milliseconds, for the server to read them. Returns false if it does not or if the connection is closed. */
  write(bytes: Buffer | string, patience: number): Promise<boolean>;
  /** Waits for the first bytes of a reply, or up to the given time, in milliseconds. */
  answered(patience: number): Promise<void>;
  /** Waits for the server to close the connection, or for the given time in milliseconds, and closes it. */
  close(patience: number): Promise<void>;
}

const STATUS_LINE = /HTTP\/1\.1 (\d{3}) /g;

/** Opens a connection, and counts the statuses of its replies, and `closed` if the server closes it without one. Replies are not kept. */
export function openConnection(port: number, count: (outcome: string) => void): RawConnection {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let isClosed = false;
  let isOurs = false;
  let replies = 0;
  socket.on('data', (chunk: Buffer) => {
    for (const [, status = ''] of chunk.toString('latin1').matchAll(STATUS_LINE)) {
      replies += 1;
      count(status);
    }
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    isClosed = true;
    if (!isOurs && replies === 0) count('closed');
  });
  const wait = async (event: string, patience: number): Promise<boolean> => {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), patience);
    const end = (): void => abort.abort();
    socket.once('close', end);
    const isThere = await once(socket, event, { signal: abort.signal }).then(
      () => true,
      () => false,
    );
    clearTimeout(timer);
    socket.off('close', end);
    return isThere;
  };
  return {
    socket,
    get isClosed() {
      return isClosed;
    },
    async write(bytes, patience) {
      if (isClosed || !socket.writable) return false;
      return socket.write(bytes) || (await wait('drain', patience));
    },
    async answered(patience) {
      if (!isClosed && replies === 0) await wait('data', patience);
    },
    async close(patience) {
      if (!isClosed && patience > 0) await wait('close', patience);
      isOurs = true;
      socket.destroy();
    },
  };
}
