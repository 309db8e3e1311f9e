import { setTimeout as sleep } from 'node:timers/promises';
import type { Attack } from './target.ts';
import { call, repeat } from './target.ts';

const TEXT = 'x'.repeat(2 ** 20);
/** Worlds whose every tracker is a mistake: 7.9 million numbers, and 1.5 million objects. */
const WRONG_WORLDS = [`{"trackers":[1${',1'.repeat(7_900_000)}]}`, `{"trackers":[{}${',{}'.repeat(1_500_000)}]}`];
const FRAMING_HEADERS = ['trailer', 'transfer-encoding', 'connection', 'content-length', 'upgrade', 'keep-alive', 'te'];
const CONTROL = { workers: 1, pause: 200 };

/** Attacks that make the server keep what they send, or guess the way in. */
export const FILLS: readonly Attack[] = [
  {
    name: 'texts in new sessions',
    reaches: ['200'],
    async run(target, count) {
      let session = 0;
      await repeat(target, { workers: 2, pause: 100 }, async () => {
        session += 1;
        const path = `/__session/text-${session}${target.tracker}`;
        await call(target, count, { method: 'PUT', path, body: JSON.stringify({ status: TEXT }) });
      });
    },
  },
  {
    name: 'new event ids',
    reaches: ['507'],
    async run(target, count) {
      let session = 0;
      let id = 0;
      await repeat(target, { workers: 2, pause: 100 }, async () => {
        id += 1;
        const path = `/__session/events-${session}${target.tracker}`;
        // Sessions that are used seldom are deleted first, so some ids exceed the budget by themselves.
        const body = JSON.stringify({ last_processed_event_id: `${id}-${TEXT.repeat(id % 10 === 0 ? 12 : 1)}` });
        const outcome = await call(target, count, { method: 'PUT', path, body });
        // The full session becomes the longest unused one.
        if (outcome === '507') session += 1;
      });
    },
  },
  {
    name: 'wrong worlds',
    reaches: ['422'],
    async run(target, count) {
      let turn = 0;
      await repeat(target, { workers: 1, pause: 1000 }, async () => {
        turn += 1;
        const body = WRONG_WORLDS[turn % WRONG_WORLDS.length] ?? '';
        await call(target, count, { method: 'PUT', path: '/__session/world/__admin/state', body });
      });
    },
  },
  {
    name: 'stubs with framing headers',
    reaches: ['422'],
    async run(target, count) {
      let turn = 0;
      await repeat(target, CONTROL, async () => {
        turn += 1;
        const name = FRAMING_HEADERS[turn % FRAMING_HEADERS.length] ?? '';
        const body = JSON.stringify({ reply: { status: 503, headers: { [name]: 'x' } } });
        await call(target, count, { method: 'POST', path: '/__session/framing/__admin/stubs', body });
        await call(target, count, { method: 'GET', path: `/__session/framing${target.tracker}` });
      });
    },
  },
  {
    name: 'large stubs, events and snapshots',
    reaches: ['201'],
    async run(target, count) {
      const session = '/__session/control/__admin';
      let turn = 0;
      await repeat(target, CONTROL, async () => {
        turn += 1;
        const stub = JSON.stringify({ match: { path: '/never' }, reply: { status: 503, body: TEXT } });
        const event = JSON.stringify({ id: `${turn}-${TEXT}`, task_id: 't', agent_id: 'a' });
        const snapshot = JSON.stringify({ name: `snapshot-${turn}` });
        await call(target, count, { method: 'POST', path: `${session}/stubs`, body: stub });
        await call(target, count, { method: 'POST', path: `${session}/events`, body: event });
        await call(target, count, { method: 'POST', path: `${session}/state/snapshots`, body: snapshot });
      });
    },
  },
  {
    // Last, since from then on every token is checked in its turn, also the right one of the other attacks.
    name: 'guessed tokens',
    reaches: ['401', '429'],
    async run(target, count) {
      await sleep((target.duration * 2) / 3);
      let guess = 0;
      await repeat(target, { workers: 30, pause: 20 }, async () => {
        guess += 1;
        await call(target, count, { method: 'GET', path: '/__admin/sessions', token: `guess-${guess}` });
      });
    },
  },
];
