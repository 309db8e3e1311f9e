import { expect, onTestFinished, test } from 'vitest';
import type { KitOptions, KitServer } from '../../src/kits/kit-server.ts';
import { startKitServer } from '../../src/kits/kit-server.ts';
import { openTestSession, toSessionUrl } from '../../src/kits/test-session.ts';

async function startServer(options: KitOptions = {}): Promise<KitServer> {
  const server = await startKitServer(options);
  onTestFinished(() => server.close());
  return server;
}

async function get(url: string): Promise<number> {
  const reply = await fetch(url);
  await reply.arrayBuffer();
  return reply.status;
}

test.each([
  ['PUT /tracker/{id} moves the cursor', 'PUT-tracker-id-moves-the-cursor-1'],
  ['お客様', 'test-1'],
  ['', 'test-1'],
  ['v1.2_rc-3', 'v1.2_rc-3-1'],
  ['x'.repeat(100), `${'x'.repeat(48)}-1`],
  [`${'x'.repeat(47)} y`, `${'x'.repeat(47)}-1`],
])('the session of the test %j is named %s', async (title, name) => {
  const server = await startServer();
  expect((await openTestSession(server, title)).control.name).toBe(name);
});

test('two tests with the same name have two sessions', async () => {
  const server = await startServer();
  const [first, second] = [await openTestSession(server, 'same'), await openTestSession(server, 'same')];
  expect([first.control.name, second.control.name]).toEqual(['same-1', 'same-2']);
  expect(await get(`${toSessionUrl(server, 'same-2')}/tracker`)).toBe(200);
  expect([await first.control.count(), await second.control.count()]).toEqual([0, 1]);
});

test('a session without violations closes and is deleted', async () => {
  const server = await startServer();
  const { control, check, close } = await openTestSession(server, 'good');
  await get(`${toSessionUrl(server, control.name)}/tracker`);
  await check();
  expect(server.mock.sessions.find(control.name)).toBeDefined();
  close();
  expect(server.mock.sessions.find(control.name)).toBeUndefined();
});

test('a session with violations fails, unless violations are allowed', async () => {
  const server = await startServer();
  const broken = await openTestSession(server, 'broken');
  await get(`${toSessionUrl(server, broken.control.name)}/tracker?limit=0`);
  await expect(broken.check()).rejects.toMatchObject({ name: 'MockError', code: 'violations-found' });

  const lax = await openTestSession(server, 'lax', true);
  await get(`${toSessionUrl(server, lax.control.name)}/tracker?limit=0`);
  await lax.check();
});

test('the options configure the mock and the app', async () => {
  const server = await startServer({ fixtures: { trackers: [] }, cors: false });
  const reply = await fetch(`${toSessionUrl(server, 'page')}/tracker`, { headers: { origin: 'http://app.example' } });
  expect(reply.headers.get('access-control-allow-origin')).toBeNull();
  expect(await reply.json()).toEqual([]);
});

test('invalid options fail the start', async () => {
  await expect(startKitServer({ fixtures: 'no-such-folder' })).rejects.toMatchObject({ code: 'fixture-invalid' });
});
