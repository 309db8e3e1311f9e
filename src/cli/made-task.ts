import type { Random } from '../samples/random.ts';
import { createRandom } from '../samples/random.ts';
import type { Job } from './world-texts.ts';
import { JOBS, WORDS } from './world-texts.ts';

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
  readonly content: Record<string, unknown>;
}

export interface MadeTask {
  readonly trackers: readonly MadeTracker[];
  readonly events: readonly MadeEvent[];
}

export interface TaskPlan {
  readonly seed: string;
  readonly index: number;
  /** How many agents work on it, each with a tracker. */
  readonly size: number;
  /** In microseconds since 1970, as the next one. */
  readonly start: number;
  /** The present: nothing happens later. */
  readonly now: number;
  /** How many trackers the world has. */
  readonly count: number;
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

/** Makes one task of a world: the same one for the same plan. */
export function makeTask(plan: TaskPlan): MadeTask {
  const { seed, index, size, start, now, count } = plan;
  const random = createRandom(`${seed}/task/${index}`);
  const job = pick(JOBS, random);
  const fill = createFill(random);
  const agents = countAgents(count);
  const firstAgent = Math.floor(random() * agents);
  const task = toId(toKey(seed, 'task'), index, random);
  const eventKey = toKey(seed, 'event');
  const trackers: MadeTracker[] = [];
  const events: MadeEvent[] = [];
  for (let slot = 0; slot < size; slot += 1) {
    const agent = (firstAgent + slot) % agents;
    const ids = { task_id: task, agent_id: toId(toKey(seed, 'agent'), agent, createRandom(`${seed}/agent/${agent}`)) };
    const created = start + Math.floor(random() * SECOND);
    const own: MadeEvent[] = [];
    let time = created + Math.floor(random() * SECOND);
    const wanted = 1 + Math.floor(random() * MOST_EVENTS);
    for (let turn = 0; turn < wanted && time < now; turn += 1) {
      const id = toId(eventKey, (index * 3 + slot) * MOST_EVENTS + turn, random);
      own.push({ ...ids, id, time, content: toContent(job, turn, fill, random) });
      time += Math.floor(random() * LONGEST_GAP);
    }
    const id = toId(toKey(seed, 'tracker'), index * 3 + slot, random);
    trackers.push({ id, ...ids, ...toProgress(own, created, now, job, fill, random), created });
    events.push(...own);
  }
  return { trackers, events };
}

type Progress = Pick<MadeTracker, 'status' | 'status_reason' | 'last_processed_event_id' | 'updated'>;

/** Says how far an agent is with its events. A task that is long over is done, or was given up. */
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
  // One that has everything behind it is at the last event.
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

/** Returns what an event of a task says: first the user asks, then the agent uses a tool, and so on. */
function toContent(job: Job, turn: number, fill: Fill, random: Random): Record<string, unknown> {
  const call = `call_${Math.floor(random() * 36 ** 6)
    .toString(36)
    .padStart(6, '0')}`;
  switch (turn) {
    case 0:
      return { type: 'text', author: 'user', content: fill(job.ask) };
    case 1:
      return {
        type: 'tool_request',
        author: 'agent',
        tool_call_id: call,
        name: job.tool,
        arguments: { number: fill('{number}') },
      };
    case 2:
      return { type: 'text', author: 'user', content: fill(job.add) };
    case 3:
      return {
        type: 'data',
        author: 'user',
        data: { kind: 'document', file: `${fill('{number}')}.pdf`, pages: 1 + Math.floor(random() * 12) },
      };
    default:
      return { type: 'text', author: 'agent', content: fill(job.working) };
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
  const hex = (digits: number): string =>
    Math.floor(random() * 16 ** digits)
      .toString(16)
      .padStart(digits, '0');
  return `${mixed.toString(16).padStart(8, '0')}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(6)}${hex(6)}`;
}
