import { Agent, request as startRequest } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { createAdminClient } from '../../src/client/client.ts';
import type { Tracker } from '../../src/index.ts';
import { createSmallWorld } from '../setup.ts';
import { openServer } from './admin-server.ts';

const SESSIONS = 200;
const ROUNDS = 30;
const FAULTS = 3;

/** One user's connection. It is kept, and never idle for so long that the server would close it. */
interface Connection {
  /** Status 0 where the connection ends without a reply. */
  send(method: string, target: string, headers?: object, body?: string): Promise<{ status: number; text: string }>;
}

function connect(url: string): Connection {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  return {
    send: (method, path, headers = {}, body = '') =>
      new Promise((resolve, reject) => {
        const length =
          body === '' ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
        const request = startRequest({ hostname, port, agent, method, path, headers: { ...headers, ...length } });
        request.on('response', (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => (text += chunk));
          response.on('error', reject);
          response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        });
        request.on('error', (error: NodeJS.ErrnoException) => {
          if (error.code === 'ECONNRESET') resolve({ status: 0, text: 'null' });
          else reject(error);
        });
        request.end(body);
      }),
  };
}

/** What one user does, all of it told apart by the user's number. Everybody uses the same trackers. */
async function use(url: string, number: number): Promise<{ wrong: string[]; requests: number }> {
  const name = `user-${number}`;
  const wrong: string[] = [];
  let requests = 0;
  const check = (what: string, found: unknown, wanted: unknown): void => {
    const [text, expected] = [JSON.stringify(found), JSON.stringify(wanted)];
    if (text !== expected) wrong.push(`${name}: ${what} is ${text}, not ${expected}`);
  };

  const connection = connect(url);
  // One half says which session by the header, the other by the path.
  const [prefix, headers] = number % 2 === 0 ? ['', { 'x-mock-session': name }] : [`/__session/${name}`, {}];
  const call = async (method: string, path: string, json?: object): Promise<{ status: number; json: unknown }> => {
    requests += 1;
    const { status, text } = await connection.send(method, prefix + path, headers, json && JSON.stringify(json));
    return { status, json: JSON.parse(text) as unknown };
  };
  const control = createAdminClient(url, {
    session: name,
    // The user's own connection serves the controls, too.
    fetch: async (input, { method = 'GET', headers: own, body } = {}) => {
      requests += 1;
      const target = (input as string).slice(url.length);
      const { status, text } = await connection.send(method, target, own, body as string | undefined);
      return new Response(text === '' ? null : text, { status });
    },
  });

  const toTime = (ticks: number): string =>
    new Date(Date.UTC(2030, 0, 1) + number * 1e6 + ticks * 1000).toISOString().replace('.000', '');
  await control.clock.set({ now: toTime(0), mode: 'ticking', step: 1000 });
  const before = number % 7;
  const reply = { status: 503, body: { message: name, code: 503, data: null } };
  await control.stub({ match: { method: 'PUT' }, after: before, times: FAULTS, reply });
  await control.stub({ match: { path: '/tracker/t-done' }, times: 1, fault: 'empty-response' });

  let status: string | null = null;
  let ticks = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const wanted = `${name} ${round}`;
    const update = await call('PUT', '/tracker/t-fresh', {
      status: wanted,
      last_processed_event_id: `${name}-${round}`,
    });
    if (round >= before && round < before + FAULTS) {
      check(`update ${round}`, update, { status: 503, json: reply.body });
    } else {
      const tracker = update.json as Tracker;
      check(`update ${round}`, [update.status, tracker['status'], tracker.updated_at], [200, wanted, toTime(ticks)]);
      status = wanted;
      ticks += 1;
    }
    const { json: tracker } = await call('GET', '/tracker/t-fresh');
    check(`the tracker after ${round}`, (tracker as Tracker)['status'], status);
    const { json: list } = await call('GET', '/tracker?agent_id=agent-1&task_id=task-2');
    check(`the list after ${round}`, list, [tracker]);
  }
  check('the fault on the wire', await call('GET', '/tracker/t-done'), { status: 0, json: null });
  check('what comes behind it', (await call('GET', '/tracker/t-done')).status, 200);
  const mistakes = number % 3;
  for (let sent = 0; sent < mistakes; sent += 1) {
    check(`mistake ${sent}`, (await call('PUT', '/tracker/t-fresh', { status: number })).status, 422);
  }

  check('the updates', await control.count({ operation: 'PUT /tracker/{tracker_id}' }), ROUNDS + mistakes);
  check('the faults', await control.count({ status: 503 }), FAULTS);
  const updates = await control.requests({ method: 'PUT', valid: true });
  const bodies = updates.map(({ session, request }) => [session, (JSON.parse(request.body) as Tracker)['status']]);
  check(
    'the journal',
    bodies,
    Array.from({ length: ROUNDS }, (_, round) => [name, `${name} ${round}`]),
  );
  check('the violations', (await control.violations()).length, mistakes);
  const stubbed = await control.stubs();
  check(
    'what is stubbed',
    stubbed.map(({ id, applied }) => [id, applied]),
    [
      ['2', 1],
      ['1', FAULTS],
    ],
  );
  check('the time', await control.clock.get(), { now: toTime(ticks), mode: 'ticking', step: 1000 });
  const { trackers, events } = await control.state.get();
  const start = createSmallWorld();
  const statuses = start.trackers.map((tracker) =>
    'id' in tracker && tracker['id'] === 't-fresh' ? status : tracker['status'],
  );
  check(
    'the trackers',
    trackers.map((tracker) => tracker['status']),
    statuses,
  );
  const seen = events.slice(start.events.length);
  check('the events', [seen.length, seen.every(({ id }) => id.startsWith(`${name}-`))], [ticks, true]);
  return { wrong, requests };
}

test(
  '200 sessions at once over one server never see each other in state, faults, journal or clock',
  { timeout: 120_000 },
  async () => {
    const { mock, url } = await openServer();
    const users = await Promise.all(Array.from({ length: SESSIONS }, (_, number) => use(url, number)));
    expect(users.flatMap(({ wrong }) => wrong)).toEqual([]);
    expect(users.reduce((sum, { requests }) => sum + requests, 0)).toBeGreaterThanOrEqual(20_000);
    expect(mock.sessions.list()).toHaveLength(SESSIONS);
  },
);
