import { createTrackerMock } from 'agentex-tracker-mock';
import { expect, test, vi } from 'vitest';
import { planVerify } from '../../src/conformance/plan-verify.ts';
import { repairRow } from '../../src/conformance/repair-row.ts';
import { createServerClock } from '../../src/conformance/server-clock.ts';
import { countChanged, readVerifyData } from '../../src/conformance/verify-data.ts';
import { createSender } from '../../src/conformance/verify-sender.ts';
import type { JsonObject } from '../../src/contract/document.ts';
import { startProvider, TRACKER } from '../cli/run-verify.ts';
import { listen } from './listen.ts';

vi.mock('../../src/budgets.ts', async (load) => ({
  ...(await load<object>()),
  VERIFY_TRACKERS: 13,
  VERIFY_EVENT_PAIRS: 2,
}));

const { contract } = createTrackerMock();

test('the lists are not compared if the server may have more trackers than were asked for', async () => {
  const { url, requests } = await startProvider();
  const data = await readVerifyData(contract, createSender({ url, headers: {} }));
  expect(requests.filter((line) => line.startsWith('GET /events?'))).toHaveLength(2);
  expect(data).toMatchObject({ isWhole: false, notes: [expect.stringContaining('13 trackers or more')] });
  const access = { trackers: [], mayMoveCursor: false };
  const clock = createServerClock(data, () => 0);
  const rest = { operations: [], isStrict: true, seed: '', headerNames: [], hasHealth: false };
  const cases = planVerify({ contract, data, access, clock, ...rest });
  expect(cases.filter(({ phase, operation }) => phase === 'list rules' && operation === 'GET /tracker')).toEqual([]);
});

test('rows that cannot be repaired, or have no id, are left out', async () => {
  const url = await listen((_, response) => void response.end('[7, {"agent_id": "a"}]'));
  const data = await readVerifyData(contract, createSender({ url, headers: {} }));
  expect(data.trackers).toEqual([]);
  expect(data.notes).toEqual(['2 of 2 rows break the contract so far that they cannot be compared']);
});

test('a list that is none is noted', async () => {
  const url = await listen((_, response) => void response.end('{}'));
  expect((await readVerifyData(contract, createSender({ url, headers: {} }))).notes).toEqual([
    'GET /tracker?limit=13 gives no list',
  ]);
});

test('what a server lists not, refuses or does not answer is noted', async () => {
  const mock = createTrackerMock();
  const get = (target: string): string =>
    mock.handle({ method: 'GET', target, headers: {}, body: new Uint8Array() }).body;
  const row = JSON.parse(get(`/tracker/${TRACKER}`)) as Record<string, string>;
  let count = 0;
  const url = await listen((request, response) => {
    const target = String(request.url);
    if (target.startsWith('/tracker?')) response.end('[]');
    else if (target.startsWith('/events?')) {
      count += 1;
      if (count === 1) response.writeHead(500).end();
      else response.destroy();
    } else response.end(get(target));
  });
  const read = async (): ReturnType<typeof readVerifyData> =>
    readVerifyData(contract, createSender({ url, headers: {} }), [TRACKER, 'unknown']);
  const first = await read();
  const query = `task_id=${row['task_id']}&agent_id=${row['agent_id']}`;
  expect(first).toMatchObject({ isWhole: false, trackers: [row], events: [{ id: row['last_processed_event_id'] }] });
  expect([...first.unlisted]).toEqual([row['last_processed_event_id']]);
  expect(first.notes).toEqual([
    `1 of 1 rows break the contract so far that they cannot be compared`,
    `GET /tracker does not list ${TRACKER}, unknown, so the rules of the list were not checked`,
    `GET /events?${query} has status 500`,
  ]);
  expect((await read()).notes[2]).toBe(`no reply to GET /events?${query}: socket hang up`);
});

test('a row is repaired member by member, or not at all', () => {
  const check = (value: unknown): { keyword: string; instancePath: string; schemaPath: string; params: object }[] =>
    (value as { a: unknown }).a === null
      ? []
      : [{ keyword: 'type', instancePath: '/a', schemaPath: '#/a', params: {} }];
  expect(repairRow({ a: 1, b: 2 }, ['b', 'a'], check as never)).toEqual({
    row: { a: null, b: 2 },
    repaired: new Set(['a']),
  });
  expect(repairRow({ a: 1, b: 2 }, ['b'], check as never)).toBeUndefined();
});

test('trackers that other clients change are counted, as far as the list can be read', async () => {
  const { url, mock } = await startProvider();
  const sender = createSender({ url, headers: {} });
  const list = JSON.parse(
    mock.handle({ method: 'GET', target: '/tracker', headers: {}, body: new Uint8Array() }).body,
  ) as JsonObject[];
  const rows = list.map((row) => ({ ...row }));
  const whole = {
    trackers: rows,
    events: [],
    unlisted: new Set(),
    repaired: new Set<string>(),
    isWhole: true,
    notes: [],
  };
  expect(await countChanged(contract, sender, whole, [])).toBe(0);
  const [first, second, ...others] = rows;
  const changed = [{ ...first, status: 'x' }, { ...second, status: 'x' }, ...others, { ...second, id: 'deleted' }];
  const written = [String(second?.['id'])];
  expect(await countChanged(contract, sender, { ...whole, trackers: changed }, written)).toBe(2);
  expect(await countChanged(contract, sender, { ...whole, isWhole: false }, [])).toBe(0);
  const broken = await listen((request, response) => {
    if (request.url?.includes('limit') === true) response.end('{}');
    else response.destroy();
  });
  expect(await countChanged(contract, createSender({ url: broken, headers: {} }), whole, [])).toBe(0);
  expect(await countChanged(contract, createSender({ url: 'http://127.0.0.1:1', headers: {} }), whole, [])).toBe(0);
});
