// Lets the judges judge the built mock, one after the other, and prints a table: `node test/judges/run.mjs [NAME...]`, all without a name.
// Ends with 1 where one of them found something, or could not run.
import { execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('.', import.meta.url);
/** In the order in which they run. */
const JUDGES = ['fastapi', 'schemathesis', 'sdk', 'typescript-client', 'properties', 'hostile', 'soak'];
/** How long one may take, in milliseconds; one that hangs did not judge. */
const LIMIT = (20 + Number(process.env.SOAK_MINUTES ?? 3)) * 60_000;
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
execFileSync(process.execPath, [toPath('../../node_modules/typescript/bin/tsc'), '--project', toPath('.')], {
  stdio: 'inherit',
});

const rows = [];
for (const name of chosen) {
  console.log(`\n== ${name}`);
  rows.push(await judge(name));
}
console.log(
  `\n${toTable([['judge', 'requests', 'differences', 'failures', 'seconds'], ...rows.map((row) => row.cells)])}`,
);
if (rows.some((row) => !row.ok)) process.exitCode = 1;

async function judge(name) {
  const started = performance.now();
  const child = spawn(process.execPath, [toPath(`dist/${name}/main.js`)], {
    cwd: toPath('../..'),
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: LIMIT,
  });
  let counts;
  createInterface({ input: child.stdout }).on('line', (line) => {
    console.log(line);
    counts = COUNTS.exec(line) ?? counts;
  });
  const code = await new Promise((resolve) => {
    child.once('close', (exitCode) => resolve(exitCode));
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const [requests, differences, failures] = counts?.slice(1) ?? ['-', '-', 'did not run'];
  const ok = code === 0 && differences === '0' && failures === '0';
  const isSilent = !ok && differences === '0' && failures === '0';
  return { ok, cells: [name, requests, differences, isSilent ? `ended with ${code}` : failures, seconds] };
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
