import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openRawSocket } from '../http/raw-socket.ts';
import { createSmallWorld } from '../setup.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { serve } from './run-main.ts';

test('Ctrl-C answers a request that is delayed, and takes no new one', async () => {
  const folder = createTemporaryFolder({ 'world.json': createSmallWorld() });
  const { url, until, stop } = await serve(['-f', join(folder, 'world.json')]);
  const answer = fetch(`${url}/tracker/t-done`, { headers: { prefer: 'delay=100' } });
  // The log has its line as soon as the request is read; the answer goes out later.
  await until('GET /tracker/t-done 200');
  const stopped = stop();
  const reply = await answer;
  expect(reply.status).toBe(200);
  expect(reply.headers.get('preference-applied')).toBe('delay=100');
  expect(await reply.json()).toMatchObject({ id: 't-done' });
  expect((await stopped).code).toBe(0);
  await expect(fetch(`${url}/tracker`)).rejects.toThrow('fetch failed');
});

test('Ctrl-C answers a request whose delay is too long without waiting for it', async () => {
  const { url, until, stop } = await serve();
  const answer = fetch(`${url}/tracker`, { headers: { prefer: 'delay=600000' } });
  await until('GET /tracker 200');
  const { code, out } = await stop();
  expect((await answer).status).toBe(200);
  expect((await answer).headers.get('connection')).toBe('close');
  expect(code).toBe(0);
  expect(out).toContain('1 request, 0 violations');
});

test.each([
  ['pretty', 'GET /openapi.json cut off (server)  the client had not received the whole reply when the server closed'],
  ['json', '"status":null,"ms":null,"source":"server","reason":"the client had not received the whole reply'],
])('with --log %s, a reply that is cut off at Ctrl-C is logged as such', async (style, line) => {
  const { url, until, stop } = await serve(['--log', style]);
  const client = await openRawSocket(Number(new URL(url).port));
  client.pause();
  // More than the buffers of the connection hold.
  client.write('GET /openapi.json HTTP/1.1\r\n\r\n'.repeat(30));
  await until('GET /openapi.json 200', 16);
  expect((await stop()).out).toContain(line);
});

test('Ctrl-C before the server is ready ends it as soon as it is', async () => {
  const { main } = await import('../../src/cli/main.ts');
  const written: string[] = [];
  const output = { out: (text: string) => void written.push(text), err: () => undefined, isTerminal: false };
  expect(await main(['serve', '--port', '0'], output, AbortSignal.abort())).toBe(0);
  expect(written.join('')).toMatch(/^tracker-mock ready at http:\S+\n0 requests, /);
});
