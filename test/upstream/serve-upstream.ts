import type { RequestListener } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer as createNetServer } from 'node:net';
import { onTestFinished } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import type { TrackerMock } from '../../src/index.ts';
import type { UpstreamTimeouts } from '../../src/upstream/failure.ts';
import { createPassOn } from '../../src/upstream/pass-on.ts';
import { createCoreMock } from '../mock/create-core-mock.ts';

/** Serves until the test ends, and returns the address. */
export async function listen(listener: RequestListener): Promise<string> {
  const server = createServer({ maxHeaderSize: 1_048_576 }, listener);
  return open(server, () => server.closeAllConnections());
}

/** Answers each connection with bytes as they are, when its request has arrived, and keeps it open. */
export function listenRaw(answer: (socket: Socket, request: string) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createNetServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('data', (chunk) => answer(socket, chunk.toString('latin1')));
  });
  return open(server, () => {
    for (const socket of sockets) socket.destroy();
  });
}

async function open(server: Server, closeAll: () => void): Promise<string> {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    closeAll();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export interface PassedOnOptions {
  /** The operation that is passed on. @default 'GET /tracker/{tracker_id}' */
  readonly operation?: string;
  readonly timeouts?: Partial<UpstreamTimeouts>;
}

/** Creates a mock that passes one operation on. */
export function createPassingMock(upstream: string, options: PassedOnOptions = {}): TrackerMock {
  const { operation: name = 'GET /tracker/{tracker_id}', timeouts = {} } = options;
  return createCoreMock({
    findUpstream: (operation) => (operation && `${operation.method} ${operation.path}` === name ? upstream : undefined),
    passOn: createPassOn(timeouts),
  });
}

/** Serves a mock that passes one operation on. */
export async function servePassedOn(
  upstream: string,
  options?: PassedOnOptions,
): Promise<{ readonly mock: TrackerMock; readonly url: string }> {
  const mock = createPassingMock(upstream, options);
  return { mock, url: await listen(createApp(mock)) };
}

/** Waits for the first record of a mock. A stream gets its record at its end. */
export async function waitForRequest(mock: TrackerMock): Promise<unknown> {
  while ((await mock.session().requests()).length === 0) await new Promise(setImmediate);
  return (await mock.session().requests())[0];
}
