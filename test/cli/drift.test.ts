import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { DRIFT_OBJECTS } from '../../src/budgets.ts';
import { createTrackerMock } from '../../src/index.ts';
import { listen } from '../conformance/listen.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { drift, listDifferences } from './run-drift.ts';
import type { DraftReply } from './run-verify.ts';
import { startProvider } from './run-verify.ts';

/** Starts a server that does what the mock does, and spoils each object of a reply. */
async function startSpoiled(spoil: (item: Record<string, unknown>, path: string) => void): Promise<string> {
  const { url } = await startProvider({
    spoil(request, reply) {
      const value: unknown = reply.body === '' ? undefined : JSON.parse(reply.body);
      const items = reply.status === 200 ? [value ?? []].flat() : [];
      for (const item of items) spoil(item as Record<string, unknown>, request.url.pathname);
      if (value !== undefined) reply.body = JSON.stringify(value);
    },
  });
  return url;
}

async function startBroken(spoil: (path: string, search: URLSearchParams, reply: DraftReply) => void): Promise<string> {
  const { url } = await startProvider({
    spoil: (request, reply) => spoil(request.url.pathname, request.url.searchParams, reply),
  });
  return url;
}

test('drift finds nothing between the mock and a server that does the same', async () => {
  const { url, requests } = await startProvider();
  const { code, out, err } = await drift('mock', url);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^A {2}mock\nB {2}http\S+\n\n0 breaking, 0 warnings, 0 information, \d{3} cases compared\n$/);
  expect(new Set(requests.map((request) => request.split(' ')[0]))).toEqual(new Set(['GET', 'HEAD', 'OPTIONS']));
});

test('drift finds the shapes that a server has changed, by severity', async () => {
  const url = await startSpoiled((item, path) => {
    if (path.startsWith('/tracker/')) delete item['created_at'];
    if (path === '/tracker') item['priority'] = 1;
    if (path === '/tracker' && typeof item['updated_at'] === 'string') {
      item['updated_at'] = item['updated_at'].replace('Z', '');
    }
    if (path === '/events') item['sequence_id'] = String(item['sequence_id']);
    if (path.startsWith('/events/')) delete item['created_at'];
    if (path.startsWith('/events/')) item['task_id'] = null;
  });
  const result = await drift('mock', url);
  expect(result.code).toBe(1);
  expect(listDifferences(result)).toEqual([
    'breaking GET /tracker 200 body[].updated_at: date-time without zone in B, date-time in A',
    'breaking GET /events 200 body[].sequence_id: string in B, integer in A',
    'breaking GET /tracker/{tracker_id} 200 body.created_at: missing in B; every object of A has it',
    'breaking GET /events/{event_id} 200 body.task_id: null only in B; the contract does not allow it',
    'warning GET /tracker 200 body[].priority: only in B; the contract does not declare it',
    'warning GET /events/{event_id} 200 body.created_at: missing in B; every object of A has it',
  ]);
  expect(result.out).toContain(`\n             curl -i --path-as-is '${url}/tracker/`);
});

test('drift finds statuses, media types and headers that a server has changed', async () => {
  const url = await startBroken((path, search, reply) => {
    if (path === '/no-such-path') reply.headers['content-type'] = 'text/html';
    if (path === '/tracker' && search.get('limit') === '0') Object.assign(reply, { status: 200, body: '[]' });
    if (path === '/tracker' && reply.status === 405) delete reply.headers['allow'];
    if (path === '/events' && reply.status === 422) reply.status = 500;
    if (path.startsWith('/tracker/') && reply.status === 200) reply.body = '<html>';
    reply.headers['x-team'] = 'blue';
    reply.headers['x-request-id'] = 'r-1';
  });
  const result = await drift('mock', url);
  expect(listDifferences(result).filter((line) => !line.includes('x-team'))).toEqual([
    'breaking GET /events status: 500 in B, 422 in A',
    'breaking GET /no-such-path 404 header content-type: text/html in B, application/json in A',
    'breaking GET /tracker/{tracker_id} 200 body: is not JSON in B',
    'warning GET /tracker status: 200 in B, 422 in A',
    'warning GET /tracker 405 header allow: missing in B; every reply of A has it',
  ]);
  expect(result.out).toContain('information  GET /tracker 200  header x-team: only in B\n');
  expect(result.out).not.toContain('x-request-id');
});

test('drift finds a list that ignores filter, limit and order', async () => {
  const { url } = await startProvider({
    redirect: ({ target }) => ({ target: target.replaceAll(/(task_id|limit|page_number|order_by)=/g, '$1x=') }),
  });
  const result = await drift('mock', url, ['--operations', 'GET /tracker']);
  expect(listDifferences(result)).toEqual(
    expect.arrayContaining([
      'breaking GET /tracker list: the filter task_id holds in A, but not in B',
      'breaking GET /tracker list: the limit of the parameter limit holds in A, but not in B',
      'breaking GET /tracker list: the pages make up the list in A, but not in B',
    ]),
  );
});

test('drift takes what the contract allows for a difference of the data', async () => {
  const url = await startSpoiled((item, path) => {
    if (path.startsWith('/tracker')) Object.assign(item, { status: null, status_reason: null });
  });
  const only = ['--operations', 'GET /tracker'];
  const result = await drift(url, 'mock', only);
  expect(result.code).toBe(0);
  expect(listDifferences(result).every((line) => line.startsWith('information '))).toBe(true);
  expect((await drift('mock', url, [...only, '--fail-on', 'information'])).code).toBe(1);
  expect((await drift('mock', url, [...only, '--fail-on', 'warning'])).code).toBe(0);
});

test('drift compares the operations that --operations selects, with ids that others show', async () => {
  const { url, requests } = await startProvider();
  const { code, out } = await drift(url, url, ['--operations', 'GET /tracker/{tracker_id}', '--json']);
  const report = JSON.parse(out) as { ok: boolean; compared: Record<string, number> };
  expect(code).toBe(0);
  expect(Object.keys(report.compared)).toEqual(['GET /no-such-path', 'GET /tracker/{tracker_id}']);
  expect(requests).toContain('GET /tracker');
});

test('drift notes operations whose ids neither side shows, and fails if no data was compared', async () => {
  const folder = createTemporaryFolder();
  const world = join(folder, 'empty.json');
  writeFileSync(world, '{"trackers":[]}');
  const { code, out } = await drift('mock', world);
  expect(code).toBe(1);
  expect(out).toContain('note: GET /tracker 200: the lists of B are empty\n');
  expect(out).toContain('note: GET /tracker/{tracker_id}: only with unknown ids, since B showed no tracker_id\n');
  expect(out).toContain(
    'failed: no data was compared: no operation has successful replies of both sides with something in them\n',
  );
});

test('drift fails if a server does not answer, and says why', async () => {
  const url = await listen((_, response) => void response.destroy());
  const { code, out } = await drift('mock', url);
  expect(code).toBe(1);
  expect(out).toMatch(/note: no reply of B: socket hang up \(\d+ times\)\n/);
  expect(out).toContain('failed: nothing was compared\n');
  expect(out).toContain('0 breaking, 0 warnings, 0 information, 0 cases compared\n');
});

test('drift takes a connection that breaks for one operation as a breaking difference', async () => {
  const mock = createTrackerMock();
  const url = await listen((request, response) => {
    const target = String(request.url);
    if (/^\/tracker\/./.test(target)) {
      response.destroy();
      return;
    }
    const reply = mock.handle({ method: String(request.method), target, headers: {}, body: new Uint8Array() });
    response.writeHead(Number(reply.status), reply.headers).end(reply.body);
  });
  const result = await drift('mock', url, ['--operations', '/tracker*']);
  expect(result.code).toBe(1);
  expect(listDifferences(result)).toEqual(['breaking GET /tracker/{tracker_id} status: no reply of B: socket hang up']);
});

test('drift says that the authorization is missing if a server refuses nearly every request', async () => {
  const url = await listen((_, response) => void response.writeHead(401).end('{"detail":"Unauthorized"}'));
  const { code, out } = await drift('mock', url);
  expect(code).toBe(1);
  expect(out).toMatch(/failed: missing authorization: (\d+) of \1 replies of http\S+ are 401 or 403\. Give -H 'Auth/);
  expect(out).toContain('\n0 breaking, ');
});

test('drift sends -H to both servers and --header-b to B alone, and shows their values nowhere', async () => {
  const seen: Record<string, unknown>[] = [{}, {}];
  const urls = await Promise.all(
    seen.map((headers) =>
      listen((request, response) => {
        Object.assign(headers, { token: request.headers['authorization'], team: request.headers['x-team'] });
        response.writeHead(404, { 'content-type': 'application/json' }).end(JSON.stringify(request.headers));
      }),
    ),
  );
  vi.stubEnv('TRACKER_MOCK_HEADER', 'X-Team: blue-team');
  const { out } = await drift(urls[0] ?? '', urls[1] ?? '', ['--header-b', 'Authorization: Bearer s3cret-token']);
  expect(seen).toEqual([
    { token: undefined, team: 'blue-team' },
    { token: 'Bearer s3cret-token', team: 'blue-team' },
  ]);
  expect(out).toContain("-H 'authorization: ***'");
  expect(out).not.toMatch(/s3cret|blue-team/);
});

test('drift notes that a server has more objects than it reads one by one', async () => {
  const [tracker] = (await createTrackerMock().session().state.get()).trackers ?? [];
  const trackers = Array.from({ length: DRIFT_OBJECTS + 1 }, (_, index) => ({ ...tracker, id: `tracker-${index}` }));
  const folder = createTemporaryFolder({ 'world.json': { trackers } });
  const { out } = await drift('mock', folder, ['--operations', 'GET /tracker']);
  expect(out).toContain(`note: /tracker: only ${DRIFT_OBJECTS} objects of ${folder} were read one by one\n`);
});

test('drift ends when it is interrupted, and fails', async () => {
  const controller = new AbortController();
  const url = await listen((_, response) => {
    controller.abort();
    response.end('[]');
  });
  const { code, out } = await drift('mock', url, [], controller.signal);
  expect(code).toBe(1);
  expect(out).toContain('failed: interrupted: not everything was compared\n');
});

test('drift writes its result as JUnit and CTRF, and as annotations', async () => {
  const folder = createTemporaryFolder();
  const [junit, ctrf, summary] = ['r.xml', 'r.json', 'summary.md'].map((name) => join(folder, name));
  vi.stubEnv('GITHUB_ACTIONS', 'true');
  vi.stubEnv('GITHUB_STEP_SUMMARY', summary ?? '');
  const url = await startSpoiled((item, path) => {
    if (path.startsWith('/tracker/')) delete item['created_at'];
    if (path === '/tracker') item['priority'] = 1;
  });
  const args = ['--operations', '/tracker*', '--junit', junit ?? '', '--ctrf', ctrf ?? ''];
  const { code, err } = await drift('mock', url, args);
  expect(code).toBe(1);
  const xml = readFileSync(junit ?? '', 'utf8');
  expect(xml).toContain('tests="4" failures="1"');
  expect(xml).toContain('name="GET /tracker/{tracker_id} looks the same"');
  expect(xml).toContain('<failure message="1 difference" type="drift">breaking: GET /tracker/{tracker_id} 200');
  expect(xml).toContain('warning: GET /tracker 200  body[].priority: only in B');
  expect(JSON.parse(readFileSync(ctrf ?? '', 'utf8'))).toMatchObject({ results: { summary: { tests: 4, failed: 1 } } });
  expect(err).toContain('::error title=tracker-mock%3A GET /tracker/{tracker_id} looks the same::');
  expect(readFileSync(summary ?? '', 'utf8')).toContain('❌ 1 difference');
});

test('drift does not fail because of a job summary that it cannot write', async () => {
  vi.stubEnv('GITHUB_ACTIONS', 'true');
  vi.stubEnv('GITHUB_STEP_SUMMARY', join(createTemporaryFolder(), 'none', 'summary.md'));
  const { code, err } = await drift('mock', 'mock', ['--operations', 'GET /tracker']);
  expect(code).toBe(0);
  expect(err).toMatch(/^warning: the job summary cannot be written: Error: ENOENT.*\n$/);
});

test.each([
  [['mokc', 'mock'], 'Failed to compare: "mokc" is neither a URL nor a file: did you mean "mock"?\n'],
  [['mock', 'http://user@127.0.0.1:1'], 'Failed to compare: the URL has a user name or a password.'],
  [['mock', 'mock', '--operations', 'PUT *'], 'Failed to select operations: "PUT *" matches no GET operation'],
  [['mock', 'mock', '--operations', '/trakcer'], 'did you mean "/tracker"?\n'],
  [['mock', 'mock', '--fail-on', 'braking'], 'There is no such severity: did you mean "breaking"?'],
  [['mock', 'mock', '--junit', '/no/such/folder/x.xml'], 'Failed to write the report'],
  [['mock', 'package.json'], 'Failed to load the fixtures: 17 problems.'],
  [['mock', 'mock', '--contract', 'no-such.json'], 'Failed to load the contract "no-such.json"'],
])('drift %j is refused', async ([a = '', b = '', ...args], message) => {
  const { code, out, err } = await drift(a, b, args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(message);
});
