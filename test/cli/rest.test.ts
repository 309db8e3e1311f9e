import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { listen } from '../upstream/serve-upstream.ts';
import { run, serve } from './run-main.ts';

/** Returns the status of a reply and who made it. */
async function ask(url: string, path: string): Promise<[status: number, source: string | null]> {
  const response = await fetch(`${url}${path}`);
  await response.text();
  return [response.status, response.headers.get('x-mock-source')];
}

describe('--rest and --serve', () => {
  test('sample the operations without state if they are not given', async () => {
    const { url } = await serve();
    expect(await ask(url, '/agents')).toEqual([200, 'sample']);
    expect(await ask(url, '/tracker')).toEqual([200, null]);
  });

  test('can be combined, and --serve can be repeated', async () => {
    const { url } = await serve(['--rest', 'none', '--serve', 'GET /agents*=sample', '--serve', 'GET /agents=none']);
    expect(await ask(url, '/tasks')).toEqual([404, null]);
    expect(await ask(url, '/agents')).toEqual([404, null]);
    expect(await ask(url, '/agents/a')).toEqual([200, 'sample']);
  });

  test('let an entry that is given again come last', async () => {
    const { url } = await serve(['--serve', 'GET /agents=none', '--serve', '*=none', '--serve', 'GET /agents=sample']);
    expect(await ask(url, '/agents')).toEqual([200, 'sample']);
  });

  test('can be variables, with commas between several entries', async () => {
    vi.stubEnv('TRACKER_MOCK_REST', 'none');
    vi.stubEnv('TRACKER_MOCK_SERVE', 'GET /agents=sample, GET /tasks=sample,*/name/*=sample');
    const { url } = await serve();
    const statuses = ['/agents', '/tasks', '/agents/name/a', '/states'].map((path) => ask(url, path));
    expect((await Promise.all(statuses)).map(([status]) => status)).toEqual([200, 200, 200, 404]);
  });

  test('say in the log why a stream is not served', async () => {
    const { url, until } = await serve();
    expect(await ask(url, '/tasks/t-1/stream')).toEqual([501, null]);
    expect(await until(' ms ')).toContain('ms  Failed to answer GET /tasks/{task_id}/stream: its reply is a stream');
  });

  test('say in the log that an operation is turned off', async () => {
    const { url, until } = await serve(['--rest', 'none']);
    await ask(url, '/agents');
    expect(await until(' ms ')).toMatch(
      /GET \/agents 404 \d+\.\d ms {2}GET \/agents is turned off, by --rest or --serve\n/,
    );
  });

  test.each([
    [['--rest', 'smaple'], 'Failed to read --rest or the option rest: "smaple" is not known. Did you mean "sample"?'],
    [['--serve', 'GET /agent=none'], '"GET /agent" matches no operation of the contract. Did you mean "GET /agents"?'],
    [['--serve', 'GET /agents'], "Give an operation and its source, such as 'GET /agents=none'."],
    [
      ['--serve', 'PUT /tracker/*=http://127.0.0.1:1'],
      '"PUT /tracker/*" matches only what the mock serves itself, with state, and never passes on.',
    ],
  ])('refuse %j', async (args, message) => {
    const { code, err } = await run('serve', '--port', '0', ...args);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  test('pass requests on, streams included, and record them', async () => {
    const upstream = await listen((request, response) => {
      if (request.url === '/agents') response.setHeader('content-type', 'application/json').end('[]');
      else response.setHeader('content-type', 'text/event-stream').end('data: 1\n\n');
    });
    const folder = join(createTemporaryFolder({}), 'seen');
    const { url, stop } = await serve(['--rest', upstream, '--record', folder]);
    expect(await ask(url, '/agents')).toEqual([200, 'upstream']);
    const stream = await fetch(`${url}/tasks/t-1/stream`);
    expect([stream.headers.get('content-type'), await stream.text()]).toEqual(['text/event-stream', 'data: 1\n\n']);
    await stop();
    expect(readFileSync(join(folder, 'traffic.har'), 'utf8')).toContain('/tasks/t-1/stream');
  });
});
