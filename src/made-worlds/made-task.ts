import type { Random } from '../samples/random.ts';
import { createRandom } from '../samples/random.ts';
import type { Job } from './task-texts.ts';
import { JOBS, WORDS } from './task-texts.ts';

/** A tracker with times in microseconds since 1970. */
export interface MadeTracker {
  readonly id: string;
  readonly agent_id: string;
  readonly task_id: string;
  readonly status: string | null;
  readonly status_reason: string | null;
  readonly last_processed_event_id: string | null;
  readonly created: number;
  readonly updated: number;
}

export interface MadeEvent {
  readonly id: string;
  readonly task_id: string;
  readonly agent_id: string;
  /** In microseconds since 1970. */
  readonly time: number;
  /** Makes the content, which is only needed where the event is written. */
  readonly toContent: () => Record<string, unknown>;
}

export interface MadeTask {
  readonly trackers: readonly MadeTracker[];
  readonly events: readonly MadeEvent[];
}

export interface WorldPlan {
  readonly seed: string;
  /** In microseconds since 1970, as `start`. It is the present: nothing happens later. */
  readonly now: number;
  /** How many trackers the world has. */
  readonly count: number;
}

export interface TaskPlan {
  readonly index: number;
  /** How many agents work on it, each with a tracker. */
  readonly size: number;
  readonly start: number;
}

const SECOND = 1_000_000;
/** The longest time between two events of a task, and how long after its last event a task is still open. */
const LONGEST_GAP = 90 * SECOND;
const OPEN_FOR = 1800 * SECOND;
const MOST_EVENTS = 5;

/** How many agents a world of so many trackers has. */
export function countAgents(trackers: number): number {
  return Math.min(Math.max(3, Math.ceil(trackers / 25)), 60);
}

/** Creates a function that makes a task of a world: the same one for the same plan. */
export function createTaskMaker({ seed, now, count }: WorldPlan): (plan: TaskPlan) => MadeTask {
  const taskKey = toKey(seed, 'task');
  const eventKey = toKey(seed, 'event');
  const trackerKey = toKey(seed, 'tracker');
  const agentKey = toKey(seed, 'agent');
  const agents = Array.from({ length: countAgents(count) }, (_, agent) =>
    toId(agentKey, agent, createRandom(`${seed}/agent/${agent}`)),
  );
  return ({ index, size, start }) => {
    const random = createRandom(`${seed}/task/${index}`);
    const job = pick(JOBS, random);
    const fill = createFill(random);
    const firstAgent = Math.floor(random() * agents.length);
    const task_id = toId(taskKey, index, random);
    const trackers: MadeTracker[] = [];
    const events: MadeEvent[] = [];
    for (let slot = 0; slot < size; slot += 1) {
      const agent_id = agents[(firstAgent + slot) % agents.length] ?? '';
      const created = start + Math.floor(random() * SECOND);
      const own: MadeEvent[] = [];
      let time = created + Math.floor(random() * SECOND);
      const wanted = 1 + Math.floor(random() * MOST_EVENTS);
      for (let turn = 0; turn < wanted && time < now; turn += 1) {
        const id = toId(eventKey, (index * 3 + slot) * MOST_EVENTS + turn, random);
        own.push({ id, task_id, agent_id, time, toContent: drawContent(job, turn, fill, random) });
        time += Math.floor(random() * LONGEST_GAP);
      }
      const id = toId(trackerKey, index * 3 + slot, random);
      trackers.push({ id, agent_id, task_id, ...toProgress(own, created, now, job, fill, random), created });
      events.push(...own);
    }
    return { trackers, events };
  };
}

type Progress = Pick<MadeTracker, 'status' | 'status_reason' | 'last_processed_event_id' | 'updated'>;

/** Returns how far an agent is with its events. A task whose last event is long past is completed, or was given up. */
function toProgress(
  events: readonly MadeEvent[],
  created: number,
  now: number,
  job: Job,
  fill: Fill,
  random: Random,
): Progress {
  const last = events.at(-1);
  const status = pick(last !== undefined && last.time < now - OPEN_FOR ? CLOSED : OPEN, random);
  if (last === undefined || status === null) {
    return { status: null, status_reason: null, last_processed_event_id: null, updated: created };
  }
  // With these statuses all events are processed, so the cursor is at the last one.
  const isAtEnd = status === 'COMPLETED' || status === 'READY' || status === 'WAITING';
  const cursor = isAtEnd ? last : (events[Math.floor(random() * events.length)] ?? last);
  const reasons = {
    PROCESSING: job.working,
    WAITING: job.waiting,
    COMPLETED: job.done,
    FAILED: job.failed,
    READY: null,
  };
  const reason = reasons[status];
  return {
    status,
    status_reason: reason === null ? null : fill(reason),
    last_processed_event_id: cursor.id,
    updated: Math.min(cursor.time + Math.floor(random() * 20 * SECOND), now),
  };
}

const CLOSED = [...Array.from({ length: 14 }, () => 'COMPLETED' as const), 'FAILED', 'WAITING'] as const;
const OPEN = [
  'PROCESSING',
  'PROCESSING',
  'PROCESSING',
  'WAITING',
  'READY',
  'READY',
  'COMPLETED',
  'FAILED',
  null,
] as const;

/**
 * Draws what an event of a task says: first the user asks, then the agent uses a tool, and so on.
 *
 * @returns a function that makes it
 */
function drawContent(job: Job, turn: number, fill: Fill, random: Random): MadeEvent['toContent'] {
  const call = random();
  switch (turn) {
    case 0:
      return () => ({ type: 'text', author: 'user', content: fill(job.ask) });
    case 1:
      return () => ({
        type: 'tool_request',
        author: 'agent',
        tool_call_id: `call_${Math.floor(call * 36 ** 6)
          .toString(36)
          .padStart(6, '0')}`,
        name: job.tool,
        arguments: { number: fill('{number}') },
      });
    case 2:
      return () => ({ type: 'text', author: 'user', content: fill(job.add) });
    case 3: {
      const pages = 1 + Math.floor(random() * 12);
      return () => ({
        type: 'data',
        author: 'user',
        data: { kind: 'document', file: `${fill('{number}')}.pdf`, pages },
      });
    }
    default:
      return () => ({ type: 'text', author: 'agent', content: fill(job.working) });
  }
}

type Fill = (text: string) => string;

/** Creates a function that puts words in the place of the names in braces: the same ones in all texts of a task. */
function createFill(random: Random): Fill {
  const words: Record<string, string> = {
    number: `${1000 + Math.floor(random() * 9000)}`,
    count: `${2 + Math.floor(random() * 80)}`,
    amount: `€${20 + Math.floor(random() * 4000)}`,
  };
  for (const [name, choices] of Object.entries(WORDS)) words[name] = pick(choices, random);
  return (text) => text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => words[name] ?? whole);
}

function pick<T>(items: readonly T[], random: Random): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the index is one of the list, which is not empty
  return items[Math.floor(random() * items.length)] as T;
}

function toKey(seed: string, kind: string): number {
  return Math.floor(createRandom(`${seed}/${kind}`)() * 2 ** 32);
}

/**
 * Returns a UUID that no other thing of its kind has. The generator alone has 32 bits, with which a million of them would repeat some: so the
 * first part is the number itself, mixed with a key.
 */
function toId(key: number, number: number, random: Random): string {
  // The finalizer of MurmurHash3, which maps no two numbers to one.
  let mixed = (key + number) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  mixed = (mixed ^ (mixed >>> 16)) >>> 0;
  // The extra leading digit, which is cut off, keeps leading zeros.
  const hex = (limit: number): string => (Math.floor(random() * limit) + limit).toString(16).slice(1);
  return `${mixed.toString(16).padStart(8, '0')}-${hex(0x10000)}-4${hex(0x1000)}-8${hex(0x1000)}-${hex(0x1000000)}${hex(0x1000000)}`;
}
