// Lets the judges judge the built mock, one after the other, and prints a table: `node test/judges/run.mjs [NAME...]`, all without a name.
// Ends with 1 where one of them found something or could not run, or where they took too long.
import { execFileSync, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('.', import.meta.url);
/** In the order in which they run. */
const JUDGES = ['fastapi', 'schemathesis', 'sdk', 'typescript-client', 'properties', 'hostile', 'soak'];
/** How long the soak takes, in minutes: three, unless it is told otherwise. */
const SOAK = Number(process.env.SOAK_MINUTES ?? 3);
if (!(SOAK > 0 && Number.isFinite(SOAK))) {
  console.error(`Failed to read SOAK_MINUTES: ${JSON.stringify(process.env.SOAK_MINUTES)} is not a number above 0.`);
  process.exit(2);
}
/** How long one may take, in milliseconds; one that hangs did not judge. */
const LIMIT = (20 + SOAK) * 60_000;
/** How long all of them may take, in seconds. A soak that is asked to be longer may take as much more. */
const TOTAL = (25 + Math.max(0, SOAK - 3)) * 60;
/** The last line of every judge. */
const COUNTS = /^\S+: (\d+) requests, (\d+) differences, (\d+) failures/;

const names = process.argv.slice(2);
const unknown = names.filter((name) => !JUDGES.includes(name));
if (unknown.length > 0) {
  console.error(`There is no judge ${unknown.join(', ')}: give ${JUDGES.join(', ')}, or nothing for all.`);
  process.exit(2);
}

const chosen = names.length > 0 ? names : JUDGES;
execFileSync('npm', ['run', '--silent', 'build'], { cwd: toPath('../..'), stdio: 'inherit' });
// What a judge that is gone or renamed left there would still run.
rmSync(toPath('dist'), { recursive: true, force: true });
execFileSync(process.execPath, [toPath('../../node_modules/typescript/bin/tsc'), '--project', toPath('.')], {
  stdio: 'inherit',
});

/** The judge that runs, if one does. It leads a process group of its own, which the terminal's Ctrl-C does not reach. */
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
  rows.push(await judge(name));
}
const total = (performance.now() - begun) / 1000;
console.log(
  `\n${toTable([
    ['judge', 'requests', 'differences', 'failures', 'seconds'],
    ...rows.map((row) => row.cells),
    ['all', '', '', '', total.toFixed(0)],
  ])}`,
);
if (rows.some((row) => !row.ok)) process.exitCode = 1;
if (total > TOTAL) {
  console.error(`The judges took ${(total / 60).toFixed(1)} minutes, more than ${TOTAL / 60}.`);
  process.exitCode = 1;
}

async function judge(name) {
  const started = performance.now();
  running = spawn(process.execPath, [toPath(`dist/${name}/main.js`)], {
    cwd: toPath('../..'),
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const child = running;
  let isLate = false;
  // What the judge started has its output, too, and would keep it open: all of them end together.
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
  return { ok, cells: [name, requests, differences, isSilent ? `ended with ${code}` : failures, seconds] };
}

/** Ends a judge with all that it started. */
function endGroup(child) {
  try {
    if (child !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // They are gone already.
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
