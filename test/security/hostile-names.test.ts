import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { TrackerMock } from '../../src/index.ts';
import { createTrackerMock, MockError } from '../../src/index.ts';
import { createSmallMock, createSmallWorld, FRESH } from '../setup.ts';

/** What leads out of a folder, ends a line, steers a terminal or stands for something else, in one system or another. */
const HOSTILE_NAMES = [
  '.',
  '..',
  '../..',
  '../../etc/passwd',
  '..\\..\\x',
  '/etc/passwd',
  'C:\\x',
  'a/b',
  'a\0b',
  'a\nb',
  'a\r\nset-cookie: x=y',
  '\u001b[31mred',
  '\u202egnp.exe',
  'a b',
  '%2e%2e',
  '~',
  '$HOME',
  '*',
  'é',
  '',
  'x'.repeat(65),
];
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const VALUE = /^[\t\x20-\x7e]*$/;

type Reply = Pick<ReturnType<TrackerMock['handle']>, 'status' | 'headers' | 'body'>;

function get(mock: TrackerMock, target: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return mock.handle({ method: 'GET', target, headers, body: new Uint8Array() });
}

/** What a header would need to end early, or to be taken for two. */
function expectCleanHeaders({ headers }: Reply): void {
  for (const [name, value] of Object.entries(headers)) {
    expect(name).toMatch(TOKEN);
    expect(value).toMatch(VALUE);
  }
}

describe.each(HOSTILE_NAMES)('the name %j', (name) => {
  test('is not a valid session name, by header or by path', () => {
    const mock = createSmallMock();
    const byHeader = get(mock, '/tracker', { 'x-mock-session': name });
    expect(byHeader.status).toBe(400);
    expect(byHeader.headers).not.toHaveProperty('x-mock-session');
    expectCleanHeaders(byHeader);
    const byPath = get(mock, `/__session/${encodeURIComponent(name)}/tracker`);
    expect([400, 404]).toContain(byPath.status);
    expectCleanHeaders(byPath);
    expect(() => mock.session(name)).toThrow(MockError);
    // The refused requests are recorded there.
    expect(mock.sessions.list().map((session) => session.name)).toEqual(['default']);
  });

  test('is not a valid snapshot name', async () => {
    const { state } = createSmallMock().session();
    await expect(state.snapshot(name)).rejects.toMatchObject({ code: 'admin-request-invalid' });
    await expect(state.restore(name)).rejects.toMatchObject({ code: 'not-found' });
    await expect(state.deleteSnapshot(name)).rejects.toMatchObject({ code: 'not-found' });
    expect(await state.snapshots()).toEqual([]);
  });

  test('is a valid tracker id, and cannot escape its reply', () => {
    const trackers = [{ ...FRESH, id: name }];
    const mock = createTrackerMock({ fixtures: { trackers, events: [] } });
    const reply = get(mock, '/tracker');
    expect(JSON.parse(reply.body)).toEqual(trackers);
    const { status, headers, body } = get(createSmallMock(), `/tracker/${encodeURIComponent(name)}/`);
    expectCleanHeaders({ status, headers, body });
    expect(status === 307 ? headers['location'] : body).not.toMatch(/[\r\n\u001b]/);
  });
});

test.each(['.', '..'])('the name %j is refused because of its meaning in a URL', async (name) => {
  const mock = createSmallMock();
  expect(() => mock.session(name)).toThrow(
    new MockError(
      'session-name-invalid',
      `Failed to select a session: its name may not be ${name}, which clients take out of a URL's path.`,
    ),
  );
  await expect(mock.session().state.snapshot(name)).rejects.toMatchObject({
    code: 'admin-request-invalid',
    message: expect.stringContaining(`its name may not be ${name}, which clients take out of a URL's path`) as string,
  });
});

test.each([
  '/tracker/%0d%0aset-cookie:%20x=y/',
  '/tracker/%0a/',
  '/tracker/a%1b%5b31m/',
  '/tracker/%E2%80%A8/',
  '/tracker/\xff/',
])('GET %s is redirected in one header line', (target) => {
  const reply = get(createSmallMock(), target, { host: 'a\r\nx: y' });
  expect(reply.status).toBe(307);
  expectCleanHeaders(reply);
});

test('PUT with errors that quote hostile text reports them in one header line', () => {
  const body = Buffer.from(JSON.stringify({ status: ['\r\nset-cookie: x=y', '\u001b[2J', '\u2028', 'é'] }));
  const reply = createSmallMock().handle({
    method: 'PUT',
    target: '/tracker/t-fresh',
    headers: { 'content-type': 'application/json' },
    body,
  });
  expect(reply.headers).toHaveProperty('sl-violations');
  expectCleanHeaders(reply);
});

test.each([
  ['a name that ends its line', { 'x\r\ny': 'z' }],
  ['a name that is empty', { '': 'x' }],
  ['a value that ends its line', { x: 'y\r\nset-cookie: a=b' }],
  ['a value with a NUL', { x: '\0' }],
  ['a length of its own', { 'Content-Length': '5' }],
  ['a framing of its own', { 'transfer-encoding': 'chunked' }],
])('a stubbed reply whose header has %s is refused', async (_, headers) => {
  const { stub, stubs } = createSmallMock().session();
  await expect(stub({ reply: { status: 503, headers } })).rejects.toMatchObject({ code: 'stub-invalid' });
  expect(await stubs()).toEqual([]);
});

test('no name in a request opens a file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'names-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const before = process.cwd();
  process.chdir(folder);
  onTestFinished(() => process.chdir(before));
  const mock = createTrackerMock({ fixtures: createSmallWorld() });
  const { state } = mock.session('names');
  for (const name of HOSTILE_NAMES) {
    await state.snapshot(name).catch(() => {});
    get(mock, `/tracker/${name}`, { 'x-mock-session': name });
  }
  await state.snapshot('kept');
  expect(readdirSync(folder)).toEqual([]);
  expect(existsSync(join(folder, '..', 'kept'))).toBe(false);
});
