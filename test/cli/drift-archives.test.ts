import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createTrackerMock } from '../../src/index.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { drift, listDifferences } from './run-drift.ts';
import { startProvider } from './run-verify.ts';

interface Entry {
  readonly method?: string;
  readonly url: string;
  readonly status?: number;
  readonly body?: unknown;
  readonly size?: number;
}

/** Returns an archive with these exchanges. */
function toHar(entries: readonly Entry[]): object {
  return {
    log: {
      entries: entries.map(({ method = 'GET', url, status = 200, body, size }) => ({
        request: { method, url: `http://api.test${url}` },
        response: {
          status,
          headers: [],
          content: {
            mimeType: 'application/json',
            text: body === undefined ? '' : JSON.stringify(body),
            ...(size !== undefined && { size }),
          },
        },
      })),
    },
  };
}

const TRACKER = {
  id: 'tracker-of-another-world',
  agent_id: 'agent-1',
  task_id: 'task-1',
  status: 'RUNNING',
  status_reason: null,
  last_processed_event_id: null,
  created_at: '2026-08-18T20:00:00Z',
  updated_at: null,
};

function write(...archives: readonly (readonly Entry[])[]): string[] {
  const files = archives.map((entries, index) => [`${index}.har`, toHar(entries)] as const);
  const folder = createTemporaryFolder(Object.fromEntries(files));
  return files.map(([name]) => join(folder, name));
}

test('drift sends the requests of an archive, with ids of the live side', async () => {
  const [har = ''] = write([
    { url: '/tracker?task_id=task-1', body: [TRACKER] },
    { url: `/tracker/${TRACKER.id}`, body: TRACKER },
    { url: '/tracker/unknown', status: 404, body: { message: 'x', code: 404, data: null } },
    { method: 'PUT', url: `/tracker/${TRACKER.id}`, body: TRACKER },
    { url: '/not-of-the-contract', status: 404, body: { detail: 'x' } },
    { url: '/__admin/requests', body: {} },
  ]);
  const { url, requests, mock } = await startProvider();
  const { code, out } = await drift(har, url);
  expect(code).toBe(0);
  expect(out).not.toMatch(/breaking {2}|warning {2}/);
  expect(out).toContain('note: PUT /tracker/{tracker_id}: not sent, since drift only reads\n');
  expect(out).toContain(`note: ${har}: one entry is not compared in full: it calls the control API of a mock\n`);
  expect(out).toContain('4 cases compared\n');
  const { trackers } = await mock.session().state.get();
  expect(trackers?.some(({ id }) => requests.includes(`GET /tracker/${id}`))).toBe(true);
  expect(requests).toContain('GET /tracker/unknown');
});

test('drift finds what an archive has, and the mock has not', async () => {
  const { created_at: _, ...incomplete } = TRACKER;
  const [har = ''] = write([
    { url: '/tracker', body: [{ ...incomplete, priority: 1 }] },
    { url: '/tracker?limit=0', status: 200, body: [] },
  ]);
  const forwards = await drift(har, 'mock');
  expect(listDifferences(forwards).filter((line) => !line.startsWith('information'))).toEqual([
    'breaking GET /tracker status: 422 in B, 200 in A',
    'breaking GET /tracker 200 body[].priority: missing in B; every object of A has it',
  ]);
  const backwards = await drift('mock', har);
  expect(listDifferences(backwards).filter((line) => !line.startsWith('information'))).toEqual([
    'breaking GET /tracker 200 body[].created_at: missing in B; every object of A has it',
    'warning GET /tracker status: 200 in B, 422 in A',
    'warning GET /tracker 200 body[].priority: only in B; the contract does not declare it',
  ]);
});

test('drift compares two archives: the statuses of the same requests, and the shapes of all', async () => {
  const [a = '', b = ''] = write(
    [
      { url: '/tracker', body: [TRACKER] },
      { method: 'PUT', url: '/tracker/t-1', body: TRACKER },
      { url: '/tracker/t-1', body: TRACKER },
      { url: '/agents', body: [] },
    ],
    [
      { url: '/tracker', status: 500, body: { detail: 'x' } },
      { method: 'PUT', url: '/tracker/t-2', body: { ...TRACKER, status: 5 } },
      { url: '/tracker/t-2', body: { ...TRACKER, id: 7 } },
    ],
  );
  const result = await drift(a, b);
  expect(listDifferences(result)).toEqual([
    'breaking GET /tracker status: 500 in B, 200 in A',
    'breaking PUT /tracker/{tracker_id} 200 body.status: integer in B, string in A',
    'breaking GET /tracker/{tracker_id} 200 body.id: integer in B, string in A',
  ]);
  expect(result.out).toContain('note: GET /agents 200: only in A\n');
});

test('drift compares only the status of a reply whose body an archive does not have', async () => {
  const [har = ''] = write([{ url: '/tracker', size: 100 }]);
  const { code, out } = await drift('mock', har);
  expect(code).toBe(0);
  expect(out).toContain('one entry is not compared in full: it has a reply whose body is not whole in the archive\n');
});

test('drift compares the exchanges of one address, and of the operations that are selected', async () => {
  const [har = ''] = write([
    { url: '/api/tracker', body: [TRACKER] },
    { url: '/api/agents', body: [5] },
  ]);
  const args = ['--base-url', 'http://api.test/api', '--operations', 'GET /tracker'];
  expect((await drift(har, har, args)).out).toContain('1 case compared\n');
  const { code, out } = await drift(har, har, ['--base-url', 'http://other.test']);
  expect(code).toBe(1);
  expect(out).toContain('note: ');
  expect(out).toContain('2 entries are not compared in full: each is for another address');
  expect(out).toContain('failed: nothing was compared\n');
});

test('drift compares a recorded world, whose stubs may break the connection', async () => {
  const folder = createTemporaryFolder({
    'world.json': {
      trackers: [TRACKER],
      stubs: [
        { match: { operation: 'GET /agents' }, reply: { status: 200, body: [] } },
        { match: { operation: 'GET /tracker/{tracker_id}' }, fault: 'connection-reset-by-peer' },
      ],
    },
  });
  const { code, out } = await drift(join(folder, 'world.json'), 'mock', ['--operations', '/tracker*']);
  expect(out).toMatch(/note: no reply of A: the connection breaks \(\d+ times\)\n/);
  expect(code).toBe(0);
  const agents = await drift('mock', folder, ['--operations', 'GET /agents']);
  expect(agents.out).toContain('note: GET /agents 200: the lists of B are empty\n');
});

test('drift reads an archive of the mock itself', async () => {
  const mock = createTrackerMock();
  await mock.fetch(new Request('http://mock.test/tracker?limit=2'));
  const folder = createTemporaryFolder({ 'traffic.har': await mock.session().har(), 'broken.har': '{"log":' });
  expect(await drift('mock', join(folder, 'traffic.har'), ['--fail-on', 'information'])).toMatchObject({ code: 0 });
  const { code, err } = await drift('mock', join(folder, 'broken.har'));
  expect(code).toBe(2);
  expect(err).toContain('Failed to read the archive');
});
