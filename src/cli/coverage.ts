import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { countRun, reportCoverage, writeInto } from '../coverage/report-coverage.ts';
import { createTally } from '../coverage/tally.ts';
import { MockError } from '../mock-error.ts';
import type { PreparedMock } from '../node/create-tracker-mock.ts';
import { EMBEDDED_CONTRACT } from '../node/embedded-contract.ts';
import type { CoverageOptions } from './coverage-options.ts';
import type { Log } from './log.ts';
import type { Output } from './output.ts';
import type { ServeOptions } from './serve-options.ts';

const OPTION = '--coverage';

/**
 * Starts to count what of the contract a mock's exchanges cover.
 *
 * @param getUrl returns the address for the commands in reports
 * @returns a function that writes the reports, and returns whether the run reaches its thresholds
 * @throws {MockError} `option-invalid` if the reports cannot be written; so does the function
 */
export function openCoverage(
  options: CoverageOptions & Pick<ServeOptions, 'contract' | 'profile'>,
  { mock, loaded }: Pick<PreparedMock, 'mock' | 'loaded'>,
  log: Pick<Log, 'info' | 'flush'>,
  output: Pick<Output, 'err'>,
  getUrl: () => string,
): () => Promise<boolean> {
  const { coverage: folder, coverageReporter, coverageThreshold, contract: path = EMBEDDED_CONTRACT } = options;
  if (folder === undefined && coverageReporter !== undefined) {
    throw new MockError(
      'option-invalid',
      'Failed to report the coverage: there is no folder for the reports. Name one with --coverage, or leave out --coverage-reporter.',
    );
  }
  // Read now: the file may be another one when the run ends.
  const text = readFileSync(path, 'utf8');
  if (folder !== undefined) writeInto(folder, OPTION, () => checkFolder(folder));
  const tally = createTally(mock.contract);
  mock.onExchange((exchange) => tally.add(exchange));

  return async () => {
    const run = {
      contract: mock.contract,
      path,
      text,
      content: loaded.content,
      profile: options.profile,
      hits: tally.hits(),
      folder,
      option: OPTION,
      reporters: coverageReporter,
      thresholds: coverageThreshold,
      url: getUrl(),
    };
    const result = countRun(run);
    log.info(result.text);
    // Below the log, where people look first.
    log.flush();
    for (const problem of result.problems) output.err(`${problem}\n`);
    await reportCoverage(run, result);
    return result.problems.length === 0;
  };
}

function checkFolder(folder: string): void {
  const draft = join(folder, `.${process.pid}.tmp`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(draft, '');
  rmSync(draft);
}
