import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Tracker } from '../../src/control/control-types.ts';
import type { TrackerEvent } from '../../src/index.ts';
import type { Filters } from '../../src/trackers/tracker-index.ts';
import { toSortFields } from '../../src/trackers/tracker-order.ts';
import type { ListQuery, World } from '../../src/trackers/world.ts';
import { createWorld } from '../../src/trackers/world.ts';
import { FRESH } from '../setup.ts';

const NAMES = ['id', 'agent_id', 'task_id', 'status', 'created_at', 'updated_at', 'priority'];
const COLUMNS = NAMES.map((name) => ({
  name,
  isTime: name.endsWith('_at'),
  absent: null,
  toStored: (value: unknown) => value,
}));
const BY_STATUS = [
  { name: 'status', isTime: false },
  { name: 'id', isTime: false },
];

const time = fc.constantFrom(
  '2026-08-01T10:00:00Z',
  '2026-08-01T10:00:00.000001Z',
  '2026-08-01T10:00:00.500000Z',
  '2026-08-01T10:00:01Z',
);
const status = fc.constantFrom(null, '', 'a', 'B', 'b', 'b c', 'é');
const id = fc.constantFrom('k', 'l', 'm', 'n', 'o', 'p', '2026-08-01T10:00:00Z', '2026-08-01T10:00:00.000000Z');
const tracker = fc
  .record({
    id,
    agent_id: fc.constantFrom('agent-1', 'agent-2'),
    task_id: fc.constantFrom('task-1', 'task-2', '__proto__'),
    status,
    status_reason: fc.constant(null),
    last_processed_event_id: fc.constant(null),
    priority: fc.constantFrom(null, undefined, 9, 10, true, 'x', '9', [1]),
    created_at: time,
    updated_at: fc.option(time),
  })
  .map((one): Tracker => one);
const filters: fc.Arbitrary<Filters> = fc.uniqueArray(
  fc.oneof(
    fc.tuple(fc.constant('agent_id'), fc.constantFrom('agent-1', 'agent-2', 'agent-3')),
    fc.tuple(fc.constant('task_id'), fc.constantFrom('task-1', '__proto__')),
    fc.tuple(fc.constant('status'), status),
  ),
  { selector: ([field]) => field },
);
const query: fc.Arbitrary<ListQuery> = fc.record({
  filters,
  sortFields: fc.constantFrom(null, ...NAMES).map((name) => toSortFields(name, { columns: COLUMNS })),
  descending: fc.boolean(),
  offset: fc.nat(5),
  limit: fc.constantFrom(1, 2, 5, Number.POSITIVE_INFINITY),
});
const step = fc.oneof(
  fc.record({ kind: fc.constant('put' as const), tracker, at: fc.nat() }),
  fc.record({ kind: fc.constant('put' as const), tracker, at: fc.nat() }),
  fc.record({ kind: fc.constant('delete' as const), id, at: fc.nat() }),
  fc.record({ kind: fc.constant('fork' as const), at: fc.nat() }),
  fc.record({ kind: fc.constant('list' as const), query, at: fc.nat() }),
  fc.record({ kind: fc.constant('list' as const), query, at: fc.nat() }),
);

/** The texts of a status in the order of the database. */
const STATUSES = ['', 'a', 'A', 'b', 'B', 'b c', 'C', 'é'];

/** The order of one field's values, written out: null last; a time without a fraction before one with. */
function rank(value: unknown): unknown[] {
  if (value === null || value === undefined) return [2];
  if (typeof value === 'string') return [0, STATUSES.indexOf(value), value.replace(/^(.{19})Z$/, '$1.000000Z'), value];
  if (typeof value === 'number') return [1, 0, value];
  return [1, 1, JSON.stringify(value)];
}

function compareRanks(a: readonly unknown[], b: readonly unknown[]): number {
  for (const [index, one] of a.entries()) {
    const other = b[index];
    if (one !== other) return (one as string | number) < (other as string | number) ? -1 : 1;
  }
  return 0;
}

/** What a list gives, in the plainest way. */
function listPlainly(
  trackers: readonly Tracker[],
  { filters: wanted, sortFields, descending, offset, limit }: ListQuery,
): Tracker[] {
  const sorted = trackers
    .filter((one) => wanted.every(([field, value]) => one[field] === value))
    .toSorted(
      (a, b) =>
        [...sortFields.map(({ name }) => name), 'id']
          .map((name) => compareRanks(rank(a[name]), rank(b[name])))
          .find((order) => order !== 0) ?? 0,
    );
  return (descending ? sorted.toReversed() : sorted).slice(offset, offset + limit);
}

describe('a world', () => {
  test('lists like a sorted and filtered array for any puts, deletions and forks', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(tracker, { selector: (one) => one.id }),
        fc.array(step, { maxLength: 40 }),
        (start, steps) => {
          const pairs: { world: World; model: Map<string, Tracker> }[] = [
            { world: createWorld({ trackers: start, events: [] }), model: new Map(start.map((one) => [one.id, one])) },
          ];
          const lists: [given: Tracker[], expected: Tracker[]][] = [];
          for (const one of steps) {
            const pair = pairs[one.at % pairs.length];
            if (pair === undefined) continue;
            const { world, model } = pair;
            if (one.kind === 'put') {
              world.putTracker(one.tracker);
              model.set(one.tracker.id, one.tracker);
            } else if (one.kind === 'delete') {
              world.deleteTracker(one.id);
              model.delete(one.id);
            } else if (one.kind === 'fork') pairs.push({ world: world.fork(), model: new Map(model) });
            else lists.push([world.listTrackers(one.query), listPlainly([...model.values()], one.query)]);
          }
          for (const [given, expected] of lists) expect(given).toEqual(expected);
          for (const { world, model } of pairs) {
            expect(world.trackerCount).toBe(model.size);
            expect([...world.trackers()]).toHaveLength(model.size);
            for (const [key, value] of model) expect(world.findTracker(key)).toBe(value);
            const pages = { filters: [], sortFields: BY_STATUS, descending: true, offset: 0, limit: 100 };
            expect(world.listTrackers(pages)).toEqual(listPlainly([...model.values()], pages));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('answers with more filters than it caches', () => {
    const trackers = Array.from({ length: 600 }, (_, index): Tracker => ({
      ...FRESH,
      id: `t-${index}`,
      agent_id: `agent-${index % 300}`,
      task_id: `task-${index}`,
      created_at: '2026-08-01T10:00:00Z',
    }));
    const world = createWorld({ trackers, events: [] });
    const list = (agent: number): string[] =>
      world
        .listTrackers({
          filters: [['agent_id', `agent-${agent}`]],
          sortFields: [{ name: 'id', isTime: false }],
          descending: false,
          offset: 0,
          limit: 9,
        })
        .map((one) => one.id);
    for (let agent = 0; agent < 300; agent++) expect(list(agent)).toHaveLength(2);
    const [first] = trackers;
    if (first !== undefined) world.putTracker({ ...first, agent_id: 'agent-1' });
    expect(list(0)).toEqual(['t-300']);
    expect(list(1)).toEqual(['t-0', 't-1', 't-301']);
  });

  test('lists after more changes than may be pending', () => {
    const trackers = Array.from({ length: 5000 }, (_, index): Tracker => ({
      ...FRESH,
      id: `t-${String(index).padStart(4, '0')}`,
      agent_id: 'agent-1',
      task_id: `task-${index}`,
      status: 'A',
      created_at: '2026-08-01T10:00:00Z',
    }));
    const world = createWorld({ trackers, events: [] });
    const byStatus = {
      filters: [],
      sortFields: BY_STATUS,
      descending: false,
      offset: 0,
      limit: Number.POSITIVE_INFINITY,
    };
    expect(world.listTrackers(byStatus)).toEqual(trackers);
    const changed = trackers.map((one, index): Tracker => ({ ...one, status: index % 2 === 0 ? 'C' : 'B' }));
    for (const one of changed) world.putTracker(one);
    expect(world.listTrackers(byStatus)).toEqual(listPlainly(changed, byStatus));
  });

  test('keeps events in the order of their sequence and continues after the highest', () => {
    const toEvent = (sequence_id: number): TrackerEvent => ({
      id: `evt-${sequence_id}`,
      sequence_id,
      task_id: 't',
      agent_id: 'a',
      created_at: '2026-08-01T10:00:00Z',
      content: null,
    });
    const world = createWorld({ trackers: [], events: [toEvent(7), toEvent(3), toEvent(5)] });
    expect([...world.events()].map((event) => event.sequence_id)).toEqual([3, 5, 7]);
    expect(world.nextSequence).toBe(8);
    const fork = world.fork();
    fork.addEvent(toEvent(8));
    expect([fork.eventCount, fork.nextSequence, fork.findEvent('evt-8')?.sequence_id]).toEqual([4, 9, 8]);
    expect([world.eventCount, world.nextSequence, world.findEvent('evt-8')]).toEqual([3, 8, undefined]);
    expect(createWorld({ trackers: [], events: [] }).nextSequence).toBe(1);
  });

  test('knows the agents of its trackers and events, even after a tracker is deleted, and its agent keys', () => {
    const toTracker = (key: string, agent_id: string): Tracker => ({
      id: key,
      agent_id,
      task_id: 'task-1',
      status: null,
      status_reason: null,
      last_processed_event_id: null,
      created_at: '2026-08-01T10:00:00Z',
      updated_at: null,
    });
    const event: TrackerEvent = {
      id: 'evt-1',
      sequence_id: 1,
      task_id: 'task-1',
      agent_id: 'agent-2',
      created_at: '2026-08-01T10:00:00Z',
      content: null,
    };
    const world = createWorld({ trackers: [toTracker('a', 'agent-1')], events: [event], agentKeys: ['key-1'] });
    const fork = world.fork();
    fork.deleteTracker('a');
    fork.putTracker(toTracker('b', 'agent-3'));
    fork.addEvent({ ...event, id: 'evt-2', sequence_id: 2, agent_id: 'agent-4' });
    const known = (one: World): boolean[] => [1, 2, 3, 4, 5].map((number) => one.hasAgent(`agent-${number}`));
    expect(known(world)).toEqual([true, true, false, false, false]);
    expect(known(fork)).toEqual([true, true, true, true, false]);
    expect([...fork.agentKeys]).toEqual(['key-1']);
  });
});
