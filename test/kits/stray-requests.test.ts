import { expect, onTestFinished, test } from 'vitest';
import type { KitOptions, KitServer } from '../../src/kits/kit-server.ts';
import { startKitServer } from '../../src/kits/kit-server.ts';
import { beginTest } from '../../src/kits/stray-requests.ts';
import { toSessionUrl } from '../../src/kits/test-session.ts';

async function startServer(options: KitOptions = {}): Promise<KitServer> {
  const server = await startKitServer(options);
  onTestFinished(() => server.close());
  return server;
}

async function get(url: string): Promise<void> {
  await (await fetch(url)).arrayBuffer();
}

const ADVICE =
  "Send them to trackerUrl, the address of the test's session. A path that begins with a slash loses the prefix when it is resolved against a base URL.";

test('requests without a session are reported once, by the test that sent them', async () => {
  const server = await startServer({ mask: ['customer'] });
  const endFirst = beginTest('first');
  await get(`${server.url}/tracker?customer=5`);
  await get(`${server.url}/tracker/a%20b`);
  await expect(endFirst()).rejects.toThrow(
    `2 requests named no session, so the test's world was not used:\n  GET /tracker?customer=***\n  GET /tracker/a b\n${ADVICE}`,
  );
  await expect(beginTest('second')()).resolves.toBeUndefined();
});

test('a request that the test does not wait for is its own', async () => {
  const server = await startServer();
  const end = beginTest('impatient');
  const reply = get(`${server.url}/tracker`);
  await expect(end()).rejects.toThrow('One request named no session');
  await reply;
});

test('a request with a session, one that no operation is for and a health check are no failure', async () => {
  const server = await startServer();
  const end = beginTest('page');
  await get(`${toSessionUrl(server, 'page')}/tracker`);
  await get(`${server.url}/favicon.ico`);
  await get(`${server.url}/healthz`);
  await expect(end()).resolves.toBeUndefined();
});

test('of concurrent tests each is reported, and the message names all', async () => {
  const server = await startServer();
  const [endFirst, endSecond] = [beginTest('first'), beginTest('second')];
  await get(`${server.url}/tracker`);
  const message = `${ADVICE}\nThese tests ran at the same time, and one of them sent it: "first", "second".`;
  await expect(endFirst()).rejects.toThrow(message);
  await expect(endSecond()).rejects.toThrow(message);
});

test('a message lists ten requests, and counts the rest', async () => {
  const server = await startServer();
  const end = beginTest('many');
  for (let sent = 0; sent < 12; sent += 1) await get(`${server.url}/tracker`);
  const message = await end().catch(String);
  expect(message).toContain('12 requests named no session');
  expect(String(message).split('GET /tracker')).toHaveLength(11);
});

test('requests while no test runs fail the end of the worker, and no test', async () => {
  const server = await startKitServer({});
  await get(`${server.url}/tracker`);
  await expect(beginTest('next')()).resolves.toBeUndefined();
  await expect(server.close()).rejects.toThrow(
    `One request named no session and came while no test ran, such as from a hook or from a test that did not wait for its reply:\n  GET /tracker\n${ADVICE}`,
  );
});
