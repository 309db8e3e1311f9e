import { createTrackerMock } from 'agentex-tracker-mock';
import { expect, test, vi } from 'vitest';
import { planVerify } from '../../src/conformance/plan-verify.ts';
import { repairRow } from '../../src/conformance/repair-row.ts';
import { readVerifyData } from '../../src/conformance/verify-data.ts';
import { createSender } from '../../src/conformance/verify-sender.ts';
import { startProvider } from '../cli/run-verify.ts';
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
  const cases = planVerify({ contract, data, access, operations: [], isStrict: true });
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
  const closed = createSender({ url: 'http://127.0.0.1:1', headers: {} });
  expect((await readVerifyData(contract, createSender({ url, headers: {} }))).notes).toEqual([
    'GET /tracker?limit=13 gives no list: status 200',
  ]);
  expect((await readVerifyData(contract, closed)).notes[0]).toContain('gives no list: connect ECONNREFUSED');
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
