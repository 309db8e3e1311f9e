import { Command, Option } from 'commander';
import type { VerifyCase } from '../conformance/verify-case.ts';
import type { VerifyData } from '../conformance/verify-data.ts';
import type { Contract } from '../contract/contract.ts';
import { MockError, toPrintable } from '../mock-error.ts';
import type { TrackerMock } from '../mock/mock.ts';
import { loadContractFile } from '../node/contract-file.ts';
import type { Fixture } from '../node/create-tracker-mock.ts';
import { createTrackerMock } from '../node/create-tracker-mock.ts';
import { loadEmbeddedContract } from '../node/embedded-contract.ts';
import type { Profile } from '../operations/profile.ts';
import { toDefaultEvents } from '../operations/profile.ts';
import type { EventPolicy } from '../trackers/update-tracker.ts';
import { loadKnownFile } from './known-file.ts';
import { contractOption, eventsOption, fileSizeOption, profileOption } from './options.ts';
import type { ExitCode, Output } from './output.ts';
import { parseHeader, parseRate } from './verify-arguments.ts';
import { openVerifyReports } from './verify-reports.ts';
import { toVerifyText } from './verify-text.ts';

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
  $ tracker-mock verify URL --case 5f3a90c1                                    repeat one case

Exits with code 0 if the server differs nowhere, 1 if it does or not everything could be checked, and 2 if the run cannot start.`;

const collect = (text: string, before: readonly string[]): string[] => [...before, text];

export function createVerifyCommand(run: (url: string, options: VerifyCommandOptions) => Promise<void>): Command {
  return new Command('verify')
    .description('check a running server against the contract, and against the mock with the same trackers')
    .argument('<url>', 'the address of the server')
    .addOption(contractOption())
    .addOption(profileOption())
    .addOption(eventsOption())
    .addOption(fileSizeOption())
    .option('--write', 'allow updates of the trackers that --tracker names; without it, the run only reads')
    .addOption(
      new Option('--tracker <id>', 'with --write, a tracker to update and put back; repeatable')
        .default([], 'none')
        .argParser(collect),
    )
    .option('--may-move-cursor', 'with --write, check the rules of the cursor, too, which cannot be moved back')
    .option('--dry-run', 'read the test data, and print what would be sent')
    .addOption(new Option('--rate <n/s>', 'the most requests in a second: 5/s').argParser(parseRate))
    .addOption(
      new Option(
        '-H, --header <header>',
        "a header of every request, such as 'Authorization: Bearer …'; repeatable, never shown",
      )
        .default({}, 'none')
        .env('TRACKER_MOCK_HEADER')
        .argParser(parseHeader),
    )
    .addOption(
      new Option('--operations <glob>', "only these operations, such as 'GET /tracker*'; repeatable")
        .default([], 'all')
        .argParser(collect),
    )
    .option('--known <file>', 'accepted differences: a JSON list of { "case": ID, "reason": TEXT }')
    .option('--case <id>', 'only this case, and the steps before it')
    .option('--junit <file>', 'write the result as JUnit XML')
    .option('--ctrf <file>', 'write the result as CTRF JSON')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', EXAMPLES)
    .action(run);
}

/**
 * Verifies a server.
 *
 * @throws {MockError} `option-invalid` or `contract-invalid` if the run cannot start
 */
export async function verify(
  url: string,
  options: VerifyCommandOptions,
  output: Output,
  signal: AbortSignal,
): Promise<ExitCode> {
  checkArguments(url, options);
  const { planVerify } = await import('../conformance/plan-verify.ts');
  const { readVerifyData } = await import('../conformance/verify-data.ts');
  const { createSender } = await import('../conformance/verify-sender.ts');
  const { runVerify } = await import('../conformance/run-verify.ts');
  const { toVerifyReport } = await import('../conformance/verify-report.ts');
  const { profile, events = toDefaultEvents(profile), header, operations, case: caseId } = options;
  const hide = createHider(Object.values(header));
  const known = options.known === undefined ? [] : loadKnownFile(options.known);
  const write = openVerifyReports(options, output, hide);
  const contract = loadContractOf(options);
  const access = { trackers: options.tracker, mayMoveCursor: options.mayMoveCursor === true };
  const sender = createSender({ url, headers: header, rate: options.rate });
  const data = await readVerifyData(contract, sender, signal);
  const cases = planVerify({ contract, data, access, operations, caseId, isStrict: events === 'strict' });
  if (options.dryRun === true) {
    output.out(hide(toPlanText(cases, data)));
    return 0;
  }
  const mock = createTwin(contract, data, profile, events);
  const run = await runVerify({ contract, cases, access, sender, mock, signal });
  const report = toVerifyReport({
    run,
    url: url.replace(/\/+$/, ''),
    headerNames: Object.keys(header),
    known,
    isWhole: operations.length === 0 && caseId === undefined,
    notes: data.notes,
    missing: findMissing(data, cases),
  });
  output.out(hide(options.json === true ? `${JSON.stringify(report, undefined, 2)}\n` : toVerifyText(report)));
  write(report);
  return report.ok ? 0 : 1;
}

/** @throws {MockError} `option-invalid` */
function checkArguments(url: string, { write, tracker, mayMoveCursor }: VerifyCommandOptions): void {
  const fail = (why: string): never => {
    throw new MockError('option-invalid', `Failed to verify the server: ${why}`);
  };
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
    fail(`${JSON.stringify(url)} is not an address. Give one such as http://127.0.0.1:5003.`);
  }
  // Not quoted, since it holds a password.
  if (parsed !== undefined && (parsed.username !== '' || parsed.password !== '')) {
    fail('the address has credentials in it. Give them with -H.');
  }
  if (write === true && tracker.length === 0) {
    fail('--write needs --tracker with the id of a tracker that may be updated.');
  }
  if (write !== true && tracker.length > 0) fail('--tracker needs --write, which allows updates.');
  if (write !== true && mayMoveCursor === true) fail('--may-move-cursor needs --write and --tracker.');
}

function loadContractOf({ contract, maxFileSize }: VerifyCommandOptions): Contract {
  return contract === undefined ? loadEmbeddedContract() : loadContractFile(contract, maxFileSize);
}

/** Creates a mock that has the server's trackers and events. */
function createTwin(
  contract: Contract,
  { trackers, events: known }: VerifyData,
  profile: Profile,
  events: EventPolicy,
): TrackerMock {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the contract's schemas allow these rows, and the mock checks them again
  const fixtures = { trackers, events: known } as unknown as Fixture;
  return createTrackerMock({ contract: contract.document, fixtures, profile, events });
}

function findMissing({ trackers }: VerifyData, cases: readonly VerifyCase[]): string[] {
  const hasList = cases.some(({ operation, phase }) => operation === 'GET /tracker' && phase === 'contract cases');
  if (trackers.length > 0 || cases.length === 1 || !hasList) return [];
  return ['no test data: GET /tracker lists no tracker, so that the list rules were not checked'];
}

function toPlanText(cases: readonly VerifyCase[], { trackers, events, notes }: VerifyData): string {
  const lines = [
    `${cases.length} cases, with ${trackers.length} trackers and ${events.length} events as test data`,
    ...notes.map((note) => `note: ${note}`),
    ...cases.map(({ id, phase, label, request }) => `${id}  ${phase}  ${request.method} ${request.target}  ${label}`),
  ];
  return `${lines.map(toPrintable).join('\n')}\n`;
}

/** Returns a function that replaces the values of the given headers in a text: a server may repeat them in a reply. */
function createHider(values: readonly string[]): (text: string) => string {
  const secrets = values.flatMap((value) => [value, value.replace(/^\S+\s+/, '')]).filter((value) => value.length > 2);
  return (text) => {
    let hidden = text;
    for (const secret of secrets) hidden = hidden.replaceAll(secret, '***');
    return hidden;
  };
}
