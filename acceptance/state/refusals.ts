import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findFile } from '../project.ts';
import { startMock } from './mock-process.ts';

/** Starts with files that must be refused: with exit code 2, the reason, and the file as it was. Returns the number of requests. */
export async function checkRefusals(folder: string, failures: string[]): Promise<number> {
  const whole = readFileSync(join(folder, 'killed.json'), 'utf8');
  const contract = readFileSync(findFile('openapi.json'), 'utf8').replaceAll('"status_reason"', '"status_text"');
  const other = join(folder, 'other.openapi.json');
  writeFileSync(other, contract);
  const cases: readonly (readonly [what: string, text: string, args: readonly string[], reason: string])[] = [
    [
      'a file of another contract',
      whole,
      ['--contract', other, '--fixtures', join(folder, 'world.json')],
      'it was written for another contract',
    ],
    ['half a file', whole.slice(0, whole.length / 2), [], 'is not JSON at line'],
    ['an empty file', '', [], 'is not JSON at line 1, column 1'],
    [
      'a file that breaks the contract',
      whole.replace('"agent_id":"agent"', '"agent_id":5'),
      [],
      '/agent_id breaks the contract',
    ],
  ];
  for (const [what, text, args, reason] of cases) {
    const file = join(folder, 'refused.json');
    writeFileSync(file, text);
    const mock = await startMock([...args, '--state', file]);
    const code = await mock.end('SIGTERM');
    if (code !== 2) failures.push(`${what} is not refused: exit code ${code}`);
    if (!mock.output().includes(reason)) failures.push(`${what} is refused without the reason: ${mock.output()}`);
    if (readFileSync(file, 'utf8') !== text) failures.push(`${what} was changed`);
  }
  return cases.length;
}
