import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer, TrackerMockOptions } from '../../src/index.ts';
import { createTrackerMock, startServer } from '../../src/index.ts';
import { createSmallWorld, FRESH, NOW } from '../setup.ts';
import type { Answer, Client, Transport } from '../suite/client.ts';
import { handle, toMessage } from '../suite/client.ts';
import { sendMessage } from '../suite/send-message.ts';
import { IN_PROCESS, SOCKET } from '../suite/transports.ts';

// Replays what a real FastAPI answered; test/data/README.md describes the recordings.

interface Recording {
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly bodyEncoding?: 'base64';
  };
  readonly answer: RecordedAnswer;
}

/** The members that can be read from one answer. */
interface Members {
  readonly status?: number;
  readonly json?: unknown;
  readonly location?: string;
  readonly allow?: string;
  readonly status_field?: string | null;
  readonly status_reason?: string | null;
  readonly routed_to_id?: string;
}

interface RecordedAnswer extends Members {
  readonly compare?: 'type and loc';
  readonly read_as?: Readonly<Record<string, string | null>>;
}

function loadRecordings(name: string): Recording[] {
  const text = readFileSync(new URL(`../data/${name}.jsonl`, import.meta.url), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Recording);
}

/** How each member is read from an answer. */
const READERS: Readonly<Record<keyof Members, (answer: Answer) => unknown>> = {
  status: ({ status }) => status,
  json: ({ json }) => json,
  location: ({ headers }) => toPathAndQuery(headers['location']),
  allow: ({ headers }) => headers['allow'],
  status_field: ({ json }) => (json as Record<string, unknown>)['status'],
  status_reason: ({ json }) => (json as Record<string, unknown>)['status_reason'],
  routed_to_id: findRoutedId,
};

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

function toExpected(answer: RecordedAnswer): Members {
  const { compare, json, location, routed_to_id } = answer;
  return {
    ...answer,
    ...(compare === undefined ? {} : { json: toTypesAndPlaces(json) }),
    ...(routed_to_id === 'T' ? { routed_to_id: FRESH.id } : {}),
    ...(location === undefined ? {} : { location: toPathAndQuery(location) }),
  };
}

async function replay(client: Client, { request, answer }: Recording): Promise<void> {
  const path = request.path.replace(/^\/tracker\/T(?=$|\?)/, `/tracker/${FRESH.id}`);
  const body = Buffer.from(request.body, request.bodyEncoding ?? 'utf8');
  const sent = await client.send(`${request.method} ${path}`, { headers: request.headers, body });
  const reply = answer.compare === undefined ? sent : { ...sent, json: toTypesAndPlaces(sent.json) };
  const expected = toExpected(answer);
  const names = (Object.keys(READERS) as (keyof Members)[]).filter((name) => name in expected);
  expect(names).not.toEqual([]);
  expect(names.map((name) => [name, READERS[name](reply)])).toEqual(names.map((name) => [name, expected[name]]));
}

const answers = loadRecordings('fastapi-answers');

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
    // With the profile contract the mock introduces itself there.
    const client = await transport.open(recording.request.path === '/' ? { profile: 'deployed' } : {});
    await replay(client, recording);
  });
});

// The recordings of one contract share a mock, since a contract takes a while to compile. Their order does not matter: a refused request
// changes nothing, and an update writes every field.
describe.each(['later-contract', 'schema-kinds', 'stored-kinds'])('%s', (name) => {
  const mock = createTrackerMock({
    contract: loadContract(`${name}.openapi.json`),
    // The recorded application sets the time with every update, even if nothing changes.
    fixtures: { trackers: [{ ...FRESH, updated_at: NOW }] },
    clock: { now: NOW },
  });
  const recordings = toTitled(loadRecordings(`${name}-answers`));
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

/** Enough trackers to tell the default page of 50 from a larger one. */
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

test.each(toTitled(readings))('%s lists by the parameters that it was read as', async (_, { request, answer }) => {
  const client = await IN_PROCESS.open(createLargeWorld());
  const plain = Object.entries(answer.read_as ?? {}).filter(([, value]) => value !== null) as [string, string][];
  const expected = await client.send(`GET /tracker?${new URLSearchParams(plain).toString()}`);
  const reply = await client.send(`GET ${request.path}`);
  expect(reply.status).toBe(200);
  expect(reply.json).toEqual(expected.json);
});
