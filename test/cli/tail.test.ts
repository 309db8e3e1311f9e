import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createTrackerMock, startServer } from 'agentex-tracker-mock';
import type { RunningServer, ServerStartOptions, TrackerMock } from 'agentex-tracker-mock';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createStyle } from '../../src/cli/style.ts';
import { toSummaryLine } from '../../src/cli/summary-line.ts';
import { createSmallMock } from '../setup.ts';
import { handle, toMessage } from '../suite/client.ts';
import { run, tail } from './run-main.ts';

async function serveMock(mock: TrackerMock, options: ServerStartOptions = {}): Promise<RunningServer> {
  const server = await startServer(mock, { port: 0, ...options });
  onTestFinished(() => server.close());
  return server;
}

function send(mock: TrackerMock, line: string, session = 'default'): void {
  handle(mock, toMessage(line, { headers: { 'x-mock-session': session } }));
}

const withoutTimes = (text: string): string => text.replaceAll(/\d+\.\d ms/g, 'N ms');

test('tail writes a line for each request, beginning with the latest', async () => {
  const mock = createSmallMock();
  const { url } = await serveMock(mock);
  for (let count = 0; count < 12; count += 1) send(mock, 'GET /tracker');
  const following = tail(url, '-n', '2');
  await following.until('GET /tracker', 2);
  send(mock, 'PUT /tracker/t-fresh?a=1', 'checkout');
  send(mock, 'GET /trackers');
  await following.until('/trackers');
  const { code, out, err } = await following.stop();
  expect([code, err]).toEqual([0, '']);
  expect(withoutTimes(out)).toBe(
    `GET /tracker 200 N ms
GET /tracker 200 N ms
PUT /tracker/t-fresh?a=1 422 N ms [checkout]  request body: Field required; unknown query parameter "a"; expected none
GET /trackers 404 N ms  no operation matched
`,
  );
});

test('tail shows only what its options name, as JSON for programs', async () => {
  const mock = createSmallMock();
  const { port } = await serveMock(mock);
  send(mock, 'PUT /tracker/t-fresh');
  send(mock, 'PUT /tracker/t-fresh', 'a');
  send(mock, 'GET /tracker?limit=0', 'a');
  send(mock, 'GET /tracker', 'a');
  const options = ['--session', 'a', '--operation', 'GET /tracker', '--violations', '--json'];
  const following = tail('--port', String(port), ...options);
  await following.until('}\n');
  const { out } = await following.stop();
  expect(JSON.parse(out)).toMatchObject({
    id: '3',
    session: 'a',
    violations: 1,
    violation: { location: ['query', 'limit'] },
  });
});

test('tail connects again after a restart, and says what is missing', async () => {
  const first = await serveMock(createSmallMock());
  const following = tail(first.url);
  await fetch(`${first.url}/tracker`);
  await following.until('GET /tracker');
  await first.close();
  const second = createSmallMock();
  send(second, 'GET /tracker/t-fresh');
  await serveMock(second, { port: first.port });
  await following.until('/tracker/t-fresh');
  const { err } = await following.stop();
  expect(err).toBe(
    `The mock has ended the stream of requests. Connecting again.
Connected again.
Missing here: an unknown number of requests. The last event is from before a restart of the mock, or not one of its events.
`,
  );
});

test('tail needs the token of the mock', async () => {
  const mock = createSmallMock();
  const { url } = await serveMock(mock, { admin: { token: 'a-long-enough-token' } });
  const refused = tail(url);
  expect(await refused.ended).toBe(2);
  expect((await refused.stop()).err).toContain('it does not carry the token');
  vi.stubEnv('TRACKER_MOCK_ADMIN_TOKEN', 'a-long-enough-token');
  const following = tail(url);
  send(mock, 'GET /tracker');
  await following.until('GET /tracker');
  expect((await following.stop()).code).toBe(0);
});

test('tail ends with 2 if nothing listens, or an option is not valid', async () => {
  const { url, close } = await startServer(createTrackerMock(), { port: 0 });
  await close();
  const unreachable = tail(url);
  expect(await unreachable.ended).toBe(2);
  expect((await unreachable.stop()).err).toContain(`Failed to call GET ${url}/__admin/requests/stream?limit=10`);
  expect(await run('tail', 'nonsense')).toMatchObject({ code: 2 });
  expect((await run('tail', '-n', 'x')).err).toContain('Give a whole number from 0 up.');
  const { url: live } = await serveMock(createSmallMock());
  const misspelt = tail(live, '--operation', 'GET /trakcer');
  expect(await misspelt.ended).toBe(2);
  expect((await misspelt.stop()).err).toContain('did you mean "GET /tracker"?');
});

test('a line of tail has everything that a reader needs, and no control characters', () => {
  const summary = {
    id: '1',
    time: '2026-08-18T20:28:14Z',
    session: 'default',
    method: 'GET',
    path: '/a\u001B[31m',
    query: '',
    operation: null,
    status: null,
    ms: 1,
    violations: 3,
    violation: { side: 'request', location: ['body', 'a'], rule: 'r', message: 'wrong' },
    allowed: true,
    unmatched: false,
    source: 'stub',
    undocumented: true,
    overridden: true,
    notes: ['unknown query parameter "\u001B"; expected none'],
  } as const;
  const line = toSummaryLine(summary, createStyle(false));
  expect(line).toMatch(/^GET \/a.* no reply 1\.0 ms \(stub\) {2}the contract does not list this status; allowed; /);
  expect(line).toMatch(/; request body\.a: wrong; and 2 more; unknown query parameter .+; expected none\n$/);
  expect(line).not.toContain('\u001B');
});

test('tail ends when the reader of its output goes away', async () => {
  const { url } = await serveMock(createSmallMock());
  const program = spawn(process.execPath, ['dist/bundle/bin.js', 'tail', url], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void program.kill());
  await fetch(`${url}/tracker`);
  await once(program.stdout, 'data');
  program.stdout.destroy();
  const ended = once(program, 'exit');
  await fetch(`${url}/tracker`);
  expect(await ended).toEqual([0, null]);
});
