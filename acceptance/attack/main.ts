import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describeHealth, listHealthFailures, watchHealth } from '../hostile/health.ts';
import { measureAtRest, toMiB } from '../hostile/memory.ts';
import { readNumber } from '../number-variable.ts';
import { printResult, say } from '../result.ts';
import { runAgainst } from '../run-against.ts';
import { serveMock } from '../served-mock.ts';
import type { AttackResult, TargetOptions } from './attackers.ts';
import { startLastClients } from './last-clients.ts';
import { startNormalClient } from './normal-client.ts';
import { DELAY } from './stalls.ts';
import { writeWorld } from './world.ts';

const SECONDS = readNumber('ATTACK_SECONDS', 180, { least: 10 });
/** The limit for V8's heap, in MiB, and for all memory of the process, in bytes: that of a small container. */
const HEAP = 512;
const RESIDENT = 2 ** 30;
/** How much longer the attack may take until each budget is used up, in milliseconds. Other work on the machine slows it down. */
const EXTENSION = 120_000;
/** How long the attackers may take to end, in milliseconds. */
const PATIENCE = 60_000;
/** How much more the process may hold after the attack, without its sessions, in bytes. There is no warm-up, so this includes compiled code. */
const KEPT = 8 * 2 ** 20;
const SAMPLE_EVERY = 1000;
/** What all sessions may change, in bytes: so little that it is used up in a short attack. */
const STATE = 8 * 2 ** 20;
/** How long the last clients work before the mock is ended, in milliseconds. */
const LAST = 500;
const TOKEN = 'the-token-of-the-attacked-mock';

const failures: string[] = [];
const world = await writeWorld();
const { folder, contract } = world;
const mock = await serveMock(
  [
    `--contract=${contract}`,
    `--fixtures=${folder}`,
    '--watch',
    '--events=open',
    `--max-state-size=${STATE}`,
    `--admin-token=${TOKEN}`,
  ],
  { nodeOptions: [`--max-old-space-size=${HEAP}`], provoked: /the old world is still served/ },
);
let requests = 0;
await runAgainst(mock, failures, run);
await world.remove();
printResult({ name: 'attack', requests, differences: 0, failures });

async function run(): Promise<void> {
  const [first] = (await (await fetch(`${mock.url}/tracker`)).json()) as readonly { id: string }[];
  if (first === undefined) throw new Error('The world of the mock has no tracker.');
  const tracker = `/tracker/${first.id}`;
  const before = await measureAtRest(mock, 'before');
  const health = watchHealth(mock.port);
  const client = startNormalClient(mock.port, tracker);
  const memory = watchMemory();
  await attack({ port: mock.port, token: TOKEN, tracker, folder, duration: SECONDS * 1000, extension: EXTENSION });
  const answers = await health.stop();
  await client.stop();
  const highest = await memory.stop();
  requests += client.requests;
  failures.push(...client.failures);
  say(`/healthz: ${describeHealth(answers)}`);
  say(`${client.requests} normal requests; at most ${toMiB(highest)} MiB resident`);
  failures.push(...listHealthFailures(answers, memory.measureCpu));
  if (highest > RESIDENT) failures.push(`the process took ${toMiB(highest)} MiB, more than ${toMiB(RESIDENT)}`);
  // Until the delayed replies of connections that are not read are over.
  await sleep(DELAY);
  await forgetSessions();
  const after = await measureAtRest(mock, 'after');
  if (after.sockets > before.sockets) failures.push(`${after.sockets} sockets are left`);
  const kept = after.heapUsed + after.external - before.heapUsed - before.external;
  if (kept > KEPT) failures.push(`the process holds ${toMiB(kept)} MiB more than before`);
  await endUnderLoad();
}

/** Ends the mock while clients work with it. Each of their requests must be answered. */
async function endUnderLoad(): Promise<void> {
  const last = startLastClients(mock.port);
  await sleep(LAST);
  await mock.stop();
  failures.push(...(await last.finish()));
  say(`${last.requests} requests while the mock ended`);
  requests += last.requests;
}

/** Runs the attackers in a process of their own. */
async function attack(target: TargetOptions): Promise<void> {
  const attackers = fork(fileURLToPath(new URL('attackers.js', import.meta.url)), [JSON.stringify(target)]);
  const signal = AbortSignal.timeout(target.duration + target.extension + PATIENCE);
  try {
    const [results] = (await once(attackers, 'message', { signal })) as [AttackResult[]];
    for (const { name, tally, missed } of results) {
      for (const count of Object.values(tally)) requests += count;
      say(
        `${name}: ${Object.entries(tally)
          .map(([outcome, count]) => `${outcome} ${count}`)
          .join(', ')}`,
      );
      if (missed.length > 0) failures.push(`the attack "${name}" did not get ${missed.join(', ')}`);
    }
  } finally {
    attackers.kill('SIGKILL');
  }
}

interface MemoryWatch {
  /** Returns the highest resident memory, in bytes. */
  stop(): Promise<number>;
  /** Returns the CPU time that the mock used between two times, in milliseconds since the epoch. */
  measureCpu(from: number, to: number): number;
}

/** Reads the mock's memory and CPU time again and again. */
function watchMemory(): MemoryWatch {
  const samples: { readonly time: number; readonly cpu: number }[] = [];
  let isStopping = false;
  const watch = async (): Promise<number> => {
    let highest = 0;
    while (!isStopping) {
      const { rss, cpu } = await mock.measure('asItIs');
      highest = Math.max(highest, rss);
      samples.push({ time: Date.now(), cpu });
      await sleep(SAMPLE_EVERY);
    }
    return highest;
  };
  const highest = watch().catch((error: unknown) => {
    failures.push(`the memory could not be measured: ${String(error)}`);
    return 0;
  });
  return {
    async stop() {
      isStopping = true;
      return highest;
    },
    measureCpu(from, to) {
      const inside = samples.filter(({ time }) => time >= from && time <= to);
      return (inside.at(-1)?.cpu ?? 0) - (inside[0]?.cpu ?? 0);
    },
  };
}

/** Deletes all sessions. Checks of tokens are slow after the guesses. */
async function forgetSessions(): Promise<void> {
  const { status } = await fetch(`${mock.url}/__admin/sessions`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${TOKEN}`, connection: 'close' },
  });
  if (status >= 300) failures.push(`DELETE /__admin/sessions after the attack: ${status}`);
}
