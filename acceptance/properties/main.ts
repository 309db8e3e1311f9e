import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readNumber } from '../number-variable.ts';
import { findFile } from '../project.ts';
import { drawSeed, printResult } from '../result.ts';

/** How often each property is tried; `npm test` tries them too, a few times. */
const RUNS = readNumber('PROPERTY_RUNS', 1500);

interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

const seed = drawSeed();
const folder = mkdtempSync(join(tmpdir(), 'properties-'));
const counts = join(folder, 'counts.txt');
const file = join(folder, 'report.json');
const failures: string[] = [];
let requests = 0;
try {
  const options = [
    'run',
    'test/properties',
    '--testTimeout=1200000',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ];
  const child = spawn(process.execPath, [findFile('node_modules/vitest/vitest.mjs'), ...options], {
    cwd: findFile('.'),
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, PROPERTY_RUNS: String(RUNS), PROPERTY_SEED: String(seed), PROPERTY_COUNTS: counts },
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  const { testResults, numPassedTests } = JSON.parse(readFileSync(file, 'utf8')) as Report;
  failures.push(...listFailures(testResults));
  if (code !== 0 && failures.length === 0) failures.push(`vitest ended with code ${code ?? 'none'}`);
  if (numPassedTests === 0) failures.push('no property was tried');
  requests = readFileSync(counts, 'utf8')
    .split('\n')
    .reduce((sum, count) => sum + Number(count), 0);
} finally {
  rmSync(folder, { recursive: true });
}
printResult({ name: 'properties', requests, differences: 0, failures });

function listFailures(results: Report['testResults']): string[] {
  return results.flatMap(({ message, assertionResults }) => {
    const failed = assertionResults
      .filter(({ status }) => status !== 'passed')
      .map(({ fullName, failureMessages }) => `${fullName}: ${failureMessages.join('; ')}`);
    // A file that does not load has no tests.
    return failed.length === 0 && message !== '' ? [message] : failed;
  });
}
