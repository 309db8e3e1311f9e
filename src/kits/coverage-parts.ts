import { randomUUID } from 'node:crypto';
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestCoverage } from '../coverage/worker-coverage.ts';
import { createSessionCoverage } from '../coverage/worker-coverage.ts';
import type { TrackerMock } from '../mock/tracker-mock.ts';
import type { TrackerMockOptions } from '../node/mock-options.ts';
import { DEFAULT_SESSION } from '../sessions/session-name.ts';

/** Tells the workers of a run the folder for what they covered. Not of the mock's own variables, which its commands check. */
export const COVERAGE_VARIABLE = 'AGENTEX_TRACKER_MOCK_COVERAGE';

/** The options of a worker's mock that decide what its coverage is of. */
export type CoveredOptions = Pick<TrackerMockOptions, 'contract' | 'fixtures' | 'profile'>;

/** What the workers of a run covered. */
export interface CoverageParts {
  /** The different options of their mocks. */
  readonly options: readonly CoveredOptions[];
  readonly tests: readonly TestCoverage[];
}

/** Counts what the tests of a worker cover. */
export interface WorkerCoverage {
  /** Keeps what the session of a test covered, and what requests without a session did meanwhile. */
  endTest(session: string, test: string): void;
}

/** Starts to count if a coverage reporter runs. Each test is kept at once, since vitest ends its workers after the run has been reported. */
export function openWorkerCoverage(mock: TrackerMock, options: CoveredOptions): WorkerCoverage | undefined {
  const folder = process.env[COVERAGE_VARIABLE];
  if (folder === undefined || folder === '') return undefined;
  const file = join(folder, `${randomUUID()}.jsonl`);
  const { contract, fixtures, profile } = options;
  const write = (line: object): void => appendFileSync(file, `${JSON.stringify(line)}\n`);
  write({ contract, fixtures, profile });
  const coverage = createSessionCoverage(mock);
  return {
    endTest(session, test) {
      write(coverage.take(session, test));
      write(coverage.take(DEFAULT_SESSION, null));
    },
  };
}

/** Reads what the workers kept. */
export function readCoverageParts(folder: string): CoverageParts {
  const options = new Map<string, CoveredOptions>();
  const tests: TestCoverage[] = [];
  for (const name of readdirSync(folder)) {
    const [head = '{}', ...lines] = readFileSync(join(folder, name), 'utf8').trimEnd().split('\n');
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a line that a worker of this run has written
    options.set(head, JSON.parse(head) as CoveredOptions);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a line that a worker of this run has written
    tests.push(...lines.map((line) => JSON.parse(line) as TestCoverage));
  }
  // The files have random names, and only the first tests of each part are named.
  return { options: [...options.values()], tests: tests.toSorted((a, b) => compare(a.test ?? '', b.test ?? '')) };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
