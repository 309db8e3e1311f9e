import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createSmallWorld } from '../setup.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import type { Served } from './run-main.ts';
import { run, serve } from './run-main.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

function serveSmall(...args: string[]): Promise<Served> {
  const folder = createTemporaryFolder({ 'world.json': createSmallWorld() });
  return serve([...args, '-f', join(folder, 'world.json')]);
}

/** Makes a session, and uses it. */
async function use(url: string, session: string): Promise<void> {
  await fetch(`${url}/tracker`, { headers: { 'x-mock-session': session } });
}

async function listSessions(url: string): Promise<string[]> {
  const { sessions } = (await (await fetch(`${url}/__admin/sessions`)).json()) as { sessions: { name: string }[] };
  return sessions.map(({ name }) => name);
}

/** Whether each of twenty requests met the fault that every second one meets on the average. */
async function draw(...args: string[]): Promise<string> {
  const { url, stop } = await serveSmall(...args);
  const body = JSON.stringify({ match: { method: 'GET' }, probability: 0.5, reply: { status: 503 } });
  expect((await fetch(`${url}/__admin/stubs`, { method: 'POST', headers: JSON_TYPE, body })).status).toBe(201);
  const statuses: number[] = [];
  for (let count = 0; count < 20; count += 1) statuses.push((await fetch(`${url}/tracker`)).status);
  await stop();
  return statuses.join(' ');
}

describe('sessions', () => {
  test('--seed decides what is drawn: the same seed, the same run', async () => {
    const first = await draw('--seed', 'one');
    expect(first).toContain('503');
    expect(first).toContain('200');
    expect(await draw('--seed', 'one')).toBe(first);
    expect(await draw('--seed', 'other')).not.toBe(first);
    expect(await draw('--seed', 'agentex')).toBe(await draw());
  });

  test('--max-sessions keeps so many, and lets the longest unused go', async () => {
    const { url } = await serveSmall('--max-sessions', '2');
    for (const session of ['a', 'b', 'a', 'c']) await use(url, session);
    expect(await listSessions(url)).toEqual(['a', 'c']);
  });

  test('--session-idle lets a session go that is unused for longer, in minutes', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const { url } = await serveSmall('--session-idle', '2');
    await use(url, 'idle');
    vi.advanceTimersByTime(60_000);
    await use(url, 'busy');
    vi.advanceTimersByTime(61_000);
    await use(url, 'busy');
    expect(await listSessions(url)).toEqual(['busy']);
  });

  test('--journal-size keeps the last so many exchanges', async () => {
    const { url } = await serveSmall('--journal-size', '2');
    for (const id of ['t-done', 't-fresh', 't-failed']) await fetch(`${url}/tracker/${id}`);
    const { requests } = (await (await fetch(`${url}/__admin/requests`)).json()) as { requests: { path: string }[] };
    expect(requests.map(({ path }) => path)).toEqual(['/tracker/t-fresh', '/tracker/t-failed']);
  });
});

describe('the control API', () => {
  test('is there for this machine', async () => {
    const { url, stop } = await serveSmall();
    expect((await fetch(`${url}/__admin/requests`)).status).toBe(200);
    expect((await stop()).out).not.toContain('warning');
  });

  test('is not there with --no-admin', async () => {
    const { url, stop } = await serveSmall('--no-admin');
    const answer = await fetch(`${url}/__admin/requests`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({ detail: 'Not Found' });
    expect((await stop()).out).not.toContain('warning');
  });

  test('asks for the token of --admin-token', async () => {
    const { url } = await serveSmall('--admin-token', 'secret');
    expect((await fetch(`${url}/__admin/requests`)).status).toBe(401);
    const wrong = await fetch(`${url}/__admin/requests`, { headers: { authorization: 'Bearer secre' } });
    expect(wrong.status).toBe(401);
    const right = await fetch(`${url}/__admin/requests`, { headers: { authorization: 'Bearer secret' } });
    expect(right.status).toBe(200);
  });

  test('is off with --host 0.0.0.0, and the start says so before it is ready', async () => {
    const { url, stop } = await serveSmall('--host', '0.0.0.0');
    expect((await fetch(`${url}/tracker`)).status).toBe(200);
    expect((await fetch(`${url}/__admin/requests`)).status).toBe(404);
    expect((await stop()).out.split('\n').slice(0, 2)).toEqual([
      'warning the control API is off, since 0.0.0.0 is open to other machines. Give it a token with --admin-token or TRACKER_MOCK_ADMIN_TOKEN, or turn it off with --no-admin',
      expect.stringContaining(`tracker-mock ready at ${url}`),
    ]);
  });

  test('is on with --host 0.0.0.0 and --admin-token', async () => {
    const { url, stop } = await serveSmall('--host', '0.0.0.0', '--admin-token', 'a-long-secret-token');
    const headers = { authorization: 'Bearer a-long-secret-token' };
    expect((await fetch(`${url}/__admin/requests`, { headers })).status).toBe(200);
    expect((await stop()).out).not.toContain('warning');
  });

  test('is not started with --host 0.0.0.0 and a token that can be guessed, which is not shown', async () => {
    expect(await run('serve', '--port', '0', '--host', '0.0.0.0', '--admin-token', 'only-15-letters')).toEqual({
      code: 2,
      out: '',
      err: 'Failed to guard the control API: 0.0.0.0 is open to other machines, and the token is too short to keep them out. Give at least 16 random characters.\n',
    });
  });

  test('is off with --host 0.0.0.0 and --no-admin, as it was asked for', async () => {
    const { url, stop } = await serveSmall('--host', '0.0.0.0', '--no-admin');
    expect((await fetch(`${url}/__admin/requests`)).status).toBe(404);
    expect((await stop()).out).not.toContain('warning');
  });

  test('is open to the pages of --admin-cors, with the token', async () => {
    const pages = ['--admin-cors', 'https://a.example, https://b.example', '--admin-cors', 'https://c.example'];
    const { url } = await serveSmall('--admin-token', 'secret', ...pages);
    const ask = async (origin: string): Promise<unknown> => {
      const headers = { origin, authorization: 'Bearer secret' };
      const reply = await fetch(`${url}/__admin/requests`, { headers });
      return [reply.status, reply.headers.get('access-control-allow-origin')];
    };
    for (const origin of ['https://a.example', 'https://b.example', 'https://c.example']) {
      expect(await ask(origin)).toEqual([200, origin]);
    }
    expect(await ask('https://d.example')).toEqual([403, null]);
  });

  test.each([[[]], [['--no-admin']]])('is not opened to pages without a token: %j', async (args) => {
    expect(await run('serve', '--port', '0', '--admin-cors', 'https://a.example', ...args)).toEqual({
      code: 2,
      out: '',
      err: 'Failed to admit pages to the control API: it has no token. Give one with --admin-token, or leave out --admin-cors.\n',
    });
  });

  test.each(['*', 'a.example', 'https://a.example,*'])('is not opened to the origin %j', async (origin) => {
    const { code, err } = await run('serve', '--admin-token', 'secret', '--admin-cors', origin);
    expect(code).toBe(2);
    expect(err).toContain('Give an origin such as https://app.example. All origins (*) cannot be admitted.');
  });

  test('says it is off to programs, too', async () => {
    const { stop } = await serveSmall('--host', '0.0.0.0', '--log', 'json');
    const [line = ''] = (await stop()).out.split('\n');
    expect(JSON.parse(line)).toMatchObject({
      level: 'WARN',
      message: expect.stringMatching(/^the control API is off, since 0\.0\.0\.0 is open/) as string,
    });
  });
});

test('--agent-keys without --profile deployed is served with a warning', async () => {
  const { out } = await serveSmall('--agent-keys', 'any');
  expect(out()).toContain('warning --agent-keys has no effect without --profile deployed');
});
