import { Command, Option } from 'commander';
import { MockError, toPrintable } from '../mock-error.ts';
import { prepareMock } from '../node/create-tracker-mock.ts';
import type { EventPolicy } from '../trackers/update-tracker.ts';
import { toCountText } from './count-text.ts';
import { toFailureText } from './failure-text.ts';
import { contractOption, eventsOption, fileSizeOption } from './options.ts';
import type { ExitCode, Output } from './output.ts';
import { toWorldText } from './world-text.ts';

export interface CheckOptions {
  readonly contract?: string;
  readonly events: EventPolicy;
  /** In bytes. */
  readonly maxFileSize: number;
  readonly strict?: boolean;
}

const EXAMPLES = `
Examples:
  $ tracker-mock check worlds/                       check every world of a folder
  $ tracker-mock check --events strict world.json    check its cursors, too
  $ tracker-mock check --strict world.json           treat warnings, such as one about a misspelt member, as problems

Exits with code 0 if the fixtures are valid, 1 if they are not, and 2 if the contract cannot be served.`;

export function createCheckCommand(run: (paths: string[], options: CheckOptions) => void): Command {
  return new Command('check')
    .description('check fixtures against the contract, without serving')
    .argument('[path...]', 'files and folders, which are merged; the default world if omitted')
    .addOption(contractOption())
    .addOption(eventsOption())
    .addOption(fileSizeOption())
    .addOption(new Option('--strict', 'treat warnings as problems').env('TRACKER_MOCK_STRICT'))
    .addHelpText('after', EXAMPLES)
    .action((paths: string[], options: CheckOptions) => run(paths, options));
}

/** Loads a world as a start would, and says what it holds or what is wrong with it. */
export function check(paths: readonly string[], options: CheckOptions, output: Output): ExitCode {
  try {
    const { strict, ...mockOptions } = options;
    const { loaded } = prepareMock({
      ...mockOptions,
      ...(paths.length > 0 ? { fixtures: paths } : {}),
    });
    const { warnings } = loaded;
    for (const warning of warnings) output.err(`warning ${toPrintable(warning)}\n`);
    if (strict === true && warnings.length > 0) {
      output.err(`The fixtures have ${toCountText(warnings.length, 'warning')}, which --strict does not allow.\n`);
      return 1;
    }
    output.out(`The fixtures are valid: ${toWorldText(loaded)}.\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof MockError) || error.code !== 'fixture-invalid') throw error;
    output.err(toFailureText(error));
    return 1;
  }
}
