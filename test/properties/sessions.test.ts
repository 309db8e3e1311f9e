import * as fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import type { TrackerMock } from '../../src/index.ts';
import { createTrackerMock, startServer } from '../../src/index.ts';
import { createSmallWorld } from '../setup.ts';
import { countStep, THIRD_OF_RUNS, toParameters } from './runs.ts';
import type { Race, Step } from './step.ts';
import { moves, races, sendUpdate, SESSIONS, steps, takeStep, updates } from './step.ts';

function createTickingMock(): TrackerMock {
  return createTrackerMock({
    fixtures: createSmallWorld(),
    clock: { now: '2026-08-18T20:28:14Z', mode: 'ticking', step: 1000 },
  });
}

/** A session's whole world as one text: equal texts are equal worlds, in the same order. */
async function show(mock: TrackerMock, session: string): Promise<string> {
  return JSON.stringify(await mock.session(session).state.get());
}

async function takeAll(mock: TrackerMock, taken: readonly Step[]): Promise<void> {
  for (const step of taken) await takeStep(mock, step);
}

test('whatever happens to a mock, its worlds can be loaded as fixtures', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      const mock = createTickingMock();
      await takeAll(mock, taken);
      for (const session of SESSIONS) {
        const { trackers, events } = await mock.session(session).state.get();
        const again = createTrackerMock({ fixtures: { trackers: [...trackers], events: [...events] } });
        expect(await again.session().state.get()).toMatchObject({ trackers, events });
      }
    }),
    toParameters(),
  );
});

test('a reset restores the initial state, whatever happened', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.constantFrom(...SESSIONS), async (taken, session) => {
      const mock = createTickingMock();
      const start = await show(mock, session);
      await takeAll(mock, taken);
      await mock.session(session).reset();
      expect(await show(mock, session)).toBe(start);
      expect(await mock.session(session).requests()).toEqual([]);
    }),
    toParameters(),
  );
});

test('a deleted session starts anew, whatever happened', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.constantFrom(...SESSIONS), async (taken, session) => {
      const mock = createTickingMock();
      const start = await show(mock, session);
      await takeAll(mock, taken);
      mock.sessions.delete(session);
      expect(await show(mock, session)).toBe(start);
      expect(await mock.session(session).requests()).toEqual([]);
      expect(await mock.session(session).state.snapshots()).toEqual([]);
    }),
    toParameters(),
  );
});

test('a restore recovers the snapshot, whatever happened before and since', async () => {
  await fc.assert(
    fc.asyncProperty(steps, steps, async (before, since) => {
      const mock = createTickingMock();
      await takeAll(mock, before);
      await mock.session('a').state.snapshot('kept');
      const kept = await show(mock, 'a');
      // A session that is deleted takes its snapshots with it.
      const keeping = since.filter(({ kind, session }) => kind !== 'delete-session' || session !== 'a');
      await takeAll(mock, keeping);
      await mock.session('a').state.restore('kept');
      expect(await show(mock, 'a')).toBe(kept);
    }),
    toParameters(),
  );
});

test('changes in one session do not affect others', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      const mock = createTickingMock();
      const worlds = new Map<string, string>();
      for (const session of SESSIONS) worlds.set(session, await show(mock, session));
      for (const step of taken) {
        await takeStep(mock, step);
        worlds.set(step.session, await show(mock, step.session));
        for (const [session, world] of worlds) expect(await show(mock, session)).toBe(world);
      }
    }),
    toParameters(),
  );
});

test('refused requests change nothing', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      const mock = createTickingMock();
      for (const step of taken) {
        const before = await show(mock, step.session);
        const isDone = await takeStep(mock, step);
        expect(isDone ? before : await show(mock, step.session)).toBe(before);
      }
    }),
    toParameters(),
  );
});

test('updates never move a cursor back, whatever arrives between them', async () => {
  await fc.assert(
    fc.asyncProperty(moves, async (taken) => {
      const mock = createTickingMock();
      const reached = new Map<string, number>();
      for (const step of taken) {
        await takeStep(mock, step);
        const { trackers, events } = await mock.session('a').state.get();
        const sequences = new Map(events.map((event) => [event.id, event.sequence_id]));
        for (const { id, last_processed_event_id: cursor } of trackers) {
          const sequence = typeof cursor === 'string' ? (sequences.get(cursor) ?? 0) : 0;
          expect(sequence).toBeGreaterThanOrEqual(reached.get(id) ?? 0);
          reached.set(id, sequence);
        }
      }
    }),
    toParameters(),
  );
});

test('replaying the journal in order yields the same world', async () => {
  await fc.assert(
    fc.asyncProperty(updates, async (taken) => {
      const mock = createTickingMock();
      await takeAll(mock, taken);
      const journal = await mock.session('a').requests();
      expect(journal.map(({ id }) => Number(id))).toEqual(journal.map((_, index) => index + 1));
      const again = createTickingMock();
      for (const { path, request } of journal) {
        sendUpdate(again, 'a', decodeURIComponent(path.slice('/tracker/'.length)), request.body);
      }
      expect(await show(again, 'a')).toBe(await show(mock, 'a'));
    }),
    toParameters(),
  );
});

test('concurrent PUTs take effect in the order of the journal', async () => {
  const mock = createTickingMock();
  const server = await startServer(mock, { port: 0 });
  onTestFinished(() => server.close());
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(races, async (sent) => {
      const session = `race-${(runs += 1)}`;
      const replies = await Promise.all(sent.map(async (race) => sendRace(server.url, session, race)));
      const journal = await mock.session(session).requests();
      expect(journal).toHaveLength(sent.length);
      const again = createTickingMock();
      const statuses = journal.map(({ path, request }) =>
        sendUpdate(again, 'a', decodeURIComponent(path.slice('/tracker/'.length)), request.body),
      );
      expect(statuses).toEqual(journal.map(({ reply }) => reply.status));
      expect(count(statuses)).toEqual(count(replies));
      expect(await show(again, 'a')).toBe(await show(mock, session));
      mock.sessions.delete(session);
    }),
    toParameters(THIRD_OF_RUNS),
  );
});

/** How often there is each status. */
function count(statuses: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>([200, 400, 404].map((status) => [status, 0]));
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
  return counts;
}

async function sendRace(url: string, session: string, { id, body, delay }: Race): Promise<number> {
  countStep();
  const prefer = delay === undefined ? {} : { prefer: `delay=${delay}` };
  const response = await fetch(`${url}/tracker/${encodeURIComponent(id)}`, {
    method: 'PUT',
    headers: { 'x-mock-session': session, 'content-type': 'application/json', ...prefer },
    body,
  });
  await response.text();
  return response.status;
}
