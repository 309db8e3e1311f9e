import type { Contract } from '../contract/contract.ts';
import { MockError } from '../mock-error.ts';
import type { Profile } from '../operations/profile.ts';
import type { WorldContent } from '../trackers/world.ts';
import { writeGaps } from './coverage-gaps.ts';
import type { CoverageThresholds } from './coverage-summary.ts';
import { checkThresholds, countCoverage, toCoverageText } from './coverage-summary.ts';
import type { CoverageElement } from './element.ts';
import { findRequests } from './find-requests.ts';
import { listElements } from './list-elements.ts';
import type { CoverageReporter } from './reporters.ts';
import { DEFAULT_COVERAGE_REPORTERS } from './reporters.ts';
import { createScratchMock } from './scratch-mock.ts';
import type { Hit } from './tally.ts';

/** What a run covered, and how it is reported. */
export interface CoverageReportOptions {
  readonly contract: Contract;
  /** The contract's file, by which the reports name it. */
  readonly path: string;
  readonly text: string;
  /** The world that the run started with, in which requests for the gaps are tried. */
  readonly content: WorldContent;
  readonly profile: Profile;
  readonly hits: ReadonlyMap<string, Hit>;
  /** @default no reports are written */
  readonly folder?: string | undefined;
  /** The option that names the folder, for messages: `--coverage`. */
  readonly option: string;
  readonly reporters?: readonly CoverageReporter[] | undefined;
  readonly thresholds?: CoverageThresholds | undefined;
  /** The address for the commands in reports. */
  readonly url: string;
}

export interface CoverageResult {
  /** What can be covered. */
  readonly elements: readonly CoverageElement[];
  /** The totals in one line. */
  readonly text: string;
  /** Why the run is below its thresholds, a line each. */
  readonly problems: readonly string[];
}

/** Counts what a run covered, and says how that is to be told. */
export function countRun({ contract, hits, folder, thresholds = {} }: CoverageReportOptions): CoverageResult {
  const elements = listElements(contract);
  const where = folder === undefined ? '' : `, reported in ${folder}`;
  return {
    elements,
    text: `Coverage of the contract: ${toCoverageText(countCoverage(elements, hits))}${where}`,
    problems: checkThresholds(elements, hits, thresholds),
  };
}

/**
 * Writes the reports of a run into its folder.
 *
 * @throws {MockError} `option-invalid` if they cannot be written
 */
export async function reportCoverage(
  options: CoverageReportOptions,
  { elements }: Pick<CoverageResult, 'elements'>,
): Promise<void> {
  const { contract, path, text, content, profile, hits, folder, reporters = DEFAULT_COVERAGE_REPORTERS } = options;
  if (folder === undefined) return;
  const { writeCoverage } = await import('./write-coverage.ts');
  const gaps = elements.filter(({ key }) => !hits.has(key));
  const scratch = createScratchMock(contract, content, profile);
  const requests = findRequests(scratch.mock, new Set(gaps.map(({ key }) => key)), scratch.known);
  writeInto(folder, options.option, () => {
    writeGaps(gaps, requests, folder, options.url);
    writeCoverage({ elements, hits, path, text }, folder, reporters);
  });
}

/**
 * @param option the option that names the folder
 * @throws {MockError} `option-invalid` if the function fails
 */
export function writeInto(folder: string, option: string, writeFiles: () => void): void {
  try {
    writeFiles();
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).replace(/, \w+ '[^]*$/, '');
    throw new MockError(
      'option-invalid',
      `Failed to write the coverage into ${JSON.stringify(folder)}: ${reason}. Give ${option} a folder that can be written.`,
      [],
      { cause: error },
    );
  }
}
