import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../src/index.ts';
import { createTrackerMock, startServer } from '../../src/index.ts';
import { createSmallWorld } from '../setup.ts';
import { countStep, THIRD_OF_RUNS, toParameters } from './runs.ts';
import type { ModelTracker, ModelUpdate } from './tracker-model.ts';
import { TrackerModel } from './tracker-model.ts';

/** The mock, reached through a session of its own. */
interface Real {
  readonly url: string;
  readonly isStrict: boolean;
}
type Command = fc.AsyncCommand<TrackerModel, Real>;

const FIELDS = ['status', 'status_reason', 'last_processed_event_id'] as const;

async function send(
  { url }: Real,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; json: unknown }> {
  countStep();
  const response = await fetch(url + path, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, json: text === '' ? undefined : JSON.parse(text) };
}

function toModelTracker(json: unknown): ModelTracker {
  const { status, status_reason, last_processed_event_id } = json as ModelTracker;
  return { status, status_reason, last_processed_event_id };
}

class Update implements Command {
  readonly id: string;
  readonly body: ModelUpdate;
  constructor(id: string, body: ModelUpdate) {
    this.id = id;
    this.body = body;
  }
  check(): boolean {
    return true;
  }
  async run(model: TrackerModel, real: Real): Promise<void> {
    const { status, json } = await send(real, 'PUT', `/tracker/${this.id}`, this.body);
    expect(status).toBe(model.update(this.id, this.body, real.isStrict));
    if (status === 200) expect(toModelTracker(json)).toEqual(model.trackers.get(this.id));
  }
  toString(): string {
    return `update ${this.id} ${JSON.stringify(this.body)}`;
  }
}

class Arrive implements Command {
  readonly id: string;
  constructor(id: string) {
    this.id = id;
  }
  check({ events }: Readonly<TrackerModel>): boolean {
    return !events.has(this.id);
  }
  async run(model: TrackerModel, real: Real): Promise<void> {
    const { status } = await send(real, 'POST', '/__admin/events', {
      id: this.id,
      task_id: 'task-1',
      agent_id: 'agent-1',
    });
    expect(status).toBe(201);
    model.arrive(this.id);
  }
  toString(): string {
    return `event ${this.id}`;
  }
}

class Read implements Command {
  readonly id: string;
  constructor(id: string) {
    this.id = id;
  }
  check(): boolean {
    return true;
  }
  async run(model: TrackerModel, real: Real): Promise<void> {
    const { status, json } = await send(real, 'GET', `/tracker/${this.id}`);
    const tracker = model.trackers.get(this.id);
    expect(status).toBe(tracker === undefined ? 404 : 200);
    if (tracker !== undefined) expect(toModelTracker(json)).toEqual(tracker);
  }
  toString(): string {
    return `read ${this.id}`;
  }
}

class List implements Command {
  readonly direction: 'asc' | 'desc';
  constructor(direction: 'asc' | 'desc') {
    this.direction = direction;
  }
  check(): boolean {
    return true;
  }
  async run(model: TrackerModel, real: Real): Promise<void> {
    const path = `/tracker?limit=1000&order_by=last_processed_event_id&order_direction=${this.direction}`;
    const { status, json } = await send(real, 'GET', path);
    expect(status).toBe(200);
    const found = (json as { id: string }[]).map((tracker) => [tracker.id, toModelTracker(tracker)] as const);
    expect(new Map(found)).toEqual(model.trackers);
    expect(found.map(([, tracker]) => tracker.last_processed_event_id)).toEqual(model.listCursors(this.direction));
  }
  toString(): string {
    return `list ${this.direction}`;
  }
}

const id = fc.constantFrom('t-reading', 't-fresh', 't-done', 't-failed', 't-nobody');
const event = fc.constantFrom('evt-1', 'evt-2', 'evt-3', 'evt-4', 'evt-5', 'evt-6', 'evt-7');
const text = fc.option(fc.string({ unit: 'grapheme', maxLength: 8 }));
const body = fc.record(
  { status: text, status_reason: text, last_processed_event_id: fc.option(event) },
  { requiredKeys: [] },
);
const commands = fc.commands(
  [
    fc.tuple(id, body).map(([tracker, fields]) => new Update(tracker, fields)),
    event.map((name) => new Arrive(name)),
    id.map((tracker) => new Read(tracker)),
    fc.constantFrom(new List('asc'), new List('desc')),
  ],
  { maxCommands: 30 },
);

describe.each(['open', 'strict'] as const)('with --events %s', (events) => {
  let server: RunningServer;
  let runs = 0;

  beforeAll(async () => {
    server = await startServer(createTrackerMock({ fixtures: createSmallWorld(), events }), { port: 0 });
  });
  afterAll(() => server.close());

  function setUp(): { model: TrackerModel; real: Real } {
    const world = createSmallWorld();
    const model = new TrackerModel();
    for (const tracker of world.trackers) {
      const fields = Object.fromEntries(FIELDS.map((field) => [field, tracker[field]]));
      model.trackers.set(tracker.id, fields as unknown as ModelTracker);
    }
    for (const { id: name, sequence_id } of world.events) model.events.set(name, sequence_id);
    runs += 1;
    return { model, real: { url: `${server.url}/__session/run-${runs}`, isStrict: events === 'strict' } };
  }

  test('the mock keeps the rules of a tracker over any sequence of calls', async () => {
    await fc.assert(
      fc.asyncProperty(commands, (sequence) => fc.asyncModelRun(setUp, sequence)),
      toParameters(THIRD_OF_RUNS),
    );
  });
});
