import * as fc from 'fast-check';
import type { TrackerInput, TrackerMock } from '../../src/index.ts';
import { MockError } from '../../src/index.ts';
import { countStep } from './runs.ts';

/** One thing that happens to a mock, in one of its sessions. */
export type Step = { readonly session: string } & Action;

type Action =
  | { readonly kind: 'update'; readonly id: string; readonly body: string }
  | { readonly kind: 'read'; readonly target: string }
  | { readonly kind: 'reset' | 'delete-session' }
  | { readonly kind: 'snapshot' | 'restore' | 'drop-snapshot'; readonly name: string }
  | {
      readonly kind: 'add-tracker';
      readonly tracker: { readonly id?: string; readonly agent_id: string; readonly task_id: string };
    }
  | { readonly kind: 'put-tracker'; readonly id: string; readonly fields: Readonly<Record<string, unknown>> }
  | { readonly kind: 'delete-tracker'; readonly id: string }
  | { readonly kind: 'add-event'; readonly id?: string };

export const SESSIONS: readonly string[] = ['a', 'b', 'c'];

const id = fc.constantFrom(
  't-reading',
  't-fresh',
  't-done',
  't-failed',
  't-new',
  't-nobody',
  '__proto__',
  'constructor',
  'é/😀',
);
const event = fc.constantFrom('evt-1', 'evt-2', 'evt-3', 'evt-4', 'evt-5', 'evt-6', '', '__proto__', 'toString');
const text = fc.oneof(
  fc.constantFrom('READY', 'PROCESSING', 'COMPLETED', ''),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const nothing = fc.constant(null);

/** Bodies that the API takes: any of the fields, and some that it passes over. */
const validBody = fc
  .record(
    {
      status: fc.oneof(text, nothing),
      status_reason: fc.oneof(text, nothing),
      last_processed_event_id: fc.oneof(event, nothing),
      more: fc.jsonValue(),
    },
    { requiredKeys: [] },
  )
  .map((body) => JSON.stringify(body));
const invalidBody = fc.oneof(
  fc.json(),
  fc
    .record({ status: fc.jsonValue(), last_processed_event_id: fc.jsonValue() }, { requiredKeys: [] })
    .map((body) => JSON.stringify(body)),
  fc.tuple(validBody, fc.nat(40)).map(([body, cut]) => body.slice(0, cut)),
  fc.constantFrom(
    '{"status":5}',
    '{"__proto__":{"status":"x"},"status":"y"}',
    '{"last_processed_event_id":["evt-1"]}',
    '\ufeff{}',
    '',
  ),
);

const update: fc.Arbitrary<Action> = fc.record({
  kind: fc.constant('update' as const),
  id,
  body: fc.oneof({ weight: 3, arbitrary: validBody }, { weight: 1, arbitrary: invalidBody }),
});
const arrival: fc.Arbitrary<Action> = fc.record(
  { kind: fc.constant('add-event' as const), id: event },
  { requiredKeys: ['kind'] },
);
const name = fc.constantFrom('x', 'y', '__proto__');
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 10, arbitrary: update },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('read' as const),
      target: fc.constantFrom(
        '/tracker',
        '/tracker/t-fresh',
        '/tracker?order_by=status&limit=2',
        '/tracker?agent_id=agent-1',
        '/nope',
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('reset' as const, 'delete-session' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('snapshot' as const, 'restore' as const, 'drop-snapshot' as const),
      name,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('add-tracker' as const),
      tracker: fc.record(
        { id, agent_id: fc.constantFrom('agent-1', 'agent-9'), task_id: fc.constantFrom('task-1', 'task-9') },
        { requiredKeys: ['agent_id', 'task_id'] },
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('put-tracker' as const),
      id,
      fields: fc.record(
        {
          agent_id: fc.constantFrom('agent-1', 'agent-8'),
          task_id: fc.constantFrom('task-2', 'task-8'),
          status: fc.oneof(text, fc.constant(5)),
          updated_at: fc.constantFrom(null, '2026-08-01T12:00:00Z', 'never'),
        },
        { requiredKeys: ['agent_id', 'task_id'] },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete-tracker' as const), id }) },
  { weight: 2, arbitrary: arrival },
);

export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.tuple(fc.constantFrom(...SESSIONS), action).map(([session, does]) => ({ session, ...does })),
  { maxLength: 40 },
);
export const updates: fc.Arbitrary<Step[]> = fc.array(
  update.map((does) => ({ session: 'a', ...does })),
  { maxLength: 40 },
);
/** Updates, and events that arrive between them. */
export const moves: fc.Arbitrary<Step[]> = fc.array(
  fc
    .oneof({ weight: 3, arbitrary: update }, { weight: 1, arbitrary: arrival })
    .map((does) => ({ session: 'a', ...does })),
  { maxLength: 40 },
);
/** Updates that are sent at once, some with a reply that takes its time, in milliseconds. */
export const races: fc.Arbitrary<readonly Race[]> = fc.array(
  fc.record({ id, body: validBody, delay: fc.option(fc.nat(15), { nil: undefined }) }),
  { minLength: 2, maxLength: 16 },
);

export interface Race {
  readonly id: string;
  readonly body: string;
  readonly delay: number | undefined;
}

/**
 * Does it. True where the mock did what was asked; false where it refused, which is no failure of the mock.
 *
 * @throws where the mock failed
 */
export async function takeStep(mock: TrackerMock, step: Step): Promise<boolean> {
  countStep();
  if (step.kind === 'update') return sendUpdate(mock, step.session, step.id, step.body) === 200;
  if (step.kind === 'read') return handle(mock, 'GET', step.target, { 'x-mock-session': step.session }) === 200;
  try {
    await control(mock, step);
    return true;
  } catch (error) {
    if (error instanceof MockError && error.code !== 'internal-error') return false;
    throw error;
  }
}

export function sendUpdate(mock: TrackerMock, session: string, tracker: string, body: string): number {
  const headers = { 'x-mock-session': session, 'content-type': 'application/json' };
  return handle(mock, 'PUT', `/tracker/${encodeURIComponent(tracker)}`, headers, body);
}

/** The status. */
function handle(
  mock: TrackerMock,
  method: string,
  target: string,
  headers: Readonly<Record<string, string>>,
  body = '',
): number {
  const reply = mock.handle({ method, target, headers, body: Buffer.from(body) });
  if (reply.status === null || reply.status >= 500) {
    throw new Error(`${method} ${target} failed with ${reply.status}: ${reply.body}`);
  }
  return reply.status;
}

async function control(mock: TrackerMock, step: Exclude<Step, { kind: 'update' | 'read' }>): Promise<unknown> {
  const { reset, state, trackers, events } = mock.session(step.session);
  switch (step.kind) {
    case 'reset':
      return reset();
    case 'delete-session':
      return mock.sessions.delete(step.session);
    case 'snapshot':
      return state.snapshot(step.name);
    case 'restore':
      return state.restore(step.name);
    case 'drop-snapshot':
      return state.deleteSnapshot(step.name);
    case 'add-tracker':
      return trackers.add(step.tracker);
    case 'put-tracker':
      return trackers.put(step.id, step.fields as object as TrackerInput);
    case 'delete-tracker':
      return trackers.delete(step.id);
    case 'add-event':
      return events.add({ agent_id: 'agent-1', task_id: 'task-1', ...(step.id === undefined ? {} : { id: step.id }) });
  }
}
