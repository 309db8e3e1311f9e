import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { createApp, startServer } from '../../src/index.ts';
import type { PrismProxy } from '../../src/prism/prism-proxy.ts';
import { startPrismProxy } from '../../src/prism/prism-proxy.ts';
import { createSmallMock } from '../setup.ts';
import type { Transport } from './client.ts';
import { handle, toMessage } from './client.ts';
import { sendMessage } from './send-message.ts';

export const IN_PROCESS: Transport = {
  name: 'in process',
  open(options) {
    const mock = createSmallMock(options);
    return Promise.resolve({ send: (line, payload) => Promise.resolve(handle(mock, toMessage(line, payload))) });
  },
};

export const SOCKET: Transport = {
  name: 'over a socket',
  async open(options) {
    const server = await startServer(createSmallMock(options), { port: 0 });
    onTestFinished(() => server.close());
    return { send: (line, payload) => sendMessage(server.url, toMessage(line, payload)) };
  },
};

/**
 * Through `prism proxy --errors`, which validates every request and reply. It takes a second to start, so all tests of the file share one
 * proxy; the server behind it serves the mock of the test that runs.
 */
export function createPrismTransport(): Transport {
  let app: ReturnType<typeof createApp> | undefined;
  const upstream = createServer((request, response) => void app?.(request, response));
  let prism: PrismProxy | undefined;

  beforeAll(async () => {
    await new Promise<void>((resolve) => void upstream.listen(0, '127.0.0.1', resolve));
    const { port } = upstream.address() as AddressInfo;
    const contractFile = fileURLToPath(new URL('../../openapi.json', import.meta.url));
    prism = await startPrismProxy({ contractFile, upstreamUrl: `http://127.0.0.1:${port}` });
  });
  afterAll(async () => {
    await prism?.close();
    upstream.closeAllConnections();
    upstream.close();
  });

  return {
    name: 'through Prism',
    open(options) {
      app = createApp(createSmallMock(options));
      return Promise.resolve({ send: (line, payload) => sendMessage(prism?.url ?? '', toMessage(line, payload)) });
    },
  };
}
