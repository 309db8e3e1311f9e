import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createTrackerMock } from '../../src/index.ts';
import { listen } from '../conformance/listen.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { startProvider, TRACKER, verify, verifyAll } from './run-verify.ts';

// Differences in what a server answers besides its trackers, and servers with another contract.

function listDifferences(out: string): string[] {
  const { differences } = JSON.parse(out) as { differences: { what: string }[] };
  return differences.map(({ what }) => what);
}

test('verify finds errors with another location, another allow header or other words', async () => {
  const { url } = await startProvider({
    spoil({ method, url: { pathname } }, reply) {
      if (pathname === '/tracker/') reply.headers['location'] = '/trackers';
      if (method === 'HEAD') reply.headers['allow'] = 'GET, POST';
      if (pathname === '/no-such-path') reply.body = 'nothing here';
      if (pathname === '/tracker/no-such-id') reply.body = '"unknown"';
    },
  });
  const tracker = await verifyAll(url, ['--json', '--operations', '/tracker*']);
  expect(listDifferences(tracker.out)).toEqual([
    expect.stringMatching(/^the error is 404 "unknown", where 404 \{"message":/) as string,
    'allow is GET, POST, where GET is expected',
    'the location is /trackers, where /tracker is expected',
  ]);
  const path = await verifyAll(url, ['--json', '--case', '3e9831b7']);
  expect(listDifferences(path.out)).toEqual([
    'the error is 404 nothing here, where 404 {"detail":"Not Found"} is expected',
  ]);
});

test('verify finds an order and a list of events that fail', async () => {
  const { url } = await startProvider({
    spoil({ url: { searchParams } }, reply) {
      const fails = searchParams.get('order_by') === 'status_reason' || searchParams.get('task_id') === 'no-such-task';
      if (fails) Object.assign(reply, { status: 500, headers: {}, body: '' });
    },
  });
  const { code, out } = await verify(url, ['--json']);
  expect(code).toBe(1);
  expect(listDifferences(out)).toEqual([
    'status 500, where 200 is expected: 500',
    'status 500, where 200 is expected: 500',
  ]);
});

test('verify takes another revision of the contract', async () => {
  const { paths, ...rest } = JSON.parse(readFileSync('openapi.json', 'utf8')) as {
    paths: Record<string, Record<string, object>>;
  };
  // With another name for the id.
  const item = JSON.parse(JSON.stringify(paths['/tracker/{tracker_id}']).replaceAll('tracker_id', 'id')) as object;
  const contract = { ...rest, paths: { '/tracker/{id}': item, '/tracker': paths['/tracker'] } };
  const path = join(createTemporaryFolder({ 'contract.json': contract }), 'contract.json');
  const mock = createTrackerMock({ contract, events: 'strict' });
  const { url, requests } = await startProvider({ mock });
  const { code, out } = await verifyAll(url, ['--contract', path, '--write', '--tracker', TRACKER]);
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('\n0 differences, ') as string });
  expect(requests.filter((line) => line === `PUT /tracker/${TRACKER}`).length).toBeGreaterThan(50);
});

test('verify --dry-run prints what could not be read', async () => {
  const url = await listen((_, response) => void response.end('{}'));
  const { code, out } = await verifyAll(url, ['--dry-run', '--operations', 'GET /tracker']);
  expect(code).toBe(0);
  expect(out).toContain(' with 0 trackers and 0 events as test data\nnote: GET /tracker?limit=10000 gives no list\n');
});

test('verify says how to put a tracker back if the server has stopped answering', async () => {
  let isDown = false;
  const { url } = await startProvider({
    spoil({ method, body }) {
      if (body.includes('VERIFY AFTER')) isDown = true;
      if (isDown && method === 'PUT') throw new Error('down');
    },
    redirect: ({ method, body }) => (isDown && method === 'PUT' ? { body: '{}' } : { body }),
  });
  const { code, out } = await verifyAll(url, ['--operations', 'PUT /tracker*', '--write', '--tracker', TRACKER]);
  expect(code).toBe(1);
  expect(out).toContain(`\nfailed: the tracker ${TRACKER} was not put back: socket hang up. Do it with curl `);
});
