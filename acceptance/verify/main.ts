import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { readNumber } from '../number-variable.ts';
import { findFile } from '../project.ts';
import { installPython } from '../python.ts';
import { drawSeed, printResult, say } from '../result.ts';
import { serveMock } from '../served-mock.ts';
import { makeWorld } from './make-world.ts';
import type { World } from './make-world.ts';
import type { VerifyEnd } from './run-verify.ts';
import { runVerify } from './run-verify.ts';

/** The bugs of app.py, each with the one difference that it must be. */
const BUGS: Readonly<Record<string, RegExp>> = {
  'missing-member': /^the 200 reply breaks the contract at body.*: must have required property 'agent_id'$/,
  'wrong-type': /^the 200 reply breaks the contract at body.*\btask_id: must be string$/,
  'no-zone': /^the 200 reply breaks the contract at body.*\bcreated_at: must match format "date-time"$/,
  'cursor-goes-back': /^status 200, where 400 is expected: /,
  'status-kept': /^status is "VERIFY BEFORE", where null is expected$/,
  'always-renewed': /^updated_at changes, where it stays in the mock$/,
  'wrong-order': /^the order differs from place \d+ on: /,
  'page-off-by-one': /^the list holds \d+ rows?.*, where \d+ rows?.* should be$/,
  'fails-at-json': /^status 500, where 422 is expected: 500 "Internal Server Error"$/,
  'filter-ignored': /^the list holds \d+ rows .*, where \d+ rows?.* should be$/,
};
const TOKEN = 's3cret-of-the-acceptance-test';
const PHASES = ['contract cases', 'list rules', 'errors', 'state rules', 'CORS', 'health'];
const STRICT = ['--events', 'strict'];
const KNOWN = ['--operations', '/tracker*', '--operations', '/events*'];
const ASKED = [...STRICT, ...KNOWN, '--cors', 'https://app.example', '--health'];
/** How many runs there are at a time: one server takes a part of a processor, and some runs mostly wait. */
const AT_ONCE = 3;

const seedCount = readNumber('VERIFY_SEEDS', 3);
const base = drawSeed();
const seeds = Array.from({ length: seedCount }, (_, index) => base + index);
const worlds = new Map(seeds.map((seed) => [String(seed), makeWorld(seed)]));
const first = String(base);
// Whether it is slow shows in a few requests.
const small = { trackers: worlds.get(first)?.trackers.slice(0, 1) ?? [], events: [] };
const failures: string[] = [];
let requests = 0;

const python = installPython(
  findFile('acceptance/fastapi/requirements-newest.txt'),
  findFile('acceptance/fastapi/.venv-newest'),
  ['3.12', '3.11'],
);
const server = spawn(python, [findFile('acceptance/verify/app.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
server.stdin.write(`${JSON.stringify({ ...Object.fromEntries(worlds), small })}\n`);
const [port] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];

function toUrl(front: string, world: string, bug = 'none'): string {
  return `http://127.0.0.1:${port}/${front}/${world}/${bug}`;
}

function check(name: string, what: string, isTrue: boolean, { code, out, err }: VerifyEnd): void {
  if (!isTrue) failures.push(`${name}: ${what}; exit code ${code}, ${out.slice(0, 2000)} ${err.slice(0, 500)}`);
}

function findWritten(world: string): string {
  return String((world === 'small' ? small : worlds.get(world))?.trackers[0]?.['id']);
}

async function readTrackers(world: string, bug: string): Promise<World['trackers']> {
  const response = await fetch(`${toUrl('plain', world, bug)}/tracker?limit=1000&order_by=id`);
  return (await response.json()) as World['trackers'];
}

/** Verifies with updates of one tracker, and checks that only that one was updated, and was put back. */
async function verify(
  name: string,
  {
    front = 'plain',
    world = first,
    bug = 'none',
    args = ASKED,
    ...options
  }: {
    readonly front?: string;
    readonly world?: string;
    readonly bug?: string;
    readonly args?: readonly string[];
    readonly onStart?: Parameters<typeof runVerify>[2];
  },
): Promise<VerifyEnd> {
  const written = findWritten(world);
  const before = await readTrackers(world, bug);
  const writing = ['--write', '--tracker', written, '--may-move-cursor', '--seed', world];
  const end = await runVerify(toUrl(front, world, bug), [...args, ...writing], options.onStart);
  requests += end.report.requests;
  const after = await readTrackers(world, bug);
  const strip = (rows: World['trackers']): string =>
    JSON.stringify(rows.map((row) => (row['id'] === written ? [row['status'], row['status_reason']] : row)));
  check(name, 'the trackers are not as before', strip(before) === strip(after), end);
  check(name, 'a secret is shown', !`${end.out}${end.err}`.includes(TOKEN), end);
  return end;
}

function checkClean(name: string, end: VerifyEnd, phases: readonly string[] = PHASES): void {
  check(name, 'it is not clean', end.code === 0 && end.report.differences.length === 0, end);
  const idle = phases.filter((phase) => !end.report.phases.some((one) => one.phase === phase && one.ran > 0));
  check(name, `nothing ran of ${idle.join(', ')}`, idle.length === 0, end);
}

/** Checks that a server without bugs does not differ, and that the run says what it met. */
async function checkFront(
  front: string,
  note: RegExp | undefined,
  args: readonly string[],
  world = first,
): Promise<void> {
  const end = await verify(front, { front, bug: `none-${front}`, args, world });
  checkClean(front, end, ['contract cases']);
  const isNoted = note === undefined || end.report.notes.some((one) => note.test(one));
  check(front, `${String(note)} is not noted`, isNoted, end);
}

async function checkBug(bug: string, world: string): Promise<void> {
  const name = `${bug} in the world ${world}`;
  const end = await verify(name, { bug, world, args: [...STRICT, '--operations', '/tracker*'] });
  const { differences } = end.report;
  const isFound = differences.length === 1 && BUGS[bug]?.test(differences[0]?.what ?? '') === true;
  check(name, 'it is not one difference', end.code === 1 && isFound, end);
}

async function checkRefused(args: readonly string[]): Promise<void> {
  const end = await runVerify(toUrl('guarded', first), [...ASKED, ...args]);
  requests += end.report.requests;
  const isSaid = end.report.problems.some((problem) => problem.startsWith('missing authorization: '));
  check('guarded', 'it does not say that', isSaid && end.code === 1 && end.report.differences.length === 0, end);
  check('guarded', 'a secret is shown', !`${end.out}${end.err}`.includes(TOKEN), end);
}

/** Sends Ctrl-C as soon as the tracker is updated. */
async function checkInterruption(): Promise<void> {
  const [before] = small.trackers;
  const end = await verify('interruption', {
    front: 'slow',
    world: 'small',
    args: [...STRICT, '--operations', 'PUT /tracker*'],
    onStart(child) {
      void (async () => {
        while (child.exitCode === null) {
          const [now] = await readTrackers('small', 'none');
          if (now?.['status'] !== before?.['status']) {
            child.kill('SIGINT');
            return;
          }
          await sleep(50);
        }
      })();
    },
  });
  const isSaid = end.report.problems.includes('interrupted: not all cases ran');
  check('interruption', 'it does not end with 1', end.code === 1 && isSaid, end);
}

async function checkMock(profile: string): Promise<void> {
  const mock = await serveMock(['--profile', profile, ...STRICT]);
  try {
    const [tracker] = (await (await fetch(`${mock.url}/tracker`)).json()) as World['trackers'];
    const args = [...ASKED, '--profile', profile, '--write', '--tracker', String(tracker?.['id']), '--may-move-cursor'];
    const end = await runVerify(mock.url, args);
    requests += end.report.requests;
    checkClean(`the mock with the profile ${profile}`, end);
  } finally {
    await mock.stop();
  }
  failures.push(...mock.complaints);
}

const bugs = Object.keys(BUGS).flatMap((bug, index) => {
  // A few worlds in the gate: each bug is looked for in one of them.
  const own = process.env['VERIFY_SEEDS'] === undefined ? [seeds[index % seeds.length]] : seeds;
  return own.map((seed) => () => checkBug(bug, String(seed)));
});
const few = [...STRICT, '--operations', 'GET /tracker/{tracker_id}'];
const guarded = ['-H', `Authorization: Bearer ${TOKEN}`];
const tasks: (() => Promise<void>)[] = [
  // These mostly wait.
  checkInterruption,
  () => checkFront('slow', /^the server is slow: replies took \d+ ms on average/, few, 'small'),
  () => checkFront('limited', /^sent \d+ requests again after 429$/, ASKED),
  ...seeds.map((seed) => async () => {
    const name = `the world ${seed}`;
    checkClean(name, await verify(name, { world: String(seed) }));
  }),
  ...bugs,
  () => checkFront('unsteady', /^sent \d+ requests again after 503$/, ASKED, String(seeds.at(-1))),
  () => checkFront('guarded', undefined, [...ASKED, ...guarded], String(seeds.at(-1))),
  () => checkRefused([]),
  () => checkRefused(['-H', `Authorization: Bearer wrong-${TOKEN}`]),
  () => checkMock('contract'),
  () => checkMock('deployed'),
];
try {
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) await task();
    }),
  );
} finally {
  server.stdin.end();
}
say(`${seeds.length} worlds without bugs, ${bugs.length} runs with one`);
printResult({ name: 'verify', requests, differences: 0, failures });
