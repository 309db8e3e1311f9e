import { Buffer } from 'node:buffer';
import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openConnection } from './raw-connection.ts';
import type { Attack } from './target.ts';
import { call, repeat } from './target.ts';

/** As much as one read of the server takes. */
const CHUNK = 64 * 1024;
/** How long a client holds a connection on which nothing happens, in milliseconds. */
const HELD = 5000;

/** How long a pipelined request is delayed, in milliseconds: longer than its client stays. */
export const DELAY = 15_000;

function get(path: string, ...headers: readonly string[]): string {
  return [`GET ${path} HTTP/1.1`, 'host: 127.0.0.1', ...headers, '', ''].join('\r\n');
}

/** Attacks that make the server wait, or give it much to do for few bytes. */
export const STALLS: readonly Attack[] = [
  {
    name: 'pipelined delays',
    reaches: [],
    async run(target, count) {
      const request = get('/', `prefer: delay=${DELAY}`);
      const requests = request.repeat(Math.ceil(CHUNK / request.length));
      // One read of each connection is more than 10,000 requests together.
      await repeat(target, { workers: 8, pause: DELAY }, async (worker) => {
        await sleep(worker * 500);
        const connection = openConnection(target.port, count);
        // 47 MB, if the server read them.
        for (let sent = 0; sent < 720 && !target.isOver(); sent += 1) {
          if (!(await connection.write(requests, HELD))) break;
        }
        await connection.close(0);
      });
    },
  },
  {
    name: 'bodies in chunks of one byte',
    // A whole one takes longer than a short attack.
    reaches: [],
    async run(target, count) {
      const head = `PUT /__session/chunks${target.tracker} HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`;
      const body = `{"status":"${'x'.repeat(2 ** 20)}"}`;
      const bytes = Buffer.from(`${head}${Array.from(body, (byte) => `1\r\n${byte}\r\n`).join('')}0\r\n\r\n`);
      await repeat(target, { workers: 30, pause: 1000 }, async (worker) => {
        const connection = openConnection(target.port, count);
        // Most bodies do not come to their end.
        const end = worker < 3 ? bytes.length : bytes.length - 5;
        for (let sent = 0; sent < end && !target.isOver(); sent += CHUNK) {
          if (!(await connection.write(bytes.subarray(sent, Math.min(end, sent + CHUNK)), HELD))) break;
          await sleep(200);
        }
        await connection.close(target.isOver() ? 0 : HELD);
      });
    },
  },
  {
    name: 'slow replies',
    reaches: ['200', '503'],
    async run(target, count) {
      await repeat(target, { workers: 2000, pause: 1000 }, async (worker) => {
        // Otherwise they fill the queue of new connections, in which the others have to wait, too.
        await sleep(3 * worker);
        const connection = openConnection(target.port, count);
        await connection.write(get('/tracker', 'prefer: fault=slow-body'), HELD);
        // One that gives up earlier leaves a dead connection in the queue, and opens the next.
        await connection.answered(12 * HELD);
        await connection.close(target.isOver() ? 0 : 2 * HELD);
      });
    },
  },
  {
    name: 'a contract that expands',
    reaches: ['422'],
    async run(target, count) {
      const tree = `${'{"next":'.repeat(200)}1${'}'.repeat(200)}`;
      const path = `/__session/expands${target.tracker}`;
      await repeat(target, { workers: 2, pause: 200 }, async (worker) => {
        const body = worker % 2 === 0 ? '{"expands":"x"}' : `{"grows":${tree}}`;
        await call(target, count, { method: 'PUT', path, body });
      });
    },
  },
  {
    name: 'a watched folder that is replaced, with a huge file',
    reaches: ['replaced'],
    async run(target, count) {
      const away = `${target.folder}-away`;
      await repeat(target, { workers: 1, pause: 2000 }, async () => {
        const file = await open(join(target.folder, 'huge.json'), 'w');
        await file.truncate(3 * 2 ** 30);
        await file.close();
        await sleep(1000);
        await rename(target.folder, away);
        await sleep(1000);
        await rename(away, target.folder);
        count('replaced');
      });
    },
  },
  {
    name: 'archives',
    reaches: ['200'],
    async run(target, count) {
      const path = '/__session/archive';
      const body = JSON.stringify({ status: 'x'.repeat(60_000) });
      for (let sent = 0; sent < 300; sent += 1) {
        await call(target, count, { method: 'PUT', path: path + target.tracker, body });
      }
      const archive = `${path}/__admin/requests.har`;
      const request = get(archive, `authorization: Bearer ${target.token}`);
      await Promise.all([
        repeat(target, { workers: 10, pause: 500 }, async () => call(target, count, { method: 'GET', path: archive })),
        repeat(target, { workers: 40, pause: 500 }, async () => {
          const connection = openConnection(target.port, count);
          connection.socket.pause();
          await connection.write(request, HELD);
          await connection.close(target.isOver() ? 0 : HELD);
        }),
      ]);
    },
  },
];
