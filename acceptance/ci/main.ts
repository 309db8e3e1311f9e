import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { installPackages } from '../npm-packages.ts';
import { findFile } from '../project.ts';
import { installPython } from '../python.ts';
import { printResult, say } from '../result.ts';
import { serveMock } from '../served-mock.ts';

// What docs/ci.md says to do with programs that are not part of the project: pytest with agentex-client, and wait-on.

const FOLDER = 'acceptance/ci';

interface Run {
  readonly code: number | null;
  readonly output: string;
}

const failures: string[] = [];
let requests = 0;

function check(what: string, holds: boolean, { code, output }: Run): void {
  say(`${holds ? 'ok' : 'not ok'} ${what}`);
  if (!holds) failures.push(`${what}: it ended with ${code}:\n${output}`);
}

/** The files and commands of the guide, by the name in front of the block, or by the language. */
const guide = readFileSync(findFile('docs/ci.md'), 'utf8');

function readFile(name: string): string {
  const start = guide.indexOf(`\`${name}\`:\n\n\`\`\`python\n`);
  if (start === -1) throw new Error(`docs/ci.md has no file ${name}.`);
  const text = guide.slice(guide.indexOf('```python\n', start) + '```python\n'.length);
  return text.slice(0, text.indexOf('```'));
}

function readCommand(part: string): string {
  const command = guide.split('\n').find((line) => line.startsWith('npx ') && line.includes(part));
  if (command === undefined) throw new Error(`docs/ci.md has no command with ${JSON.stringify(part)}.`);
  return command;
}

const python = installPython(findFile(`${FOLDER}/requirements.txt`), findFile(`${FOLDER}/.venv`));
await installPackages(findFile(`${FOLDER}/`));

/** A project with the package installed, as far as npx and Node can tell. */
const project = mkdtempSync(join(tmpdir(), 'tracker-mock-ci-'));
mkdirSync(join(project, 'node_modules/.bin'), { recursive: true });
symlinkSync(findFile('dist/bundle/bin.js'), join(project, 'node_modules/.bin/tracker-mock'));
symlinkSync(findFile(`${FOLDER}/node_modules/.bin/wait-on`), join(project, 'node_modules/.bin/wait-on'));

/** Runs a command of the guide in the project, in a shell. */
async function run(command: string): Promise<Run> {
  const child = spawn('sh', ['-c', command], {
    cwd: project,
    env: { ...process.env, PATH: `${dirname(python)}${delimiter}${process.env['PATH'] ?? ''}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  requests += Number(/^(\d+) requests?, /m.exec(output)?.[1] ?? 0);
  return { code, output };
}

try {
  const pytest = readCommand('-- pytest');
  for (const name of ['conftest.py', 'test_tracker.py']) writeFileSync(join(project, name), readFile(name));
  const suite = await run(pytest);
  check('pytest with agentex-client passes', suite.code === 0 && suite.output.includes('2 passed'), suite);
  check('what the header allows is counted as allowed', suite.output.includes('0 violations, 1 allowed'), suite);

  const header = ', extra_headers={"Prefer": "allow-violations"}';
  writeFileSync(join(project, 'test_tracker.py'), readFile('test_tracker.py').replace(header, ''));
  const without = await run(pytest.replace(' -- ', ' --junit report.xml --ctrf report.json -- '));
  check('without the header the run ends with 1', without.code === 1 && without.output.includes('2 passed'), without);
  const named = 'GET /tracker?limit=0';
  check('the summary names the request', without.output.includes(`  ${named}: request query.limit: `), without);
  for (const report of ['report.xml', 'report.json']) {
    check(`${report} names the request`, readFileSync(join(project, report), 'utf8').includes(named), without);
  }
  await checkCurlLine(without);

  writeFileSync(join(project, 'test_tracker.py'), 'def test_fails(client):\n    assert client.tracker.list() == []\n');
  const failing = await run(pytest);
  check(
    'a failing suite ends with the code of pytest',
    failing.code === 1 && failing.output.includes('1 failed'),
    failing,
  );

  await checkWaitOn();
} finally {
  rmSync(project, { recursive: true, force: true });
}
printResult({ name: 'ci', requests, differences: 0, failures });

/** The command that the summary shows gets the same refusal from a mock on the default address. */
async function checkCurlLine({ output }: Run): Promise<void> {
  const command = /^ +(curl .*limit=0.*)$/m.exec(output)?.[1] ?? 'false';
  const mock = await serveMock([]);
  const again = await run(command.replace('http://127.0.0.1:4010', mock.url));
  check('the curl command sends the request again', again.output.includes('"greater_than_equal"'), again);
  await mock.stop();
}

async function checkWaitOn(): Promise<void> {
  const command = readCommand('wait-on');
  const mock = await serveMock([]);
  for (const path of ['/readyz', '/healthz', '/']) {
    const address = `${mock.url}${path}`;
    const waited = await run(command.replace(/http:\S+/, `--timeout 20000 ${address}`));
    check(`wait-on waits for ${path}`, waited.code === 0, waited);
  }
  await mock.stop();
  failures.push(...mock.complaints);
}
