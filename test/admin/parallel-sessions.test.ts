import { Agent, request as startRequest } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { createAdminClient } from '../../src/admin/client.ts';
import type { Tracker } from '../../src/index.ts';
import { createSmallWorld } from '../setup.ts';
import { openServer } from './admin-server.ts';

const SESSIONS = 200;
const ROUNDS = 34;
const UPDATE = 'PUT /tracker/{tracker_id}';
const FAULTS = 3;

interface Reply {
  readonly status: number;
  readonly json: unknown;
}

/** Sends a request over one of the agent's connections; status 0 where the connection ends without a reply. */
function send(
  agent: Agent,
  url: string,
  method: string,
  headers: Record<string, string>,
  json?: object,
): Promise<Reply> {
  const body = json === undefined ? undefined : JSON.stringify(json);
  const length =
    body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const request = startRequest(url, { agent, method, headers: { ...headers, ...length } }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, json: JSON.parse(text) as unknown }));
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET') resolve({ status: 0, json: undefined });
      else reject(error);
    });
    request.end(body);
  });
}

test(
  '200 sessions at once over one server never see each other in state, faults, journal or clock',
  { timeout: 120_000 },
  async () => {
    const { mock, url } = await openServer();
    const agent = new Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    const start = createSmallWorld();
    const wrong: string[] = [];
    let requests = 0;

    /** What one user does, all of it told apart by the session's number. Everybody uses the same trackers. */
    const use = async (number: number): Promise<void> => {
      const name = `user-${number}`;
      const check = (what: string, found: unknown, wanted: unknown): void => {
        const [text, expected] = [JSON.stringify(found), JSON.stringify(wanted)];
        if (text !== expected) wrong.push(`${name}: ${what} is ${text}, not ${expected}`);
      };
      const control = createAdminClient(url, {
        session: name,
        fetch: (...call) => {
          requests += 1;
          return fetch(...call);
        },
      });
      // One half says which session by the header, the other by the path.
      const [base, headers] = number % 2 === 0 ? [url, { 'x-mock-session': name }] : [`${url}/__session/${name}`, {}];
      const call = (method: string, path: string, json?: object): Promise<Reply> => {
        requests += 1;
        return send(agent, base + path, method, headers, json);
      };
      const toTime = (ticks: number): string =>
        `${new Date(Date.UTC(2030, 0, 1) + (number * 1000 + ticks) * 1000).toISOString().slice(0, 19)}Z`;

      await control.clock.set({ now: toTime(0), mode: 'ticking', step: 1000 });
      const before = number % 7;
      await control.arrange({
        match: { method: 'PUT', path: '/tracker/t-fresh' },
        after: before,
        times: FAULTS,
        reply: { status: 503, body: { message: name, code: 503, data: null } },
      });
      await control.arrange({ match: { path: '/tracker/t-done' }, times: 1, fault: 'empty-response' });

      let status: string | null = null;
      let ticks = 0;
      for (let round = 0; round < ROUNDS; round += 1) {
        const update = await call('PUT', '/tracker/t-fresh', {
          status: `${name} ${round}`,
          last_processed_event_id: `${name}-${round}`,
        });
        if (round >= before && round < before + FAULTS)
          check(`update ${round}`, [update.status, update.json], [503, { message: name, code: 503, data: null }]);
        else {
          const { json } = update as { json: Tracker };
          status = `${name} ${round}`;
          check(`update ${round}`, [update.status, json['status'], json.updated_at], [200, status, toTime(ticks)]);
          ticks += 1;
        }
        const { json: tracker } = await call('GET', '/tracker/t-fresh');
        check(`tracker after ${round}`, (tracker as Tracker)['status'], status);
        const { json: list } = await call('GET', '/tracker?agent_id=agent-1&task_id=task-2');
        check(`list after ${round}`, list, [tracker]);
      }
      check('a fault on the wire', (await call('GET', '/tracker/t-done')).status, 0);
      check('what comes behind it', (await call('GET', '/tracker/t-done')).status, 200);
      const mistakes = number % 3;
      for (let sent = 0; sent < mistakes; sent += 1)
        check('a mistake', (await call('PUT', '/tracker/t-fresh', { status: number })).status, 422);

      check('updates in the journal', await control.count({ operation: UPDATE }), ROUNDS + mistakes);
      check('faults in the journal', await control.count({ status: 503 }), FAULTS);
      const records = await control.find({ method: 'PUT', valid: true });
      check(
        'bodies in the journal',
        records.map(({ session, request }) => [session, (JSON.parse(request.body) as Tracker)['status']]),
        Array.from({ length: ROUNDS }, (_, round) => [name, `${name} ${round}`]),
      );
      check(
        'violations',
        (await control.violations()).map(({ rule }) => rule),
        Array.from({ length: mistakes }, () => 'string_type'),
      );
      check(
        'what is arranged',
        (await control.arrangements()).map(({ id, applied }) => [id, applied]),
        [
          ['2', 1],
          ['1', FAULTS],
        ],
      );
      check('the time', await control.clock.get(), { now: toTime(ticks), mode: 'ticking', step: 1000 });
      const { trackers, events } = await control.state.get();
      check(
        'the trackers',
        trackers.map((tracker) => tracker['status']),
        start.trackers.map((tracker) => (tracker['id'] === 't-fresh' ? status : tracker['status'])),
      );
      check(
        'the events',
        events.slice(start.events.length).map(({ id }) => id.startsWith(`${name}-`)),
        Array.from({ length: ticks }, () => true),
      );
    };

    await Promise.all(Array.from({ length: SESSIONS }, (_, number) => use(number)));
    expect(wrong).toEqual([]);
    expect(requests).toBeGreaterThanOrEqual(20_000);
    expect(mock.sessions.list()).toHaveLength(SESSIONS);
  },
);
