import { createRandom } from '../random.ts';

type Row = Readonly<Record<string, unknown>>;

export interface World {
  readonly trackers: readonly Row[];
  readonly events: readonly Row[];
}

const START = Date.parse('2026-08-18T20:28:14Z');
const STATUSES = [null, null, 'COMPLETED', 'PROCESSING', 'READY', 'b', 'A'];
/** Few, so that some trackers have the same. */
const REASONS = [null, null, null, 'waiting', 'Done'];

/**
 * Makes the world of a seed: trackers of several agents and tasks, some with equal times or none, and events whose sequences run over all
 * tasks. The first tracker is one whose cursor can move.
 */
export function makeWorld(seed: number): World {
  const random = createRandom(seed, 'world');
  const id = (kind: string, number: number): string => {
    const digits = createRandom(seed, kind, number);
    return 'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replaceAll('x', () => digits.below(16).toString(16));
  };
  const time = (): string => {
    const moment = new Date(START + random.below(5) * 1000 + (random.chance(0.5) ? random.below(1000) : 0));
    return moment
      .toISOString()
      .replace('.000Z', 'Z')
      .replace(/\.(\d{3})Z$/, '.$1000Z');
  };
  const agents = 2 + random.below(2);
  const tasks = 2 + random.below(3);
  const pairs = Array.from({ length: agents * tasks }, (_, index) => ({
    agent_id: id('agent', index % agents),
    task_id: id('task', Math.floor(index / agents)),
  }));
  // The first pair has events at the start and the end.
  const owners = [0, ...Array.from({ length: 4 + random.below(20) }, () => random.below(pairs.length)), 0];
  const events = owners.map((owner, index) => ({
    id: id('event', index),
    sequence_id: 10 + index * 3,
    ...pairs[owner],
    created_at: time(),
    content: null,
  }));
  const trackers = pairs.map((pair, index) => {
    const own = events.filter((event) => event.task_id === pair.task_id && event.agent_id === pair.agent_id);
    return {
      id: id('tracker', index),
      ...pair,
      status: random.pick(STATUSES),
      status_reason: random.pick(REASONS),
      last_processed_event_id: index === 0 || own.length === 0 || random.chance(0.5) ? null : random.pick(own).id,
      created_at: time(),
      updated_at: random.chance(0.2) ? null : time(),
    };
  });
  return { trackers, events };
}
