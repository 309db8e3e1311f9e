import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkThresholds, countCoverage, toCoverageText } from '../coverage/coverage-summary.ts';
import { findRequests } from '../coverage/find-requests.ts';
import { listElements } from '../coverage/list-elements.ts';
import { DEFAULT_COVERAGE_REPORTERS } from '../coverage/reporters.ts';
import { createScratchMock } from '../coverage/scratch-mock.ts';
import { createTally } from '../coverage/tally.ts';
import { MockError } from '../mock-error.ts';
import type { PreparedMock } from '../node/create-tracker-mock.ts';
import { EMBEDDED_CONTRACT } from '../node/embedded-contract.ts';
import { writeGaps } from './coverage-gaps.ts';
import type { CoverageOptions } from './coverage-options.ts';
import type { Log } from './log.ts';
import type { Output } from './output.ts';
import type { ServeOptions } from './serve-options.ts';

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
  const { coverage: folder, coverageReporter, coverageThreshold = {}, contract: path = EMBEDDED_CONTRACT } = options;
  if (folder === undefined && coverageReporter !== undefined) {
    throw new MockError(
      'option-invalid',
      'Failed to report the coverage: there is no folder for the reports. Name one with --coverage, or leave out --coverage-reporter.',
    );
  }
  // Read now: the file may be another one when the run ends.
  const text = readFileSync(path, 'utf8');
  if (folder !== undefined) write(folder, () => checkFolder(folder));
  const tally = createTally(mock.contract);
  mock.onExchange((exchange) => tally.add(exchange));

  return async () => {
    const elements = listElements(mock.contract);
    const hits = tally.hits();
    const where = folder === undefined ? '' : `, reported in ${folder}`;
    log.info(`Coverage of the contract: ${toCoverageText(countCoverage(elements, hits))}${where}`);
    const problems = checkThresholds(elements, hits, coverageThreshold);
    // Below the log, where people look first.
    log.flush();
    for (const problem of problems) output.err(`${problem}\n`);
    if (folder !== undefined) {
      const { writeCoverage } = await import('../coverage/write-coverage.ts');
      const gaps = elements.filter(({ key }) => !hits.has(key));
      const scratch = createScratchMock(mock.contract, loaded.content, options.profile);
      const requests = findRequests(scratch.mock, new Set(gaps.map(({ key }) => key)), scratch.known);
      write(folder, () => {
        writeGaps(gaps, requests, folder, getUrl());
        writeCoverage({ elements, hits, path, text }, folder, coverageReporter ?? DEFAULT_COVERAGE_REPORTERS);
      });
    }
    return problems.length === 0;
  };
}

function checkFolder(folder: string): void {
  const draft = join(folder, `.${process.pid}.tmp`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(draft, '');
  rmSync(draft);
}

/** @throws {MockError} `option-invalid` if the function fails */
function write(folder: string, writeFiles: () => void): void {
  try {
    writeFiles();
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).replace(/, \w+ '[^]*$/, '');
    throw new MockError(
      'option-invalid',
      `Failed to write the coverage into ${JSON.stringify(folder)}: ${reason}. Give --coverage a folder that can be written.`,
      [],
      { cause: error },
    );
  }
}
