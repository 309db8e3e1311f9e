// Runs the acceptance tests one after the other against the built mock, and prints a table: `node acceptance/run.mjs [NAME...]`.
// Exits with code 1 if one of them found something, could not run, or if they took too long.
import { execFileSync, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('.', import.meta.url);
/** In the order in which they run. */
const TESTS = [
  'fastapi',
  'schemathesis',
  'sdk',
  'typescript-client',
  'ci',
  'proxy',
  'metrics',
  'verify',
  'drift',
  'properties',
  'state',
  'scenario',
  'scale-out',
  'hostile',
  'attack',
  'soak',
];
/** Run by their names only: they take minutes, and need more than the others. */
const BY_NAME = ['image'];
/** How often `state` kills the mock if all tests run. By its name it does so as often as it has to show. */
const KILLS = '25';
/** The length of the soak in minutes. */
const SOAK = Number(process.env.SOAK_MINUTES ?? 3);
if (!(SOAK > 0 && Number.isFinite(SOAK))) {
  console.error(`Failed to read SOAK_MINUTES: ${JSON.stringify(process.env.SOAK_MINUTES)} is not a number above 0.`);
  process.exit(2);
}
const names = process.argv.slice(2);
/** The limit for one test, in milliseconds; one that hangs has failed. By its name a test may be given more work than the gate has time for. */
const LIMIT = ((names.length > 0 ? 120 : 20) + SOAK) * 60_000;
/** The limit for all of them, in seconds. A longer soak adds its length. */
const TOTAL = (30 + Math.max(0, SOAK - 3)) * 60;
/** The last line of every test. */
const COUNTS = /^\S+: (\d+) requests, (\d+) differences, (\d+) failures/;

const known = [...TESTS, ...BY_NAME];
const unknown = names.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(
    `Unknown acceptance test ${unknown.join(', ')}. Give ${known.join(', ')}, or no name for all but ${BY_NAME.join(', ')}.`,
  );
  process.exit(2);
}

const chosen = names.length > 0 ? names : TESTS;
// By their names they take longer.
if (names.length === 0) {
  process.env.ATTACK_SECONDS ??= '25';
  process.env.METRICS_REQUESTS ??= '2000';
  process.env.SCENARIO_SECONDS ??= '15';
}
execFileSync('npm', ['run', '--silent', 'build'], { cwd: toPath('..'), stdio: 'inherit' });
// Otherwise a test that was removed or renamed would leave its old program there.
rmSync(toPath('dist'), { recursive: true, force: true });
runTool('typescript/bin/tsc', '--project', toPath('.'));
// A comparison says nothing if its own helpers are wrong.
runTool('vitest/vitest.mjs', 'run', '--root', toPath('.'), ...chosen.map((name) => `${name}/`));

/** The process of the test that runs, if any. It leads its own process group, which the terminal's Ctrl-C does not reach. */
let running;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    endGroup(running);
    process.exit(1);
  });
}

const begun = performance.now();
const rows = [];
for (const name of chosen) {
  console.log(`\n== ${name}`);
  rows.push(await run(name));
}
const total = (performance.now() - begun) / 1000;
console.log(
  `\n${toTable([
    ['test', 'requests', 'differences', 'failures', 'seconds'],
    ...rows.map((row) => row.cells),
    ['all', '', '', '', total.toFixed(0)],
  ])}`,
);
if (rows.some((row) => !row.ok)) process.exitCode = 1;
if (total > TOTAL) {
  console.error(`The acceptance tests took ${(total / 60).toFixed(1)} minutes, more than ${TOTAL / 60}.`);
  process.exitCode = 1;
}

async function run(name) {
  const started = performance.now();
  running = spawn(process.execPath, [toPath(`dist/${name}/main.js`)], {
    cwd: toPath('..'),
    env: names.length > 0 ? process.env : { STATE_KILLS: KILLS, ...process.env },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const child = running;
  let isLate = false;
  // Processes that the test started share its output and would keep it open, so the whole group ends together.
  const timer = setTimeout(() => {
    isLate = true;
    endGroup(child);
  }, LIMIT);
  child.once('exit', () => endGroup(child));
  let counts;
  createInterface({ input: child.stdout }).on('line', (line) => {
    console.log(line);
    counts = COUNTS.exec(line) ?? counts;
  });
  const code = await new Promise((resolve) => {
    child.once('close', (exitCode, signal) => resolve(exitCode ?? signal));
  });
  clearTimeout(timer);
  running = undefined;
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const [requests, differences, failures] = counts?.slice(1) ?? ['-', '-', isLate ? 'hung' : 'did not run'];
  const ok = code === 0 && differences === '0' && failures === '0';
  const isSilent = !ok && differences === '0' && failures === '0';
  return { ok, cells: [name, requests, differences, isSilent ? `exit code ${code}` : failures, seconds] };
}

/** Runs a tool of the project's node_modules, and exits with code 1 if it fails; the tool has said why. */
function runTool(path, ...args) {
  try {
    execFileSync(process.execPath, [toPath(`../node_modules/${path}`), ...args], { stdio: 'inherit' });
  } catch {
    process.exit(1);
  }
}

/** Ends a test and every process that it started. */
function endGroup(child) {
  try {
    if (child !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // They have ended already.
  }
}

function toPath(path) {
  return fileURLToPath(new URL(path, FOLDER));
}

function toTable(lines) {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => String(line[column]).length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => (column === 0 ? String(cell).padEnd(widths[0]) : String(cell).padStart(widths[column])))
        .join('  '),
    )
    .join('\n');
}
