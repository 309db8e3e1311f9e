import { expect, onTestFinished, test } from 'vitest';
import { createTrackerMock, startServer } from '../../src/index.ts';
import { startPrismProxy } from '../../src/prism/prism-proxy.ts';
import { sendRequest } from '../../src/prism/send-request.ts';
import { CONTRACT_FILE } from '../conformance/contracts.ts';

test('a proxy answers invalid requests itself, forwards the others, and stops when it is closed', async () => {
  const server = await startServer(createTrackerMock(), { port: 0 });
  onTestFinished(() => server.close());
  const proxy = await startPrismProxy({ contractFile: CONTRACT_FILE, upstreamUrl: server.url });
  onTestFinished(() => proxy.close());
  const get = (target: string) => ({ method: 'GET', target, headers: {}, body: new Uint8Array() });

  const list = await sendRequest(proxy.url, get('/tracker?limit=1'));
  const nobody = await sendRequest(proxy.url, get('/tracker/nobody'));
  const refused = await sendRequest(proxy.url, get('/tracker?limit=0'));

  expect(list).toMatchObject({ status: 200 });
  expect(list).not.toHaveProperty(['headers', 'sl-violations']);
  expect(nobody).toMatchObject({ status: 404, body: expect.stringContaining("'nobody' does not exist") as string });
  expect(refused).toMatchObject({ status: 422, headers: { 'content-type': 'application/problem+json' } });

  expect(proxy.isRunning()).toBe(true);
  await proxy.close();
  await proxy.close();
  expect(proxy.isRunning()).toBe(false);
  expect(await sendRequest(proxy.url, get('/tracker'))).toHaveProperty('failure');
});

test('starting fails with the reason if Prism cannot read the contract', async () => {
  const start = startPrismProxy({ contractFile: 'no-such-file.json', upstreamUrl: 'http://127.0.0.1:1' });
  await expect(start).rejects.toMatchObject({
    code: 'server-not-started',
    message: expect.stringMatching(
      /^Failed to start prism proxy for no-such-file\.json: .*no-such-file\.json/s,
    ) as string,
  });
});
