import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TrackerMock } from '../../src/index.ts';
import { createTrackerMock } from '../../src/index.ts';
import { createSmallWorld } from '../setup.ts';
import { toParameters } from './runs.ts';
import type { Step } from './step.ts';
import { SESSIONS, sendUpdate, steps, takeStep, updates } from './step.ts';

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

test('a reset brings the start back, whatever happened', async () => {
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

test('a restore brings the snapshot back, whatever happened before and since', async () => {
  await fc.assert(
    fc.asyncProperty(steps, steps, async (before, since) => {
      const mock = createTickingMock();
      await takeAll(mock, before);
      await mock.session('a').state.snapshot('kept');
      const kept = await show(mock, 'a');
      await takeAll(mock, since);
      await mock.session('a').state.restore('kept');
      expect(await show(mock, 'a')).toBe(kept);
    }),
    toParameters(),
  );
});

test('what happens in one session changes no other', async () => {
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

test('what is refused changes nothing', async () => {
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

test('updates never move a cursor back', async () => {
  await fc.assert(
    fc.asyncProperty(updates, async (taken) => {
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

test('the journal replayed in its order gives the same world', async () => {
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
