import { connect } from 'node:net';
import { onTestFinished } from 'vitest';

/** A connection on which a test writes what it likes, HTTP or not. */
export interface RawSocket {
  write(data: string | Uint8Array): void;
  /** Stops reading. */
  pause(): void;
  /** Reads again. */
  resume(): void;
  /** Says that nothing more comes, and goes on reading. */
  end(): void;
  /** Goes away without a word. */
  destroy(): void;
  /** All that has come, once it holds the text as often as that. */
  until(text: string, times?: number): Promise<string>;
  /** All that has come, once the server has said that nothing more does. */
  ended(): Promise<string>;
}

export async function openRawSocket(port: number): Promise<RawSocket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  onTestFinished(() => void socket.destroy());
  let received = '';
  let isOver = false;
  let look = (): void => {};
  socket.setEncoding('latin1');
  socket.on('data', (text: string) => {
    received += text;
    look();
  });
  const finish = (): void => {
    isOver = true;
    look();
  };
  socket.on('end', finish).on('close', finish);
  // A reset is an end, too: what came before it counts.
  socket.on('error', finish);
  await new Promise<void>((resolve) => void socket.once('connect', () => resolve()));

  const wait = (isDone: () => boolean): Promise<string> =>
    new Promise((resolve) => {
      look = () => {
        if (isDone() || isOver) resolve(received);
      };
      look();
    });
  return {
    write: (data) => void socket.write(data),
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    end: () => void socket.end(),
    destroy: () => void socket.destroy(),
    until: (text, times = 1) => wait(() => received.split(text).length > times),
    ended: () => wait(() => false),
  };
}
