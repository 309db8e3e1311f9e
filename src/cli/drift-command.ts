import { Command, InvalidArgumentError, Option } from 'commander';
import { suggestName } from '../control/nearest-name.ts';
import type { Severity } from '../drift/severity.ts';
import { SEVERITIES } from '../drift/severity.ts';
import type { Profile } from '../operations/profile.ts';
import { contractOption, fileSizeOption, profileOption } from './options.ts';
import { parseUpstreamArgument } from './upstream-options.ts';
import { HEADER_VARIABLE, parseHeader, parseRate } from './verify-arguments.ts';

/** Headers by their names in lower case. */
type Headers = Readonly<Record<string, string>>;

export interface DriftCommandOptions {
  readonly contract?: string;
  readonly profile: Profile;
  /** In bytes. */
  readonly maxFileSize: number;
  readonly operations: readonly string[];
  readonly header: Headers;
  readonly headerA: Headers;
  readonly headerB: Headers;
  /** Requests in a second. */
  readonly rate?: number;
  /** Addresses without a trailing slash. */
  readonly baseUrl: readonly string[];
  readonly failOn: Severity;
  readonly json?: boolean;
  readonly junit?: string;
  readonly ctrf?: string;
}

const EXAMPLES = `
A and B are each the URL of a server, the word mock, an HTTP Archive (.har), or the fixtures of a world, such as a recorded one.

Examples:
  $ tracker-mock drift mock https://agentex.example -H 'Authorization: Bearer …'    does the mock still look like the server?
  $ tracker-mock drift https://agentex.example https://next.agentex.example         will clients notice the next version?
  $ tracker-mock drift recorded/traffic.har mock                                    does the mock look like what was recorded?

Exits with code 0 if B has no difference of --fail-on, 1 if it has or if nothing could be compared, and 2 if a side cannot be read.`;

export function createDriftCommand(
  run: (a: string, b: string, options: DriftCommandOptions) => Promise<void>,
): Command {
  return new Command('drift')
    .description('compare by shape what two servers, recordings or worlds reply to the same requests, which only read')
    .argument('<a>', 'what clients know: a URL, mock, an HTTP Archive, or the fixtures of a world')
    .argument('<b>', 'what may differ from it')
    .addOption(contractOption())
    .addOption(profileOption())
    .addOption(fileSizeOption())
    .addOption(
      new Option(
        '--operations <glob>',
        "only the operations that match, such as 'GET /agents*'; repeatable; all that read: '*'",
      )
        .default([], 'those of trackers and events')
        .argParser((text: string, before: readonly string[]) => [...before, text]),
    )
    .addOption(
      headerOption(
        '-H, --header <header>',
        "a header of every request to a server, such as 'Authorization: Bearer …'; repeatable, never shown",
      ).env(HEADER_VARIABLE),
    )
    .addOption(headerOption('--header-a <header>', 'a header of every request to A alone'))
    .addOption(headerOption('--header-b <header>', 'a header of every request to B alone'))
    .addOption(
      new Option('--rate <n/s>', 'at most this many requests to a server per second: 5/s').argParser(parseRate),
    )
    .addOption(
      new Option(
        '--base-url <url>',
        'the address of the API in archives; exchanges with others are skipped; repeatable',
      )
        .default([], 'all addresses')
        .argParser((text: string, before: readonly string[]) => [...before, parseUpstreamArgument(text)]),
    )
    .addOption(
      new Option('--fail-on <severity>', `exit with code 1 at this severity or a worse one: ${SEVERITIES.join(', ')}`)
        .default('breaking')
        .argParser(parseSeverity),
    )
    .option('--junit <file>', 'write the result as JUnit XML, one test case for each operation')
    .option('--ctrf <file>', 'write the same report as CTRF JSON')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', EXAMPLES)
    .action(run);
}

function headerOption(flags: string, description: string): Option {
  return new Option(flags, description).default({}, 'none').argParser(parseHeader);
}

function parseSeverity(text: string): Severity {
  const severity = SEVERITIES.find((known) => known === text);
  if (severity !== undefined) return severity;
  throw new InvalidArgumentError(`There is no such severity: ${suggestName(text, SEVERITIES)}`);
}
