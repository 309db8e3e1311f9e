import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OptionSchemas } from '../control/check-options.ts';
import { checkOptions } from '../control/check-options.ts';
import { COVERAGE_KINDS } from '../control/coverage-schemas.ts';
import type { CoverageThresholds } from '../coverage/coverage-summary.ts';
import { countRun, reportCoverage, writeInto } from '../coverage/report-coverage.ts';
import type { CoverageReporter } from '../coverage/reporters.ts';
import { COVERAGE_REPORTERS } from '../coverage/reporters.ts';
import type { Hit } from '../coverage/tally.ts';
import { addTestCoverage } from '../coverage/worker-coverage.ts';
import { prepareMock } from '../node/create-tracker-mock.ts';
import { EMBEDDED_CONTRACT } from '../node/embedded-contract.ts';
import type { CoveredOptions } from './coverage-parts.ts';
import { COVERAGE_VARIABLE, readCoverageParts } from './coverage-parts.ts';

/** Options of the reporter, the same as those of `--coverage`, `--coverage-reporter` and `--coverage-threshold`. */
export interface CoverageReporterOptions {
  /** The folder of the reports. @default none are written */
  readonly folder?: string;
  /** The forms of the reports, by Istanbul's names. @default ['html', 'lcovonly'] */
  readonly reporters?: readonly CoverageReporter[];
  /** The minimum percentages: `{ operations: 100, statuses: 80 }`. The run fails below them. @default {} */
  readonly thresholds?: CoverageThresholds;
}

const PERCENTAGE = { type: 'number', minimum: 0, maximum: 100 } as const;

const OPTIONS: OptionSchemas<CoverageReporterOptions> = {
  folder: { type: 'string' },
  reporters: { type: 'array', items: { enum: COVERAGE_REPORTERS } },
  thresholds: {
    type: 'object',
    properties: Object.fromEntries(COVERAGE_KINDS.map((kind) => [kind, PERCENTAGE])),
    additionalProperties: false,
  },
};

/**
 * Reports what of the contract the tests of a run covered: a reporter of vitest and of Playwright. The workers of the kits tell it through
 * files, whichever way the runner starts them. A class with a default export, since that is what both runners load.
 */
// oxlint-disable-next-line import/no-default-export -- what vitest and Playwright load by the name of a module
export default class ContractCoverageReporter {
  readonly #options: CoverageReporterOptions;
  #parts: string | undefined;

  /** @throws {MockError} `option-invalid` */
  constructor(options: CoverageReporterOptions = {}) {
    // Playwright adds members of its own.
    const own = Object.fromEntries(Object.entries(options).filter(([name]) => !/^_|^configDir$/.test(name)));
    checkOptions('the coverage reporter', own, OPTIONS, {});
    this.#options = own;
  }

  /** Called by vitest before each run, also in watch mode. */
  onTestRunStart(): void {
    this.#open();
  }

  /** Called by vitest after it. */
  async onTestRunEnd(): Promise<void> {
    if (!(await this.#report())) process.exitCode = 1;
  }

  /** Called by Playwright before it starts its workers. */
  onBegin(): void {
    this.#open();
  }

  /** Called by Playwright at the end. */
  async onEnd(): Promise<{ status: 'failed' } | undefined> {
    return (await this.#report()) ? undefined : { status: 'failed' };
  }

  /** Tells Playwright to use a reporter for the terminal besides. */
  printsToStdio(): boolean {
    return false;
  }

  #open(): void {
    this.#close();
    const { folder } = this.#options;
    if (folder !== undefined) writeInto(folder, 'the option folder', () => void mkdirSync(folder, { recursive: true }));
    this.#parts = mkdtempSync(join(tmpdir(), 'tracker-mock-coverage-'));
    process.env[COVERAGE_VARIABLE] = this.#parts;
  }

  #close(): void {
    if (this.#parts !== undefined) rmSync(this.#parts, { recursive: true, force: true });
    this.#parts = undefined;
    Reflect.deleteProperty(process.env, COVERAGE_VARIABLE);
  }

  /** Returns whether the run reaches its thresholds. */
  async #report(): Promise<boolean> {
    if (this.#parts === undefined) return true;
    const { options, tests } = readCoverageParts(this.#parts);
    this.#close();
    const [first = {}, ...others] = options;
    const hits = new Map<string, Hit>();
    for (const test of tests) addTestCoverage(hits, test);
    const { folder, reporters, thresholds } = this.#options;
    const run = {
      ...prepareRun(first),
      hits,
      folder,
      option: 'the option folder',
      reporters,
      thresholds,
      url: 'http://127.0.0.1:4010',
    };
    const result = countRun(run);
    const lines = [
      result.text,
      ...(options.length === 0 ? ['No test used a mock of the kit.'] : []),
      ...(others.some((other) => JSON.stringify(other.contract) !== JSON.stringify(first.contract))
        ? ['The mocks of the tests have different contracts: the coverage is of one of them.']
        : []),
      ...result.problems,
    ];
    process.stdout.write(`\n${lines.join('\n')}\n`);
    await reportCoverage(run, result);
    return result.problems.length === 0;
  }
}

/** Loads the contract and the world that the mocks of the tests had. */
function prepareRun(options: CoveredOptions): {
  contract: ReturnType<typeof prepareMock>['mock']['contract'];
  content: ReturnType<typeof prepareMock>['loaded']['content'];
  profile: NonNullable<CoveredOptions['profile']>;
  path: string;
  text: string;
} {
  const { contract = EMBEDDED_CONTRACT, profile = 'contract' } = options;
  const { mock, loaded } = prepareMock(options);
  // An object has no file: the reports show it under a name of its own.
  const [path, text] =
    typeof contract === 'string'
      ? [contract, readFileSync(contract, 'utf8')]
      : ['contract.json', JSON.stringify(contract, undefined, 2)];
  return { contract: mock.contract, content: loaded.content, profile, path, text };
}
