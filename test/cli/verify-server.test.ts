import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { createTrackerMock } from '../../src/index.ts';
import { listen } from '../conformance/listen.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { run } from './run-main.ts';
import { startProvider, TRACKER, verify, verifyAll } from './run-verify.ts';

// What verify makes of a server that is behind something, has nothing, or is interrupted.

test('verify sends the headers of -H, and shows their values in no output', async () => {
  const password = 'pass "word"\\';
  const basic = Buffer.from(`me:${password}`).toString('base64');
  const { url } = await startProvider({
    spoil(_, reply) {
      if (reply.status !== 404) return;
      // A server that repeats the credentials in its errors, the second time where the report cuts a long text.
      const message = `no item for Basic ${basic}, ${password}`;
      reply.body = JSON.stringify({ message, more: `${'x'.repeat(60)}s3cret-session` });
    },
  });
  const folder = createTemporaryFolder({});
  vi.stubEnv('GITHUB_ACTIONS', 'true');
  vi.stubEnv('GITHUB_STEP_SUMMARY', join(folder, 'summary.md'));
  const files = ['--junit', join(folder, 'junit.xml'), '--ctrf', join(folder, 'ctrf.json')];
  const headers = ['-H', `Authorization: Basic ${basic}`, '-H', 'Cookie: session=s3cret-session; theme=dark'];
  const table = await verify(url, [...headers, ...files]);
  const json = await verify(url, [...headers, '--json', '--operations', 'GET /tracker/{tracker_id}']);
  expect(table.code).toBe(1);
  expect(table.out).toContain("-H 'authorization: ***' -H 'cookie: ***'");
  expect(table.out).toContain('no item for ***, ***');
  const written = ['summary.md', 'junit.xml', 'ctrf.json'].map((name) => readFileSync(join(folder, name), 'utf8'));
  for (const text of [table.out, table.err, json.out, json.err, ...written]) {
    expect(text).not.toMatch(/s3cret|s3c|word|dark/);
    expect(text).not.toContain(basic);
  }
});

test('verify reads headers from TRACKER_MOCK_HEADER, one in each line', async () => {
  const seen: unknown[] = [];
  const url = await listen((request, response) => {
    seen.push([request.headers['x-team'], request.headers['x-shift']]);
    response.end('[]');
  });
  vi.stubEnv('TRACKER_MOCK_HEADER', 'X-Team: blue\nX-Shift: night');
  await verify(url, ['--dry-run']);
  expect(seen).toEqual([['blue', 'night']]);
});

test('verify refuses a header without a name, and does not show it', async () => {
  const { code, err } = await verify('http://127.0.0.1:1', ['-H', 'Bearer s3cret-token']);
  expect({ code, err }).toEqual({
    code: 2,
    err: "Failed to read a header of --header: it is not a name and a value. Give one such as 'Authorization: Bearer …'.\n",
  });
});

test.each(['verify', 'drift'])('%s names the variable of a header without a name', async (command) => {
  vi.stubEnv('TRACKER_MOCK_HEADER', 's3cret');
  const sides = command === 'drift' ? ['mock', 'mock'] : ['http://127.0.0.1:1'];
  expect(await run(command, ...sides)).toEqual({
    code: 2,
    out: '',
    err: "Failed to read a header of TRACKER_MOCK_HEADER: it is not a name and a value. Give one such as 'Authorization: Bearer …'.\n",
  });
});

test('verify says that the authorization is missing if the server refuses nearly every request', async () => {
  const url = await listen((_, response) => void response.writeHead(401).end('{"detail":"Unauthorized"}'));
  const { code, out } = await verifyAll(url, ['--operations', 'GET /events*']);
  expect(code).toBe(1);
  expect(out).toMatch(
    /failed: missing authorization: (\d+) of \1 replies are 401 or 403\. Give -H 'Authorization: …'\n/,
  );
  expect(out).toMatch(/\n0 differences, /);
});

test.each([401, 403])('verify ends at once if GET /tracker answers %i', async (status) => {
  let count = 0;
  const url = await listen((_, response) => {
    count += 1;
    response.writeHead(status).end('<html>');
  });
  const { code, out } = await verify(url);
  expect(code).toBe(1);
  expect(out).toContain(
    `failed: missing authorization: GET /tracker answered ${status}. Give -H 'Authorization: …', or choose other operations with --operations\n`,
  );
  expect(out).toContain('\n0 differences, 0 known differences, 1 request\n');
  expect(count).toBe(1);
});

test.each([
  [404, { 'content-type': 'text/html; charset=utf-8' }, '<html>', 'text/html'],
  [404, { 'content-type': 'application/json' }, '{"detail":"Not Found"}', 'application/json'],
  [200, { 'content-type': 'text/html' }, '<html>', 'text/html'],
  [200, {}, '', 'no content type'],
  [302, { location: 'https://login.test/in?as=s3cret' }, '', 'Location: https://login.test/in?as=***'],
  [304, {}, '', 'Location: none'],
])('verify does not start if GET /tracker answers %i with %j and %j', async (status, headers, body, detail) => {
  let count = 0;
  const url = await listen((_, response) => {
    count += 1;
    response.writeHead(status, headers).end(body);
  });
  expect(await verify(`${url}/base/`, ['-H', 'X-Key: s3cret'])).toEqual({
    code: 2,
    out: '',
    err: `Failed to verify the server: GET ${url}/base/tracker answered ${status} (${detail}): this is not the API. Check host, port and base path.\n`,
  });
  expect(count).toBe(1);
});

const HTML = { 'content-type': 'text/html' };

test.each([
  [['/events*'], 404, HTML, '<html>', '/events/[^ ]+ answered 404 (text/html)'],
  [['GET /events'], 404, HTML, '<html>', '/events answered 404 (text/html)'],
  [['GET /agents'], 200, HTML, '<html>', '/agents answered 200 (text/html)'],
  [['GET /events'], 302, { location: '/login' }, '', '/events answered 302 (Location: /login)'],
  [['GET /events'], 404, {}, '{"detail":"Not Found"}', '/events answered 404 (no content type)'],
  [['GET /events'], 404, {}, '{"error":"no route"}', '/events answered 404 (no content type)'],
  [['PUT *', '--write', '--tracker', 'a'], 404, {}, '[]', '/tracker/a answered 404 (no content type)'],
])(
  'verify --operations %j ends at the second reply with %i, %j and %j',
  async (args, status, headers, body, second) => {
    let count = 0;
    const url = await listen((_, response) => {
      count += 1;
      response.writeHead(status, headers).end(body);
    });
    const { code, out, err } = await verifyAll(url, ['--operations', ...args]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    const [first = '', next] = err
      .replaceAll(url, '')
      .replace(/(?<=\/events\/)\S+/, '[^ ]+')
      .split(', and GET ');
    expect(first).toMatch(/^Failed to verify the server: GET \/tracker answered \d+ \([^)]+\)$/);
    expect(next).toBe(`${second}: this is not the API. Check host, port and base path.\n`);
    expect(count).toBe(2);
  },
);

test('verify goes on after errors of the server, and ends at the next reply that is not of the API', async () => {
  let count = 0;
  const url = await listen((_, response) => {
    count += 1;
    response.writeHead(count === 2 ? 500 : count === 3 ? 401 : 404).end('<html>');
  });
  expect((await verifyAll(url, ['--operations', '/events*'])).code).toBe(2);
  expect(count).toBe(4);
});

test('verify takes a stream of events for a reply of the API', async () => {
  const url = await listen(({ url: target = '' }, response) => {
    if (target.startsWith('/tasks/')) response.writeHead(200, { 'content-type': 'text/event-stream' }).end();
    else response.writeHead(404).end('<html>');
  });
  const { code, err } = await verifyAll(url, ['--operations', 'GET /tasks/{task_id}/stream']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
});

test('verify does without the list of the trackers if their operations are left out', async () => {
  const { url } = await startProvider({
    spoil({ url: { pathname } }, reply) {
      if (pathname === '/tracker') Object.assign(reply, { status: 404, body: '<html>' });
    },
  });
  expect((await verifyAll(url, ['--operations', 'GET /events/*'])).code).toBe(0);
});

test('verify names the status if the server cannot list its trackers', async () => {
  const { url } = await startProvider({
    spoil({ url: { pathname } }, reply) {
      if (pathname === '/tracker') Object.assign(reply, { status: 500, body: 'Internal Server Error' });
    },
  });
  const { code, out } = await verifyAll(url, ['--operations', 'GET /tracker']);
  expect(code).toBe(1);
  expect(out).toContain('failed: no test data: GET /tracker answered 500, so that the list rules were not checked\n');
});

test('verify says that a server does not speak TLS', async () => {
  const { url } = await startProvider();
  expect(await verify(url.replace('http:', 'https:'))).toEqual({
    code: 2,
    out: '',
    err: 'Failed to verify the server: no reply to GET /tracker?limit=10000: the server does not speak TLS. Use http://.\n',
  });
});

test('verify says that there is no test data if the server has no tracker', async () => {
  const { url } = await startProvider({ mock: createTrackerMock({ fixtures: {}, events: 'strict' }) });
  const { code, out } = await verify(url);
  expect(code).toBe(1);
  expect(out).toContain(
    'failed: no test data: GET /tracker lists no tracker, so that the list rules were not checked\n',
  );
  expect(out).toMatch(/\n0 differences, /);
});

test('verify does not start if the server does not answer', async () => {
  const url = await listen((_, response) => void response.destroy());
  expect(await verify(url)).toEqual({
    code: 2,
    out: '',
    err: 'Failed to verify the server: no reply to GET /tracker?limit=10000: socket hang up. Give the address of a running server.\n',
  });
});

test('verify ends if the server stops answering', async () => {
  let count = 0;
  const { url, requests } = await startProvider({
    spoil() {
      count += 1;
      if (count > 20) throw new Error('down');
    },
  });
  const { code, out } = await verify(url);
  expect(code).toBe(1);
  expect(out).toContain('GET /events/{event_id}: no reply: socket hang up\n');
  expect(out).toContain('failed: the server stopped answering: no reply to 5 requests in a row. Not all cases ran\n');
  // The first one was sent once more, since the connection had been idle.
  expect(requests).toHaveLength(26);
});

test('verify ends before the first case if it is interrupted then', async () => {
  const { url } = await startProvider();
  expect(await verify(url, [], AbortSignal.abort())).toEqual({
    code: 2,
    out: '',
    err: 'Failed to verify the server: interrupted before the first case.\n',
  });
});

test('verify repeats requests after 429 and what gateways answer, and says how often', async () => {
  let count = 0;
  const { url } = await startProvider({
    spoil(_, reply) {
      count += 1;
      if (count % 20 === 0) Object.assign(reply, { status: 502 + (count % 3), headers: {}, body: '' });
      if (count % 50 === 1) Object.assign(reply, { status: 429, headers: { 'retry-after': '0' }, body: '' });
    },
  });
  const { code, out } = await verify(url, ['--rate', '1000/s']);
  expect(code).toBe(0);
  for (const status of [429, 502, 503, 504]) {
    expect(out).toMatch(new RegExp(`\nnote: sent \\d+ requests again after ${status}\n`));
  }
});

test('verify says of which operations nothing was checked, since every request was refused', async () => {
  const { url } = await startProvider({
    spoil({ method }, reply) {
      if (method === 'PUT') Object.assign(reply, { status: 403, headers: {}, body: '{"detail":"Forbidden"}' });
    },
    redirect: ({ method, body }) => (method === 'PUT' ? { body: '{' } : { body }),
  });
  const { code, out } = await verify(url, ['--write', '--tracker', TRACKER]);
  expect(code).toBe(1);
  expect(out).toMatch(
    /\nfailed: missing authorization for PUT \/tracker\/\{tracker_id\}: all \d+ replies are 401 or 403\. Give -H 'Authorization: …', or choose others with --operations\n/,
  );
  expect(out).toMatch(/\n0 differences, /);
});

test('verify notes single replies with 401 or 403', async () => {
  const { url } = await startProvider({
    spoil({ url: { search } }, reply) {
      if (search === '?limit=2&page_number=1') Object.assign(reply, { status: 401, headers: {}, body: '' });
    },
  });
  const { code, out } = await verify(url);
  expect(code).toBe(0);
  expect(out).toMatch(/\nnote: 1 of \d+ replies to GET \/tracker are 401 or 403, and were not checked\n/);
});

test('verify puts the tracker back after an interruption', async () => {
  const controller = new AbortController();
  const { url, mock } = await startProvider({
    spoil({ body }) {
      if (body.includes('VERIFY AFTER')) controller.abort();
    },
  });
  const read = (): string =>
    mock.handle({ method: 'GET', target: `/tracker/${TRACKER}`, headers: {}, body: new Uint8Array() }).body;
  const { status, status_reason: reason } = JSON.parse(read()) as Record<string, unknown>;
  const args = ['--write', '--tracker', TRACKER, '-H', 'Authorization: Bearer s3cret'];
  const { code, out, err } = await verify(url, args, controller.signal);
  expect(code).toBe(1);
  const body = JSON.stringify({ status, status_reason: reason });
  expect(err).toBe(
    'Stopping after the present request, and putting 1 tracker back. Another Ctrl-C ends at once, without that; then do it with\n' +
      `  curl -i --path-as-is -X PUT '${url}/tracker/${TRACKER}' -H 'content-type: application/json' -H 'authorization: ***' --data-binary '${body}'\n`,
  );
  expect(out).toContain('failed: interrupted: not all cases ran\n');
  expect(out).toContain(`note: put back status and reason of the tracker ${TRACKER}\n`);
  expect(JSON.parse(read())).toMatchObject({ status, status_reason: reason });
});

test('verify says how to put a tracker back if it could not', async () => {
  let isBroken = false;
  const { url } = await startProvider({
    spoil({ method, body }, reply) {
      if (body.includes('VERIFY BEFORE')) isBroken = true;
      if (isBroken && method === 'PUT') Object.assign(reply, { status: 500, headers: {}, body: '' });
    },
    redirect: ({ method, body }) => (isBroken && method === 'PUT' && !body.includes('VERIFY') ? { body: '{}' } : {}),
  });
  const { code, out } = await verify(url, ['--write', '--tracker', TRACKER]);
  expect(code).toBe(1);
  expect(out).toContain(
    `failed: the tracker ${TRACKER} was not put back: status 500. Do it with curl -i --path-as-is -X PUT '${url}/tracker/${TRACKER}'`,
  );
});

test('verify stops before it changes anything if a tracker does not exist', async () => {
  const { url, requests } = await startProvider();
  const { code, err } = await verify(url, ['--write', '--tracker', 'no-such-tracker']);
  expect({ code, err }).toEqual({
    code: 2,
    err: 'Failed to read the tracker "no-such-tracker" before updating it: status 404. Give --tracker the id of a tracker of the server.\n',
  });
  expect(requests.filter((line) => line.startsWith('PUT'))).toEqual([]);
});

test('verify notes that other clients changed trackers, if there are differences', async () => {
  let isChanged = false;
  const { url } = await startProvider({
    spoil({ url: { pathname } }, reply) {
      if (isChanged) reply.body = reply.body.replaceAll('"COMPLETED"', '"CHANGED"');
      if (pathname !== '/no-such-path') return;
      isChanged = true;
      reply.status = 200;
    },
  });
  const { code, out } = await verifyAll(url, ['--case', '3e9831b7']);
  expect(code).toBe(1);
  expect(out).toContain(
    'note: other clients changed 2 trackers during the run, from which differences may come: verify a server that nobody else uses\n',
  );
});
