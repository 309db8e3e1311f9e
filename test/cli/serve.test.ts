import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createSmallContract, createSmallContractWorld } from '../contract/small-contract.ts';
import { openRawSocket } from '../http/raw-socket.ts';
import { createSmallWorld, DONE, FRESH } from '../setup.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { run, serve } from './run-main.ts';

function createWorldFile(world: object = createSmallWorld()): string {
  return join(createTemporaryFolder({ 'world.json': world }), 'world.json');
}

async function get(url: string): Promise<unknown> {
  return (await fetch(url)).json();
}

async function put(url: string, body: object): Promise<Response> {
  return fetch(url, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}

describe('the ready line', () => {
  test('names the address', async () => {
    const { url, until } = await serve();
    expect(await until('\n')).toBe(`tracker-mock ready at ${url}\n`);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  test('is a JSON object with --log json', async () => {
    const { url, until } = await serve(['--log', 'json']);
    expect(JSON.parse(await until('\n'))).toMatchObject({ level: 'INFO', url });
  });
});

describe('the log', () => {
  test('has a line for each request: method, path, status, milliseconds', async () => {
    const { url, until } = await serve(['-f', createWorldFile()]);
    await get(`${url}/tracker?limit=1`);
    await get(`${url}/tracker/abc`);
    const lines = (await until('\n', 3)).split('\n');
    expect(lines[1]).toMatch(/^GET \/tracker\?limit=1 200 \d+\.\d ms$/);
    expect(lines[2]).toMatch(/^GET \/tracker\/abc 404 \d+\.\d ms {2}Item with id .abc. does not exist\.$/);
  });

  test('says what broke the contract', async () => {
    const { url, until } = await serve(['-f', createWorldFile()]);
    await put(`${url}/tracker/t-done`, { status: 5, status_reason: [] });
    expect(await until(' ms ')).toMatch(
      /PUT \/tracker\/t-done 422 \d+\.\d ms {2}request body\.status: Input should be a valid string; request body\.status_reason: Input should be a valid string\n/,
    );
  });

  test.each(['pretty', 'json'])('has no control character of a client’s, and short lines (%s)', async (style) => {
    const contract = createSmallContract();
    Object.assign(contract.components.schemas['Update'] as object, { additionalProperties: false });
    const folder = createTemporaryFolder({ 'contract.json': contract, 'world.json': createSmallContractWorld() });
    const args = ['--log', style, '--contract', join(folder, 'contract.json'), '-f', join(folder, 'world.json')];
    const { url, until, stop } = await serve(args);
    const body = { 'a\u{1b}[31m\n\rFORGED 200\u{9b}2J\u{202e}b': 1 };
    expect((await put(`${url}/tracker/t-1?a=%1b%0a${'x'.repeat(1000)}`, body)).status).toBe(422);
    await until('422');
    const { out } = await stop();
    expect(out).toContain('FORGED');
    for (const line of out.split('\n')) {
      expect(line).not.toMatch(/[\p{Cc}\u{202e}]|^FORGED/u);
      // JSON is for programs, which want the whole path.
      expect(line.length).toBeLessThan(style === 'pretty' ? 1000 : 5000);
    }
  });

  test('closes with what the run came to', async () => {
    const { url, stop } = await serve(['-f', createWorldFile()]);
    await put(`${url}/tracker/t-done`, { status: 5 });
    await get(`${url}/nowhere`);
    const { out } = await stop();
    expect(out.split('\n').slice(-3)).toEqual([
      '2 requests, 1 violation, 0 statuses outside the contract, 1 unmatched',
      '  1 × PUT /tracker/{tracker_id}: request body.status: Input should be a valid string',
      '',
    ]);
  });
});

describe('options', () => {
  test('-f merges files and folders', async () => {
    const folder = createTemporaryFolder({ 'a.json': { trackers: [DONE] }, 'more/b.json': { trackers: [FRESH] } });
    const { url } = await serve(['-f', join(folder, 'a.json'), '-f', join(folder, 'more')]);
    expect(await get(`${url}/tracker`)).toHaveLength(2);
  });

  test('--profile deployed answers as the deployed server does, unless --events says otherwise', async () => {
    const world = createWorldFile();
    const { url } = await serve(['--profile', 'deployed', '-f', world]);
    expect(await (await put(`${url}/tracker/t-done`, { status: 5 })).json()).toMatchObject({ status_code: 10_422 });
    const unknown = await put(`${url}/tracker/t-done`, { last_processed_event_id: 'evt-9' });
    expect(await unknown.json()).toMatchObject({ message: 'Event with ID evt-9 not found' });
    const open = await serve(['--profile', 'deployed', '--events', 'open', '-f', world]);
    expect((await put(`${open.url}/tracker/t-done`, { last_processed_event_id: 'evt-9' })).status).toBe(200);
  });

  test('the first agent key that the world does not know is told with what to do about it', async () => {
    const world = createWorldFile();
    const { url, stop } = await serve(['--profile', 'deployed', '-f', world]);
    const headers = { 'x-agent-api-key': 'key-1' };
    for (let round = 0; round < 2; round += 1) {
      const answer = await fetch(`${url}/tracker`, { headers });
      expect([answer.status, await answer.json()]).toEqual([401, { detail: 'Agent Unauthorized' }]);
    }
    const any = await serve(['--profile', 'deployed', '--agent-keys', 'any', '-f', world]);
    expect((await fetch(`${any.url}/tracker`, { headers })).status).toBe(200);
    expect(
      (await stop()).out.split('List the key in agent_keys of a fixture, or start with --agent-keys any'),
    ).toHaveLength(2);
  });

  test('--clock stops the time', async () => {
    const { url } = await serve(['--clock', '2026-08-18T22:28:14.5+02:00', '-f', createWorldFile()]);
    const answer = await put(`${url}/tracker/t-done`, {});
    expect(await answer.json()).toMatchObject({ updated_at: '2026-08-18T20:28:14.500000Z' });
  });

  test.each([
    [['--cors', 'https://app.example'], 'https://app.example'],
    [['--cors', 'https://APP.example:443/'], 'https://app.example'],
    [['--cors', 'https://other.example'], null],
    [['--cors', 'https://other.example', '--cors', 'https://app.example'], 'https://app.example'],
    [['--cors', 'https://other.example, https://app.example'], 'https://app.example'],
    [['--cors', '*'], 'https://app.example'],
    [['--no-cors'], null],
    [[], 'https://app.example'],
  ])('%j decides which page may read an answer', async (args, allowed) => {
    const { url } = await serve([...args, '-f', createWorldFile()]);
    const answer = await fetch(`${url}/tracker`, { headers: { origin: 'https://app.example' } });
    expect(answer.headers.get('access-control-allow-origin')).toBe(allowed);
  });

  test('--max-header-size and --max-body-size bound a request', async () => {
    const { url } = await serve(['--max-header-size', '2000', '--max-body-size', '10', '-f', createWorldFile()]);
    expect((await fetch(`${url}/tracker?agent_id=${'x'.repeat(2000)}`)).status).toBe(431);
    expect((await put(`${url}/tracker/t-done`, { status: 'READY' })).status).toBe(413);
    expect((await put(`${url}/tracker/t-done`, {})).status).toBe(200);
  });

  test('variables stand for options, which come before them', async () => {
    const folder = createTemporaryFolder({ 'a.json': { trackers: [DONE] }, 'b.json': { trackers: [FRESH] } });
    vi.stubEnv('TRACKER_MOCK_FIXTURES', [join(folder, 'a.json'), join(folder, 'b.json')].join(delimiter));
    vi.stubEnv('TRACKER_MOCK_EVENTS', 'strict');
    vi.stubEnv('TRACKER_MOCK_PROFILE', 'deployed');
    vi.stubEnv('TRACKER_MOCK_LOG', 'silent');
    vi.stubEnv('TRACKER_MOCK_CORS', 'https://app.example');
    const world = join(folder, 'a.json');
    expect((await run('check', '--events', 'open', world)).err).toBe('');
    expect((await run('check', world)).err).toContain('such as "evt-4" of the tracker "t-done"');
    const { url } = await serve(['--events', 'open', '--profile', 'contract']);
    expect(await get(`${url}/tracker`)).toHaveLength(2);
    expect(await (await put(`${url}/tracker/t-done`, { status: 5 })).json()).toHaveProperty('detail');
    const answer = await fetch(`${url}/tracker`, { headers: { origin: 'https://other.example' } });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('--host serves elsewhere', async () => {
    const { url } = await serve(['--host', '::1']);
    expect(url).toMatch(/^http:\/\/\[::1\]:\d+$/);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });
});

describe('a start that fails', () => {
  test('names the port in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await new Promise((resolve) => void other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    expect(await run('serve', '--port', String(port))).toEqual({
      code: 2,
      out: '',
      err: `Failed to listen on 127.0.0.1 port ${port}: the port is in use. Stop the program that listens there, or choose another port with --port (0 for any free port).\n`,
    });
  });
});

describe('the end', () => {
  test('answers what is in flight', async () => {
    const { url, stop } = await serve(['-f', createWorldFile()]);
    const socket = await openRawSocket(Number(new URL(url).port));
    socket.write(
      'PUT /tracker/t-done HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{',
    );
    await fetch(`${url}/healthz`);
    const stopped = stop();
    socket.write('}');
    expect(await socket.until('}')).toContain('HTTP/1.1 200 OK');
    expect((await stopped).code).toBe(0);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });
});
