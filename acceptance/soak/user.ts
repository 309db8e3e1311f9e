import { deepStrictEqual } from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import type { Random } from '../random.ts';

/** Someone who works in a session of their own, and knows what each answer has to be. */
export interface User {
  readonly session: string;
  readonly requests: number;
  begin(): Promise<void>;
  /** Does one thing. Rejects if the answer is wrong. */
  act(): Promise<void>;
  leave(): Promise<void>;
}

interface Tracker {
  readonly id: string;
  readonly status: string | null;
}

/** What a client gets instead of a reply, as the platform's `fetch` names it. */
const FAULTS: Readonly<Record<string, string>> = {
  'connection-reset-by-peer': 'ECONNRESET',
  'empty-response': 'UND_ERR_SOCKET',
  'malformed-response-chunk': 'HPE_INVALID_CHUNK_SIZE',
  'random-data-then-close': 'HPE_INVALID_CONSTANT',
};
/** Ways to break the contract, and what is then wrong with a tracker. */
const VIOLATION_KINDS: Readonly<Record<string, (tracker: Readonly<Record<string, unknown>>) => boolean>> = {
  'missing-field': ({ id }) => id === undefined,
  'wrong-type': ({ id }) => typeof id !== 'string',
  'bad-date': ({ created_at }) => Number.isNaN(Date.parse(String(created_at))),
};

/** The code of what made a request fail. */
function toCode(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : `an error without a code: ${String(error)}`;
}

export function createUser(url: string, session: string, random: Random): User {
  const base = `${url}/__session/${session}`;
  let requests = 0;
  let trackers: readonly Tracker[] = [];

  const send = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<{ status: number; json: unknown }> => {
    requests += 1;
    const response = await fetch(base + path, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, json: text === '' ? undefined : (JSON.parse(text) as unknown) };
  };
  const expectStatus = async (wanted: number, ...request: Parameters<typeof send>): Promise<unknown> => {
    const { status, json } = await send(...request);
    if (status !== wanted) {
      throw new Error(`${status} in place of ${wanted} for ${request.slice(0, 2).join(' ')}: ${JSON.stringify(json)}`);
    }
    return json;
  };
  const pickPath = (): string => `/tracker/${random.pick(trackers).id}`;
  const update = async (): Promise<void> => {
    const path = pickPath();
    const status = `status ${random.below(1_000_000)}`;
    await expectStatus(200, 'PUT', path, { status, status_reason: 'x'.repeat(random.below(2000)) });
    const found = (await expectStatus(200, 'GET', path)) as Tracker;
    if (found.status !== status) {
      throw new Error(`${path} has the status ${String(found.status)} in place of ${status}`);
    }
  };
  const meetFault = async (): Promise<void> => {
    const fault = random.pick(Object.keys(FAULTS));
    const met = await send('GET', pickPath(), undefined, { prefer: `fault=${fault}` }).then(
      () => 'a reply',
      (error: unknown) => toCode(error),
    );
    if (met !== FAULTS[fault]) throw new Error(`${met} in place of ${FAULTS[fault]} for the fault ${fault}`);
  };
  const meetViolation = async (): Promise<void> => {
    const way = random.pick(Object.keys(VIOLATION_KINDS));
    const prefer = `fault=contract-violation;violation=${way}`;
    const got = (await expectStatus(200, 'GET', pickPath(), undefined, { prefer })) as Record<string, unknown>;
    if (VIOLATION_KINDS[way]?.(got) !== true) throw new Error(`no ${way} in ${JSON.stringify(got)}`);
  };
  /** Short, since it comes a byte at a time. */
  const meetSlowBody = async (): Promise<void> => {
    requests += 1;
    const response = await fetch(`${base}/tracker/nobody`, { headers: { prefer: 'fault=slow-body' } });
    let chunks = 0;
    let text = '';
    for await (const chunk of response.body ?? []) {
      chunks += 1;
      text += Buffer.from(chunk as Uint8Array).toString('latin1');
    }
    deepStrictEqual(
      [response.status, JSON.parse(text)],
      [404, { message: "Item with id 'nobody' does not exist.", code: 404, data: null }],
    );
    // How many pieces there are is for this process's own load to say.
    if (chunks < 2) throw new Error('a slow body in one piece');
  };
  const stub = async (): Promise<void> => {
    const path = pickPath();
    await expectStatus(201, 'POST', '/__admin/stubs', {
      match: { path, method: 'GET' },
      times: 1,
      reply: { status: 503, body: { busy: true } },
      delay: { min: 0, max: 20 },
    });
    await expectStatus(503, 'GET', path);
    await expectStatus(200, 'GET', path);
  };
  const goBack = async (): Promise<void> => {
    const kept = await expectStatus(200, 'GET', '/__admin/state');
    await expectStatus(201, 'POST', '/__admin/state/snapshots', { name: `snapshot-${random.below(5)}` });
    await expectStatus(201, 'POST', '/__admin/state/snapshots', { name: 'now' });
    await update();
    await expectStatus(204, 'POST', '/__admin/state/snapshots/now/restore');
    const { trackers: before } = kept as { trackers: unknown };
    deepStrictEqual(((await expectStatus(200, 'GET', '/__admin/state')) as { trackers: unknown }).trackers, before);
  };
  const ACTS: readonly (() => Promise<unknown>)[] = [
    update,
    update,
    update,
    () =>
      expectStatus(
        200,
        'GET',
        `/tracker?limit=${1 + random.below(20)}&order_by=${random.pick(['status', 'updated_at', 'id'])}&page_number=${1 + random.below(3)}`,
      ),
    () => expectStatus(422, 'PUT', pickPath(), { status: random.below(100) }),
    () => expectStatus(404, 'GET', `/tracker/nobody-${random.below(1000)}`),
    () => expectStatus(200, 'PUT', pickPath(), { last_processed_event_id: `event ${random.below(1e9)}` }),
    () => expectStatus(201, 'POST', '/__admin/events', { task_id: 'soak', agent_id: 'soak' }),
    () => expectStatus(429, 'GET', pickPath(), undefined, { prefer: 'code=429, delay=0..10' }),
    () => expectStatus(200, 'GET', '/__admin/requests?limit=20'),
    meetFault,
    meetViolation,
    meetSlowBody,
    stub,
    goBack,
  ];

  return {
    session,
    get requests() {
      return requests;
    },
    async begin() {
      await expectStatus(204, 'POST', '/__admin/reset');
      trackers = (await expectStatus(200, 'GET', '/tracker')) as readonly Tracker[];
    },
    act: async () => void (await random.pick(ACTS)()),
    // Half of them leave their session behind, so that the mock has some to keep.
    leave: async () =>
      void (random.chance(0.5) ? await expectStatus(204, 'DELETE', `/__admin/sessions/${session}`) : undefined),
  };
}
