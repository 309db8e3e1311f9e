import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { countCoverage } from '../../src/coverage/coverage-summary.ts';
import { listElements } from '../../src/coverage/list-elements.ts';
import type { CoverageTally } from '../../src/coverage/tally.ts';
import { createTally } from '../../src/coverage/tally.ts';
import type { TrackerMock } from '../../src/index.ts';
import { createTrackerMock } from '../../src/index.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { SMALL_CONTRACT } from './small-contract.ts';

const TRACKERS = [
  { id: 't-1', status: 'RUNNING' },
  { id: 't-2', status: null },
];

interface Counted {
  readonly mock: TrackerMock;
  readonly tally: CoverageTally;
  readonly send: (...requests: readonly (readonly [target: string, init?: RequestInit])[]) => Promise<void>;
  /** The labels of a kind that are covered. */
  readonly covered: (kind: string) => string[];
  readonly totals: () => Record<string, string>;
}

function count(contract: string = SMALL_CONTRACT, trackers: readonly object[] = TRACKERS): Counted {
  const file = join(createTemporaryFolder({ 'contract.yaml': contract }), 'contract.yaml');
  const mock = createTrackerMock({ contract: file, fixtures: { trackers } as never });
  const tally = createTally(mock.contract);
  mock.onExchange((exchange) => tally.add(exchange));
  const elements = listElements(mock.contract);
  return {
    mock,
    tally,
    async send(...requests) {
      for (const [target, init] of requests) await mock.fetch(new Request(`http://mock.test${target}`, init));
    },
    covered: (kind) =>
      elements.filter((element) => element.kind === kind && tally.hits().has(element.key)).map(({ label }) => label),
    totals: () =>
      Object.fromEntries(
        countCoverage(elements, tally.hits()).map(({ kind, covered, total }) => [kind, `${covered}/${total}`]),
      ),
  };
}

function put(body: unknown, headers: Record<string, string> = {}): RequestInit {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { method: 'PUT', headers: { 'content-type': 'application/json', ...headers }, body: text };
}

describe('what can be covered', () => {
  test('is what a request or a declared reply of the small contract can have, as counted by hand', () => {
    // Alternatives: the body valid and invalid, its status present, omitted, string and null; the limit present, omitted, valid, invalid and
    // integer, as a text is never null; the reply's status present, omitted, string, RUNNING, DONE and null. The schema Unused counts for nothing.
    expect(count().totals()).toEqual({
      operations: '0/2',
      statuses: '0/4',
      observed: '0/1',
      parameters: '0/2',
      'media-types': '0/3',
      members: '0/3',
      alternatives: '0/17',
    });
  });
});

describe('what an exchange covers', () => {
  test('GET /tracker covers its status, and what the reply has', async () => {
    const { send, covered, totals } = count();
    await send(['/tracker']);
    expect(totals()).toEqual({
      operations: '1/2',
      statuses: '1/4',
      observed: '0/1',
      parameters: '0/2',
      'media-types': '1/3',
      members: '2/3',
      alternatives: '5/17',
    });
    expect(covered('operations')).toEqual(['GET /tracker']);
    expect(covered('statuses')).toEqual(['GET /tracker: status 200']);
    expect(covered('members')).toEqual(['Tracker.id', 'Tracker.status']);
    expect(covered('alternatives')).toEqual([
      'Tracker.status: present',
      'Tracker.status: string',
      'Tracker.status: "RUNNING"',
      'Tracker.status: null',
      'GET /tracker: query parameter limit: omitted',
    ]);
  });

  test('PUT /tracker/{tracker_id} covers what the client sent, a body without a member as well', async () => {
    const { send, covered } = count();
    await send(['/tracker/t-1', put({})]);
    expect(covered('parameters')).toEqual(['PUT /tracker/{tracker_id}: path parameter tracker_id']);
    expect(covered('alternatives')).toEqual([
      'PUT /tracker/{tracker_id}: request body: valid',
      'PUT /tracker/{tracker_id}: request body.status: omitted',
      'Tracker.status: present',
      // The API sets an omitted status to null.
      'Tracker.status: null',
    ]);
    await send(['/tracker/t-1', put({ status: null })]);
    expect(covered('alternatives')).toContain('PUT /tracker/{tracker_id}: request body.status: null');
    expect(covered('media-types')).toContain('PUT /tracker/{tracker_id}: request body as application/json');
  });

  test('PUT /tracker/{tracker_id} with an invalid body covers the status and the alternative invalid, not the members', async () => {
    const { send, covered } = count();
    await send(['/tracker/t-1', put({ status: 5 })], ['/tracker/t-1', put('{')], ['/tracker/t-1', { method: 'PUT' }]);
    expect(covered('statuses')).toEqual(['PUT /tracker/{tracker_id}: status 422']);
    expect(covered('members')).toEqual([]);
    expect(covered('alternatives')).toEqual(['PUT /tracker/{tracker_id}: request body: invalid']);
  });

  test('GET /tracker with a parameter covers whether it is valid', async () => {
    const { send, covered } = count(SMALL_CONTRACT, []);
    await send(['/tracker?limit=0']);
    expect(covered('alternatives')).toEqual([
      'GET /tracker: query parameter limit: present',
      'GET /tracker: query parameter limit: invalid',
    ]);
    await send(['/__session/a/tracker?limit=1']);
    expect(covered('alternatives')).toEqual([
      'GET /tracker: query parameter limit: present',
      'GET /tracker: query parameter limit: valid',
      'GET /tracker: query parameter limit: invalid',
      'GET /tracker: query parameter limit: integer',
    ]);
  });

  test('an observed status covers itself alone', async () => {
    const { send, totals, covered } = count();
    await send(['/tracker/t-9', put({ status: 'DONE' })]);
    expect(covered('observed')).toEqual(['PUT /tracker/{tracker_id}: status 404']);
    expect(totals()).toMatchObject({ operations: '0/2', observed: '1/1', parameters: '0/2', alternatives: '0/17' });
  });

  test('nothing is covered by requests without an operation, broken connections, statuses and bodies that the contract does not declare', async () => {
    const { mock, send, totals } = count();
    const before = totals();
    await send(['/nowhere'], ['/'], ['/tracker', { headers: { prefer: 'code=503' } }]);
    const broken = new Request('http://mock.test/tracker', { headers: { prefer: 'fault=connection-reset-by-peer' } });
    await expect(mock.fetch(broken)).rejects.toThrow(TypeError);
    await send(['/tracker', { headers: { prefer: 'fault=contract-violation' } }]);
    expect(totals()).toEqual(before);
  });

  test('a stubbed reply counts as one of the server if the contract declares it', async () => {
    const { mock, send, covered } = count();
    await mock.session().stub({
      match: { operation: 'GET /tracker' },
      reply: { status: 200, body: [{ id: 'stubbed', status: 'DONE' }] },
    });
    await send(['/tracker']);
    expect(covered('alternatives')).toContain('Tracker.status: "DONE"');
  });
});

describe('hits', () => {
  test('name the sessions that covered a part, the first twenty', async () => {
    const { send, tally } = count();
    for (let index = 0; index < 25; index += 1) await send([`/__session/test-${index}/tracker`]);
    const hit = tally.hits().get('operations /paths/~1tracker/get');
    expect(hit?.count).toBe(25);
    expect([...(hit?.sessions ?? [])]).toEqual(Array.from({ length: 20 }, (_, index) => `test-${index}`));
  });
});
