import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer, TrackerMockOptions } from '../../src/index.ts';
import { createTrackerMock, startServer } from '../../src/index.ts';
import { createSmallWorld, FRESH, NOW } from '../setup.ts';
import type { Answer, Client, Transport } from '../suite/client.ts';
import { handle, toMessage } from '../suite/client.ts';
import { sendMessage } from '../suite/send-message.ts';
import { IN_PROCESS, SOCKET } from '../suite/transports.ts';

// What a real FastAPI answered, replayed. In the recordings, T stands for a tracker that is there.

interface Recording {
  readonly group: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly bodyEncoding?: 'base64';
  };
  readonly answer: RecordedAnswer;
}

interface RecordedAnswer {
  readonly status?: number;
  readonly json?: unknown;
  /** Then of each entry of `detail` only these are compared. */
  readonly compare?: 'type and loc';
  readonly location?: string;
  readonly allow?: string;
  /** What the tracker has after an update. */
  readonly status_field?: string | null;
  readonly status_reason?: string | null;
  /** The id that the path was read as. */
  readonly routed_to_id?: string;
  /** What the query was read as. */
  readonly read_as?: Readonly<Record<string, string | null>>;
}

function loadRecordings(name: string): Recording[] {
  const text = readFileSync(new URL(`../data/${name}`, import.meta.url), 'utf8');
  return (JSON.parse(text) as { answers: Recording[] }).answers;
}

/** The members of a recorded answer, as an answer has them. */
function toRecorded(answer: Answer, recorded: RecordedAnswer): Record<string, unknown> {
  const tracker = answer.json as Record<string, unknown> | undefined;
  const members: Record<keyof RecordedAnswer, () => unknown> = {
    status: () => answer.status,
    json: () => (recorded.compare === undefined ? answer.json : toTypesAndPlaces(answer.json)),
    compare: () => recorded.compare,
    location: () => toPathAndQuery(answer.headers['location']),
    allow: () => answer.headers['allow'],
    status_field: () => tracker?.['status'],
    status_reason: () => tracker?.['status_reason'],
    routed_to_id: () => findRoutedId(answer),
    read_as: () => recorded.read_as,
  };
  return Object.fromEntries(Object.keys(recorded).map((name) => [name, members[name as keyof RecordedAnswer]()]));
}

function toTypesAndPlaces(body: unknown): unknown {
  const { detail } = body as { detail: { type: string; loc: unknown }[] };
  return detail.map(({ type, loc }) => ({ type, loc }));
}

function toPathAndQuery(location = ''): string {
  const { pathname, search } = new URL(location, 'http://mock.test');
  return pathname + search;
}

function findRoutedId({ status, json }: Answer): unknown {
  const { id, message } = json as { id?: string; message?: string };
  return status === 200 ? id : /^Item with id '(.*)' does not exist\.$/s.exec(message ?? '')?.[1];
}

async function replay(client: Client, { request, answer }: Recording): Promise<void> {
  const path = request.path.replace(/^\/tracker\/T(?=$|\?)/, `/tracker/${FRESH.id}`);
  const body = Buffer.from(request.body, request.bodyEncoding ?? 'utf8');
  const reply = await client.send(`${request.method} ${path}`, { headers: request.headers, body });
  const expected = {
    ...answer,
    ...(answer.compare === undefined ? {} : { json: toTypesAndPlaces(answer.json) }),
    ...(answer.routed_to_id === 'T' ? { routed_to_id: FRESH.id } : {}),
    ...(answer.location === undefined ? {} : { location: toPathAndQuery(answer.location) }),
  };
  expect(toRecorded(reply, expected)).toEqual(expected);
}

const answers = loadRecordings('fastapi-answers.json');

function loadContract(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`../data/${name}`, import.meta.url), 'utf8')) as Record<string, unknown>;
}

function toTitled(recordings: readonly Recording[]): (readonly [title: string, recording: Recording])[] {
  return recordings.map((recording) => {
    const { method, path, headers, body } = recording.request;
    return [
      `${method} ${path} ${headers['content-type'] ?? ''} ${JSON.stringify(body).slice(0, 80)}`,
      recording,
    ] as const;
  });
}

describe.each([IN_PROCESS, SOCKET] satisfies Transport[])('$name', (transport) => {
  test.each(toTitled(answers))('%s is answered as recorded', async (_, recording) => {
    const client = await transport.open();
    await replay(client, recording);
  });
});

// The recordings from other contracts share a mock each, since a contract takes a while to compile. None can tell what came before it: a
// refused request changes nothing, an update writes every field.
describe.each(['later-contract', 'schema-kinds', 'stored-kinds'])('%s', (name) => {
  const mock = createTrackerMock({
    contract: loadContract(`${name}.openapi.json`),
    // The recorded application set the time with every update, also with one that changes nothing.
    fixtures: { trackers: [{ ...FRESH, updated_at: NOW }] },
    clock: { now: NOW },
  });
  const recordings = toTitled(loadRecordings(`${name}-answers.json`));
  let server: RunningServer | undefined;
  beforeAll(async () => {
    server = await startServer(mock, { port: 0 });
  });
  afterAll(() => server?.close());

  test.each(recordings)('%s is answered as recorded in process', async (_, recording) => {
    await replay({ send: (line, payload) => Promise.resolve(handle(mock, toMessage(line, payload))) }, recording);
  });

  test.each(recordings)('%s is answered as recorded over a socket', async (_, recording) => {
    const { url = '' } = server ?? {};
    await replay({ send: (line, payload) => sendMessage(url, toMessage(line, payload)) }, recording);
  });
});

const readings = answers.filter(({ answer }) => answer.read_as !== undefined);

/** As many trackers as tell the default page of 50 from a larger one. */
function createLargeWorld(): TrackerMockOptions {
  const { events } = createSmallWorld();
  const trackers = Array.from({ length: 120 }, (_, index) => ({
    ...FRESH,
    id: `t-${index}`,
    agent_id: ['agent-1', 'null', ' '][index % 3] ?? '',
    task_id: `task-${index}`,
    status: `status ${(index * 7) % 11}`,
  }));
  return { fixtures: { trackers, events } };
}

test.each(toTitled(readings))('%s lists what it was read as', async (_, { request, answer }) => {
  const client = await IN_PROCESS.open(createLargeWorld());
  const plain = Object.entries(answer.read_as ?? {}).filter(([, value]) => value !== null) as [string, string][];
  const expected = await client.send(`GET /tracker?${new URLSearchParams(plain).toString()}`);
  const reply = await client.send(`GET ${request.path}`);
  expect(reply.status).toBe(200);
  expect(reply.json).toEqual(expected.json);
});
