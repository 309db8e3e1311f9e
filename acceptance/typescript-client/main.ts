import { execFile } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { promisify } from 'node:util';
import { installPackages } from '../npm-packages.ts';
import { findFile } from '../project.ts';
import { printResult } from '../result.ts';
import { serveMock } from '../served-mock.ts';

const FOLDER = findFile('acceptance/typescript-client/');
const run = promisify(execFile);

interface Report {
  readonly requests: number;
  readonly failures: readonly string[];
}

await installPackages(FOLDER);
const mock = await serveMock(['--fixtures', findFile('fixtures/sdk.json')]);
const report = await callAll(mock.url).catch((error: unknown): Report => {
  const { message, stdout } = error as { message: string; stdout?: string };
  return { requests: 0, failures: [`${message} ${stdout ?? ''}`.trim()] };
});
await mock.stop();
printResult({
  name: 'typescript-client',
  requests: report.requests,
  differences: 0,
  failures: [...report.failures, ...mock.complaints],
});

/** Generates a client from the mock's document, compiles the calls under `strict`, and runs them. */
async function callAll(url: string): Promise<Report> {
  rmSync(`${FOLDER}dist`, { recursive: true, force: true });
  mkdirSync(`${FOLDER}dist`);
  const node = async (...args: readonly string[]): Promise<string> =>
    (await run(process.execPath, [...args], { cwd: FOLDER })).stdout;
  await node('node_modules/openapi-typescript/bin/cli.js', `${url}/openapi.json`, '--output', 'dist/tracker-api.d.ts');
  await node('node_modules/typescript/bin/tsc', '--project', '.');
  const output = await node('dist/client/calls.js', url);
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Report;
}
