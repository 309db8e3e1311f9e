import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { findFile } from '../project.ts';
import { serveMock } from '../served-mock.ts';
import { printVerdict, say } from '../verdict.ts';

const FOLDER = findFile('test/judges/typescript-client/');
const run = promisify(execFile);

interface Report {
  readonly requests: number;
  readonly failures: readonly string[];
}

await install();
const mock = await serveMock(['--fixtures', findFile('fixtures/sdk.json')]);
const report = await judge(mock.url).catch((error: unknown): Report => {
  const { message, stdout } = error as { message: string; stdout?: string };
  return { requests: 0, failures: [`${message} ${stdout ?? ''}`.trim()] };
});
await mock.stop();
printVerdict({
  judge: 'typescript-client',
  requests: report.requests,
  differences: 0,
  failures: [...report.failures, ...mock.complaints],
});

/** Its packages, into its own folder; again where the lock file has changed. */
async function install(): Promise<void> {
  const note = `${FOLDER}node_modules/.judge-lock.json`;
  const lock = readFileSync(`${FOLDER}package-lock.json`, 'utf8');
  if (existsSync(note) && readFileSync(note, 'utf8') === lock) return;
  say('installing the generator');
  await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: FOLDER });
  writeFileSync(note, lock);
}

/** Generates a client from the mock's document, compiles what uses it under `strict`, and lets it run. */
async function judge(url: string): Promise<Report> {
  rmSync(`${FOLDER}dist`, { recursive: true, force: true });
  mkdirSync(`${FOLDER}dist`);
  const node = async (...args: readonly string[]): Promise<string> =>
    (await run(process.execPath, [...args], { cwd: FOLDER })).stdout;
  await node('node_modules/openapi-typescript/bin/cli.js', `${url}/openapi.json`, '--output', 'dist/tracker-api.d.ts');
  await node('node_modules/typescript/bin/tsc', '--project', '.');
  const output = await node('dist/client/calls.js', url);
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Report;
}
