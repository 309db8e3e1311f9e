import { Command, Option } from 'commander';
import { MockError, toPrintable } from '../mock-error.ts';
import { prepareMock } from '../node/create-tracker-mock.ts';
import type { EventPolicy } from '../trackers/update-tracker.ts';
import { openCaseReports } from './case-reports.ts';
import type { CheckArchiveOptions } from './check-archive.ts';
import { toCountText } from './count-text.ts';
import type { FailureKind } from './failure-kinds.ts';
import { FAILURE_KINDS } from './failure-kinds.ts';
import { toFailureText } from './failure-text.ts';
import {
  contractOption,
  ctrfOption,
  eventsOption,
  fileSizeOption,
  junitOption,
  parseFailureKinds,
  scenarioOption,
} from './options.ts';
import type { ExitCode, Output } from './output.ts';
import { readArchives } from './read-archives.ts';
import { parseUpstreamArgument } from './upstream-options.ts';
import { toWorldText } from './world-text.ts';

export interface CheckOptions extends Pick<CheckArchiveOptions, 'failOn' | 'junit' | 'ctrf' | 'baseUrl'> {
  readonly contract?: string;
  readonly events?: EventPolicy;
  /** In bytes. */
  readonly maxFileSize: number;
  readonly strict?: boolean;
  readonly scenario?: string;
  /** Archives, by which the impact of `contract` is judged. */
  readonly traffic: readonly string[];
  /** The contract that they were recorded with. */
  readonly presentContract?: string;
  /** The names of the options that are arguments. A variable may be set for other commands, too. */
  readonly given: readonly string[];
}

const EXAMPLES = `
Examples:
  $ tracker-mock check worlds/                       check every world of a folder
  $ tracker-mock check --events strict world.json    check its cursors, too
  $ tracker-mock check --strict world.json           treat warnings, such as one about a misspelt member, as problems
  $ tracker-mock check --scenario demo.json worlds/  check a scenario in the world of a folder
  $ tracker-mock check traffic.har                   check the exchanges of an HTTP Archive, such as a browser's
  $ tracker-mock check --contract next.json --traffic traffic.har
                                                     which recorded requests and tests would a revision break?

Exits with code 0 if the fixtures or the exchanges are valid, or the revision breaks no request, 1 if not, and 2 if the contract cannot be served.`;

export function createCheckCommand(run: (paths: string[], options: CheckOptions) => Promise<void>): Command {
  return (
    new Command('check')
      .description('check fixtures, or the exchanges of HTTP Archives, against the contract, without serving')
      .argument('[path...]', 'fixture files and folders, which are merged, or .har files; the default world if omitted')
      .addOption(contractOption())
      .addOption(eventsOption())
      .addOption(fileSizeOption())
      .addOption(scenarioOption('check the steps of this file, too, in that world'))
      .addOption(new Option('--strict', 'treat warnings as problems').env('TRACKER_MOCK_STRICT'))
      .optionsGroup('For archives:')
      .addOption(
        new Option('--base-url <url>', 'the address of the API; exchanges with others are skipped')
          .argParser(parseUpstreamArgument)
          .env('TRACKER_MOCK_BASE_URL'),
      )
      .addOption(
        new Option(
          '--fail-on <kinds>',
          `exit with code 1 if any occurred: ${FAILURE_KINDS.join(', ')} (default: violations, upstream-violations)`,
        )
          .argParser((text: string, before: FailureKind[] | undefined) => parseFailureKinds(text, before ?? []))
          .env('TRACKER_MOCK_FAIL_ON'),
      )
      .addOption(
        new Option(
          '--traffic <file>',
          'say which requests of this archive --contract would break, and which tests sent them; repeatable',
        )
          .default([], 'none')
          .env('TRACKER_MOCK_TRAFFIC')
          .argParser((path: string, before: readonly string[]) => [...before, path]),
      )
      .addOption(
        new Option(
          '--present-contract <file>',
          'with --traffic, the contract that holds now; the embedded one if omitted',
        ).env('TRACKER_MOCK_PRESENT_CONTRACT'),
      )
      .addOption(junitOption())
      .addOption(ctrfOption())
      .optionsGroup('Other:')
      // Named, since only then it gets its group.
      .helpOption('-h, --help', 'display help for command')
      .addHelpText('after', EXAMPLES)
      .action((paths: string[], options: CheckOptions, command: Command) => {
        const given = Object.keys(options).filter((name) => command.getOptionValueSource(name) === 'cli');
        return run(paths, { ...options, given });
      })
  );
}

/**
 * Checks fixtures, or archives.
 *
 * @throws {MockError} `option-invalid` for options that the files do not take, and what {@link checkArchives} throws
 */
export async function check(paths: readonly string[], options: CheckOptions, output: Output): Promise<ExitCode> {
  if (options.traffic.length > 0) return checkTraffic(paths, options, output);
  const archives = readArchives(paths, options.maxFileSize);
  const kind = archives === undefined ? FOR_FIXTURES : FOR_ARCHIVES;
  refuseOptions(kind, options.given);
  if (archives === undefined) return checkFixtures(paths, options, output);
  // Loaded here, since most checks are of fixtures.
  const { checkArchives } = await import('./check-archive.ts');
  return checkArchives(archives, options, output);
}

/** @throws {MockError} `option-invalid` for an option that the files do not take */
function refuseOptions({ subject, refused }: CheckedKind, given: readonly string[]): void {
  const [name] = given.filter((one) => refused.includes(one));
  if (name === undefined) return;
  const flag = `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new MockError('option-invalid', `Failed to check ${subject}: they have no use for ${flag}. Leave it out.`);
}

/** Says what a revision of the contract would break of recorded traffic. */
async function checkTraffic(paths: readonly string[], options: CheckOptions, output: Output): Promise<ExitCode> {
  refuseOptions(FOR_TRAFFIC, options.given);
  const { contract, traffic, presentContract, maxFileSize, baseUrl } = options;
  if (contract === undefined) throw toTrafficError('--traffic needs --contract with the revision');
  const [path] = paths;
  if (path !== undefined) {
    throw toTrafficError(`${JSON.stringify(path)} is given beside --traffic, which names all archives`);
  }
  const archives = readArchives(traffic, maxFileSize);
  if (archives === undefined) throw toTrafficError(`${JSON.stringify(traffic[0])} is no HTTP Archive`);
  const { findImpact } = await import('./impact.ts');
  const { toImpactCases, toImpactText } = await import('./impact-text.ts');
  const write = openCaseReports(options, output);
  const impact = await findImpact(archives, { revision: contract, present: presentContract, maxFileSize, baseUrl });
  output.out(toImpactText(impact, contract));
  write(toImpactCases(impact));
  return impact.judged === 0 || impact.requests.length > 0 ? 1 : 0;
}

function toTrafficError(reason: string): MockError {
  return new MockError('option-invalid', `Failed to find the impact of a revision: ${reason}.`);
}

interface CheckedKind {
  readonly subject: string;
  readonly refused: readonly string[];
}

const FOR_FIXTURES: CheckedKind = {
  subject: 'the fixtures',
  refused: ['baseUrl', 'failOn', 'junit', 'ctrf', 'presentContract'],
};
const FOR_ARCHIVES: CheckedKind = {
  subject: 'the archives',
  refused: ['strict', 'events', 'scenario', 'presentContract'],
};
const FOR_TRAFFIC: CheckedKind = {
  subject: 'the impact on archives',
  refused: ['strict', 'events', 'scenario', 'failOn'],
};

/** Loads a world as a start would, and says what it holds or what is wrong with it. */
function checkFixtures(paths: readonly string[], options: CheckOptions, output: Output): ExitCode {
  try {
    const { strict, contract, events, maxFileSize, scenario } = options;
    const { loaded, getStart } = prepareMock({
      ...(contract !== undefined && { contract }),
      ...(events !== undefined && { events }),
      ...(scenario !== undefined && { scenario }),
      maxFileSize,
      ...(paths.length > 0 ? { fixtures: paths } : {}),
    });
    const { warnings } = loaded;
    for (const warning of warnings) output.err(`warning ${toPrintable(warning)}\n`);
    if (strict === true && warnings.length > 0) {
      output.err(`The fixtures have ${toCountText(warnings.length, 'warning')}, which --strict does not allow.\n`);
      return 1;
    }
    output.out(`The fixtures are valid: ${toWorldText(loaded)}.\n`);
    const { steps } = getStart().scenario ?? {};
    if (steps !== undefined) output.out(`The scenario is valid: ${toCountText(steps.length, 'step')}.\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof MockError) || !(error.code === 'fixture-invalid' || error.code === 'scenario-invalid')) {
      throw error;
    }
    output.err(toFailureText(error));
    return 1;
  }
}
