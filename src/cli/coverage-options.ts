import { InvalidArgumentError, Option } from 'commander';
import type { CoverageKind } from '../control/control-types.ts';
import { COVERAGE_KINDS } from '../control/coverage-schemas.ts';
import { suggestName } from '../control/nearest-name.ts';
import type { CoverageThresholds } from '../coverage/coverage-summary.ts';
import type { CoverageReporter } from '../coverage/reporters.ts';
import { COVERAGE_REPORTERS, DEFAULT_COVERAGE_REPORTERS } from '../coverage/reporters.ts';

export interface CoverageOptions {
  /** The folder of the reports. */
  readonly coverage?: string;
  readonly coverageReporter?: readonly CoverageReporter[];
  readonly coverageThreshold?: CoverageThresholds;
}

export function coverageOption(): Option {
  return new Option('--coverage <folder>', 'write at the end what of the contract the requests covered').env(
    'TRACKER_MOCK_COVERAGE',
  );
}

export function coverageReporterOption(): Option {
  return new Option(
    '--coverage-reporter <name>',
    `form of the coverage, ${DEFAULT_COVERAGE_REPORTERS.join(' and ')} by default; can be repeated: ${COVERAGE_REPORTERS.join(', ')}`,
  )
    .argParser(parseReporters)
    .env('TRACKER_MOCK_COVERAGE_REPORTER');
}

export function coverageThresholdOption(): Option {
  return new Option(
    '--coverage-threshold <minima>',
    'exit with code 1 if less is covered, in percent: operations=100,statuses=80',
  )
    .argParser(parseThresholds)
    .env('TRACKER_MOCK_COVERAGE_THRESHOLD');
}

/** Reads one reporter, or several separated by commas. The option can also be repeated. */
function parseReporters(text: string, before: readonly CoverageReporter[] = []): CoverageReporter[] {
  const reporters = text.split(',').map((part) => {
    const reporter = COVERAGE_REPORTERS.find((known) => known === part.trim());
    if (reporter !== undefined) return reporter;
    throw new InvalidArgumentError(
      `Give ${COVERAGE_REPORTERS.join(', ')}, or several of them with commas: ${suggestName(part.trim(), COVERAGE_REPORTERS)}`,
    );
  });
  return [...before, ...reporters];
}

function parseThresholds(text: string, before: CoverageThresholds = {}): CoverageThresholds {
  return { ...before, ...Object.fromEntries(text.split(',').map((part) => parseThreshold(part))) };
}

function parseThreshold(text: string): [CoverageKind, number] {
  const [name = '', minimum = '', ...more] = text.split('=').map((part) => part.trim());
  const kind = COVERAGE_KINDS.find((known) => known === name);
  if (kind === undefined) {
    throw new InvalidArgumentError(
      `There is nothing called ${JSON.stringify(name)} to cover: ${suggestName(name, COVERAGE_KINDS)}`,
    );
  }
  if (!/^\d+(?:\.\d+)?$/.test(minimum) || Number(minimum) > 100 || more.length > 0) {
    throw new InvalidArgumentError(`Give ${kind} a percentage from 0 to 100, such as ${kind}=80.`);
  }
  return [kind, Number(minimum)];
}
