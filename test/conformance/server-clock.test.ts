import { createTrackerMock } from 'agentex-tracker-mock';
import { expect, test } from 'vitest';
import { listStateCases } from '../../src/conformance/list-state-cases.ts';
import { runVerify } from '../../src/conformance/run-verify.ts';
import { createServerClock } from '../../src/conformance/server-clock.ts';
import type { VerifyData } from '../../src/conformance/verify-data.ts';
import type { Sender } from '../../src/conformance/verify-sender.ts';
import type { TrackerMock } from '../../src/index.ts';

const OLD = '2026-08-18T20:28:14.5Z';
const LATER = '2026-08-18T21:00:00.5Z';

function createData(...times: readonly (string | null)[]): VerifyData {
  const trackers = times.map((time, index) => ({ id: `tracker-${index}`, created_at: OLD, updated_at: time }));
  return { trackers, events: [], unlisted: new Set(), repaired: new Set(), isWhole: true, notes: [] };
}

/** What a run with these replies, at an hour past the latest, says about updates that kept the time. */
function findExcuse(data: VerifyData, ...seen: readonly (readonly [tracker: string, time: string | null])[]): unknown {
  const clock = createServerClock(data, () => Date.parse('2026-08-18T22:00:00Z') * 1000);
  for (const [tracker, time] of seen) clock.see(tracker, time);
  return clock.findExcuse();
}

test('a clock that sets one old time stands still', () => {
  const excuse = `the server's clock stands still at ${LATER}, so it was not checked which updates set updated_at`;
  expect(findExcuse(createData(OLD), ['tracker-0', LATER], ['tracker-0', LATER])).toBe(excuse);
  // In the next run the time is there from the start.
  expect(findExcuse(createData(LATER, OLD), ['tracker-0', LATER])).toBe(excuse);
});

test('a time that is never set, or set once at the time of the run, is a mistake', () => {
  expect(findExcuse(createData(OLD, LATER), ['tracker-0', OLD])).toBeUndefined();
  expect(findExcuse(createData(null), ['tracker-0', null])).toBeUndefined();
  expect(findExcuse(createData(OLD, 'yesterday'), ['tracker-0', 'yesterday'])).toBeUndefined();
  expect(findExcuse(createData(null), ['tracker-0', '2026-08-18T22:00:00.1Z'])).toBeUndefined();
});

test('a clock that sets several times does not stand still', () => {
  expect(findExcuse(createData(OLD), ['tracker-0', LATER], ['tracker-0', OLD])).toBeUndefined();
  expect(findExcuse(createData(OLD, OLD), ['tracker-0', LATER], ['tracker-1', LATER])).toContain('stands still');
});

/** Sends nothing: a server with the mock's state whose clock goes in steps of some milliseconds, with the time of the test. */
function createSteppingServer(mock: TrackerMock, step: number, now: () => number): Sender {
  let last: unknown;
  let shown = '';
  const met = { sent: 0, unauthorized: 0, repeated: new Map<number, number>(), took: 0, slowest: 0 };
  return {
    met,
    send(request) {
      const { status, body } = mock.handle(request);
      if (status !== 200) return Promise.resolve({ status: Number(status), headers: {}, body });
      const row = JSON.parse(body) as Record<string, unknown>;
      if (row['updated_at'] !== last) shown = new Date(Math.floor(now() / step) * step).toISOString();
      last = row['updated_at'];
      return Promise.resolve({
        status,
        headers: {},
        body: JSON.stringify({ ...row, updated_at: shown }),
      });
    },
  };
}

test.each([
  ['milliseconds', 1, 500],
  ['whole seconds', 1000, 20_000],
])('a server whose clock goes in %s does not differ', async (_, step, most) => {
  const mock = createTrackerMock({ events: 'strict' });
  const read = (target: string): unknown =>
    JSON.parse(mock.handle({ method: 'GET', target, headers: {}, body: new Uint8Array() }).body);
  const trackers = read('/tracker') as VerifyData['trackers'];
  const data = { ...createData(), trackers };
  let now = Date.parse('2030-01-01T00:00:00.123Z');
  const begun = now;
  const timer = {
    now: () => now,
    // The mocks' own times need a moment, too.
    async sleep(milliseconds: number) {
      now += milliseconds;
      await new Promise((resolve) => void setTimeout(resolve, 2));
    },
  };
  const access = { trackers: [String(trackers[0]?.['id'])], mayMoveCursor: false };
  const { contract } = mock;
  const clock = createServerClock(data, () => now * 1000);
  const run = await runVerify({
    contract,
    cases: listStateCases(contract, data, access, true, clock),
    access,
    sender: createSteppingServer(mock, step, () => now),
    mock: createTrackerMock({ events: 'strict' }),
    clock,
    timer,
  });
  expect(run).toMatchObject({ differences: [], excuses: [] });
  expect(run.ran.size).toBe(27);
  expect(now - begun).toBeLessThan(most);
});
