import { Command, Option } from 'commander';
import type { Profile } from '../operations/profile.ts';
import type { EventPolicy } from '../trackers/update-tracker.ts';
import { contractOption, eventsOption, fileSizeOption, profileOption } from './options.ts';
import { HEADER_VARIABLE, parseHeader, parsePageOrigin, parseRate } from './verify-arguments.ts';

export interface VerifyCommandOptions {
  readonly contract?: string;
  readonly profile: Profile;
  readonly events?: EventPolicy;
  /** In bytes. */
  readonly maxFileSize: number;
  readonly write?: boolean;
  readonly tracker: readonly string[];
  readonly mayMoveCursor?: boolean;
  readonly dryRun?: boolean;
  /** Requests in a second. */
  readonly rate?: number;
  /** Lower-case names. */
  readonly header: Readonly<Record<string, string>>;
  readonly operations: readonly string[];
  /** The origin of a page. */
  readonly cors?: string;
  readonly health?: boolean;
  readonly seed: string;
  readonly known?: string;
  readonly case?: string;
  readonly junit?: string;
  readonly ctrf?: string;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  $ tracker-mock verify https://agentex.example -H 'Authorization: Bearer …'    only read
  $ tracker-mock verify URL --write --tracker ID                               also update that tracker, and put it back
  $ tracker-mock verify URL --case c2f2597a                                    repeat one case

Exits with code 0 if the server differs nowhere, 1 if it does or not everything could be checked, and 2 if the run cannot start.`;

const collect = (text: string, before: readonly string[]): string[] => [...before, text];

/** Gives an option of several commands the words that fit this one. */
function describe(option: Option, text: string): Option {
  option.description = text;
  return option;
}

export function createVerifyCommand(run: (url: string, options: VerifyCommandOptions) => Promise<void>): Command {
  return new Command('verify')
    .description('check a running server against the contract, and against the mock with the same trackers')
    .argument('<url>', 'the address of the server')
    .addOption(contractOption())
    .addOption(
      describe(profileOption(), 'expect what the published contract promises, or what the deployed server answers'),
    )
    .addOption(
      describe(
        eventsOption(),
        'leave open what the server makes of an unknown event id (open, the default), or require that it is refused (strict, the default of --profile deployed)',
      ),
    )
    .addOption(fileSizeOption())
    .option('--write', 'allow updates of the trackers that --tracker names; without it, the run only reads')
    .addOption(
      new Option('--tracker <id>', 'with --write, a tracker to update and put back; repeatable')
        .default([], 'none')
        .argParser(collect),
    )
    .option('--may-move-cursor', 'with --write, check the rules of the cursor, too, which cannot be moved back')
    .option('--dry-run', 'read the test data, and print what would be sent')
    .addOption(new Option('--rate <n/s>', 'at most this many requests per second: 5/s').argParser(parseRate))
    .addOption(
      new Option(
        '-H, --header <header>',
        "a header of every request, such as 'Authorization: Bearer …'; repeatable, never shown",
      )
        .default({}, 'none')
        .env(HEADER_VARIABLE)
        .argParser(parseHeader),
    )
    .addOption(
      new Option('--operations <glob>', "only these operations, such as 'GET /tracker*'; repeatable")
        .default([], 'all')
        .argParser(collect),
    )
    .addOption(
      new Option(
        '--cors <origin>',
        'check that pages of this origin may use the API, too: https://app.example',
      ).argParser(parsePageOrigin),
    )
    .option('--health', 'check the health checks, too')
    .option('--seed <text>', 'choose other trackers and events for the requests', 'agentex')
    .option('--known <file>', 'accepted differences: a JSON list of { "case": ID, "reason": TEXT }')
    .option('--case <id>', 'only this case, and the steps before it')
    .option('--junit <file>', 'write the result as JUnit XML')
    .option('--ctrf <file>', 'write the result as CTRF JSON')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', EXAMPLES)
    .action(run);
}
