import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TrackerEvent } from '../../src/control/control-types.ts';
import type { EventQuery } from '../../src/trackers/event-index.ts';
import type { World } from '../../src/trackers/world.ts';
import { createWorld } from '../../src/trackers/world.ts';

// An id that ends in a digit, and one that begins with a space: the pairs must not be confused.
const task = fc.constantFrom('t', 't1', '1 t');
const agent = fc.constantFrom('a', '1a', ' a');
const query: fc.Arbitrary<EventQuery> = fc.record({
  taskId: fc.option(task, { nil: undefined }),
  agentId: fc.option(agent, { nil: undefined }),
  after: fc.oneof(fc.integer({ min: -3, max: 40 }), fc.constant(Number.NEGATIVE_INFINITY)),
  limit: fc.constantFrom(0, 1, 3, Number.POSITIVE_INFINITY),
});
const step = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), task, agent, at: fc.nat() }),
  fc.record({ kind: fc.constant('add' as const), task, agent, at: fc.nat() }),
  fc.record({ kind: fc.constant('fork' as const), at: fc.nat() }),
  fc.record({ kind: fc.constant('list' as const), query, at: fc.nat() }),
);

function toEvent(sequence_id: number, task_id: string, agent_id: string): TrackerEvent {
  return {
    id: `evt-${sequence_id}`,
    sequence_id,
    task_id,
    agent_id,
    created_at: '2026-08-01T10:00:00Z',
    content: null,
  };
}

function listPlainly(events: readonly TrackerEvent[], { taskId, agentId, after, limit }: EventQuery): TrackerEvent[] {
  return events
    .filter((event) => event.task_id === (taskId ?? event.task_id) && event.agent_id === (agentId ?? event.agent_id))
    .filter((event) => event.sequence_id > after)
    .slice(0, limit);
}

test('a world lists events like a filtered array for any additions and forks', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(task, agent), { maxLength: 12 }),
      fc.array(step, { maxLength: 40 }),
      (pairs, steps) => {
        const start = pairs.map(([taskId, agentId], index) => toEvent(index - 2, taskId, agentId));
        const worlds: { world: World; events: TrackerEvent[] }[] = [
          { world: createWorld({ trackers: [], events: start.toReversed() }), events: start },
        ];
        const lists: [given: TrackerEvent[], expected: TrackerEvent[]][] = [];
        for (const one of steps) {
          const chosen = worlds[one.at % worlds.length];
          if (chosen === undefined) continue;
          const { world, events } = chosen;
          if (one.kind === 'fork') worlds.push({ world: world.fork(), events: [...events] });
          else if (one.kind === 'list') lists.push([world.listEvents(one.query), listPlainly(events, one.query)]);
          else {
            const event = toEvent(world.nextSequence, one.task, one.agent);
            world.addEvent(event);
            events.push(event);
          }
        }
        for (const [given, expected] of lists) expect(given).toEqual(expected);
        for (const { world, events } of worlds) {
          for (const taskId of ['t', 't1', '1 t']) {
            const all = { taskId, agentId: 'a', after: Number.NEGATIVE_INFINITY, limit: Number.POSITIVE_INFINITY };
            expect(world.listEvents(all)).toEqual(listPlainly(events, all));
          }
        }
      },
    ),
    { numRuns: 300 },
  );
});
