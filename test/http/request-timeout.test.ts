import { expect, onTestFinished, test, vi } from 'vitest';
import { startServer } from '../../src/index.ts';
import { createSmallMock } from '../setup.ts';
import { openRawSocket } from './raw-socket.ts';

/** The real budget would make this test slow. */
vi.mock(import('../../src/budgets.ts'), async (importOriginal) => ({
  ...(await importOriginal()),
  REQUEST_TIMEOUT: 100,
}));

test.each([
  ['head', 'PUT /tracker/t-fresh HTTP/1.1\r\nhost: a\r\n'],
  ['body', 'PUT /tracker/t-fresh HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\n{'],
])('PUT /tracker/{tracker_id} whose %s does not arrive in time is given up', async (_, bytes) => {
  const server = await startServer(createSmallMock(), { port: 0 });
  onTestFinished(() => server.close());
  const socket = await openRawSocket(server.port);
  socket.write(bytes);
  expect(await socket.ended()).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
});
