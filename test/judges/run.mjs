// Lets the judges judge the built mock, one after the other, and prints a table: `node test/judges/run.mjs [NAME...]`, all without a name.
// Ends with 1 where one of them found something, or could not run.
import { execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('.', import.meta.url);
/** By name: what is compiled for it, and what runs. In the order in which they run. */
const JUDGES = {
  fastapi: { project: '.', main: 'dist/fastapi/main.js' },
  schemathesis: { project: '.', main: 'dist/schemathesis/main.js' },
  sdk: { project: '.', main: 'dist/sdk/main.js' },
  'typescript-client': { project: '.', main: 'dist/typescript-client/main.js' },
  properties: { project: '.', main: 'dist/properties/main.js' },
  hostile: { project: '.', main: 'dist/hostile/main.js' },
  soak: { project: '.', main: 'dist/soak/main.js' },
};
/** The last line of every judge. */
const COUNTS = /^\S+: (\d+) requests, (\d+) differences, (\d+) failures/;

const names = process.argv.slice(2);
const unknown = names.filter((name) => !Object.hasOwn(JUDGES, name));
if (unknown.length > 0) {
  console.error(`There is no judge ${unknown.join(', ')}: give ${Object.keys(JUDGES).join(', ')}, or nothing for all.`);
  process.exit(2);
}

const chosen = names.length > 0 ? names : Object.keys(JUDGES);
execFileSync('npm', ['run', '--silent', 'build'], { cwd: toPath('../..'), stdio: 'inherit' });
for (const project of new Set(chosen.map((name) => JUDGES[name].project))) {
  execFileSync(process.execPath, [toPath('../../node_modules/typescript/bin/tsc'), '--project', toPath(project)], {
    stdio: 'inherit',
  });
}

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
  const child = spawn(process.execPath, [toPath(JUDGES[name].main)], {
    cwd: toPath('../..'),
    stdio: ['ignore', 'pipe', 'inherit'],
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
  const [requests, differences, failures] = counts === undefined ? ['none', '-', 'could not run'] : counts.slice(1);
  return {
    ok: code === 0 && counts !== undefined && differences === '0' && failures === '0',
    cells: [name, requests, differences, failures, seconds],
  };
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
