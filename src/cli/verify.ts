import type { CheckDiscovery } from '../conformance/check-discovery.ts';
import { createDiscoveryCheck, isDiscoveryRefused } from '../conformance/check-discovery.ts';
import { explainNoCase } from '../conformance/explain-no-case.ts';
import { createHider, hideInside } from '../conformance/hide-secrets.ts';
import { selectOperations } from '../conformance/operation-filter.ts';
import { planVerify } from '../conformance/plan-verify.ts';
import { runVerify } from '../conformance/run-verify.ts';
import { createServerClock } from '../conformance/server-clock.ts';
import type { VerifyCase } from '../conformance/verify-case.ts';
import type { VerifyData } from '../conformance/verify-data.ts';
import { countChanged, readVerifyData } from '../conformance/verify-data.ts';
import { toVerifyReport } from '../conformance/verify-report.ts';
import type { Sender } from '../conformance/verify-sender.ts';
import { createSender } from '../conformance/verify-sender.ts';
import type { Contract } from '../contract/contract.ts';
import { parseUrl } from '../contract/parse-url.ts';
import type { MockRequest } from '../exchange/exchange.ts';
import { MockError } from '../mock-error.ts';
import type { TrackerMock } from '../mock/tracker-mock.ts';
import { loadContractFile } from '../node/contract-file.ts';
import { createTrackerMock } from '../node/create-tracker-mock.ts';
import { loadEmbeddedContract } from '../node/embedded-contract.ts';
import type { Fixture } from '../node/mock-options.ts';
import { toDefaultEvents } from '../operations/profile.ts';
import { openCaseReports } from './case-reports.ts';
import { toCountText } from './count-text.ts';
import { loadKnownFile } from './known-file.ts';
import type { ExitCode, Output } from './output.ts';
import { createProgress } from './progress.ts';
import { toVerifyCases } from './verify-cases.ts';
import type { VerifyCommandOptions } from './verify-command.ts';
import { toPlanJson, toPlanText, toStoppingText, toVerifyText } from './verify-text.ts';

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
  const { profile, events = toDefaultEvents(profile), header, operations, case: caseId, cors, health } = options;
  const known = options.known === undefined ? [] : loadKnownFile(options.known);
  const write = openCaseReports(options, output);
  const contract = loadContractOf(options);
  const access = { trackers: [...new Set(options.tracker)], mayMoveCursor: options.mayMoveCursor === true };
  const address = url.replace(/\/+$/, '');
  const sender = createSender({ url, headers: header, rate: options.rate });
  const hide = createHider(header);
  const selected = selectOperations(contract, operations);
  const discovery = { contract, selected, url: address, hide };
  const check = createDiscoveryCheck(discovery);
  const data = await readData(contract, sender, access.trackers, signal, check);
  const clock = createServerClock(data, () => Date.now() * 1000);
  const headerNames = Object.keys(header);
  const isStrict = events === 'strict';
  const hasHealth = health === true;
  const wanted = { operations, caseId, seed: options.seed, origin: cors, hasHealth };
  const planned = planVerify({ contract, data, access, isStrict, clock, headerNames, ...wanted });
  const isWriting = access.trackers.length > 0;
  const noCase = planned.length > 0 ? undefined : `no case ran: ${explainNoCase(contract, selected, isWriting)}`;
  if (options.dryRun === true) {
    const shown = { ...data, notes: [...data.notes, ...(noCase === undefined ? [] : [noCase])] };
    output.out(hide(options.json === true ? toPlanJson(planned, shown) : toPlanText(planned, shown)));
    return planned.length === 0 ? 1 : 0;
  }
  const refusedWith = isDiscoveryRefused(discovery, data.listStatus) ? data.listStatus : undefined;
  const cases = refusedWith === undefined ? planned : [];
  const mock = createTwin(contract, data, options);
  const progress = createProgress(output);
  const onSaved = (requests: ReadonlyMap<string, MockRequest>): void => {
    if (requests.size === 0) return;
    const text = hide(toStoppingText(requests, address, headerNames));
    const say = (): void => {
      progress.clear();
      output.err(text);
    };
    signal.addEventListener('abort', say, { once: true });
  };
  const { show: onCase } = progress;
  const ended = runVerify({ contract, cases, access, sender, mock, clock, signal, check, onCase, onSaved });
  const run = await ended.finally(progress.clear);
  const isOver = run.differences.length === 0 || run.stop !== undefined;
  const changed = isOver ? 0 : await countChanged(contract, sender, data, access.trackers);
  const isUnlimited = operations.length === 0 && caseId === undefined && cors !== undefined && hasHealth;
  const report = toVerifyReport({
    run,
    url: address,
    headerNames,
    known,
    planned: cases.map(({ id }) => id),
    isWhole: isUnlimited && access.trackers.length > 0 && access.mayMoveCursor && isStrict,
    notes: [...data.notes, ...(changed === 0 ? [] : [toChangedNote(changed)])],
    noCase,
    missing: findMissing(data, cases),
    refusedWith,
  });
  const shown = hideInside(report, hide);
  output.out(options.json === true ? `${JSON.stringify(shown, undefined, 2)}\n` : toVerifyText(shown));
  write(toVerifyCases(shown));
  return report.ok ? 0 : 1;
}

/** @throws {MockError} `option-invalid` */
function checkArguments(url: string, options: VerifyCommandOptions): void {
  const { write, tracker, mayMoveCursor, dryRun } = options;
  const fail = (why: string): never => {
    throw new MockError('option-invalid', `Failed to verify the server: ${why}`);
  };
  const parsed = parseUrl(url);
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
    fail(`${JSON.stringify(url)} is not an address. Give one such as http://127.0.0.1:5003.`);
  }
  // Not quoted, since it holds a password.
  if (parsed !== undefined && (parsed.username !== '' || parsed.password !== '')) {
    fail('the address has credentials in it. Give them with -H.');
  }
  if (parsed !== undefined && (parsed.search !== '' || parsed.hash !== '')) {
    fail('the address has a query or a fragment. Give it without, and credentials with -H.');
  }
  if (write === true && tracker.length === 0) {
    fail('--write needs --tracker with the id of a tracker that may be updated.');
  }
  if (tracker.some((id) => id.trim() === '')) fail('--tracker is empty. Give the id of a tracker that may be updated.');
  const report = (['junit', 'ctrf'] as const).find((name) => options[name] !== undefined);
  if (dryRun === true && report !== undefined) fail(`--dry-run writes no report. Leave out --${report}.`);
  if (write !== true && tracker.length > 0) fail('--tracker needs --write, which allows updates.');
  if (write !== true && mayMoveCursor === true) fail('--may-move-cursor needs --write and --tracker.');
}

/** Reads the test data, which an interruption ends. */
async function readData(
  contract: Contract,
  sender: Sender,
  trackers: readonly string[],
  signal: AbortSignal,
  check: CheckDiscovery,
): Promise<VerifyData> {
  try {
    return await readVerifyData(contract, sender, trackers, signal, check);
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new MockError('option-invalid', 'Failed to verify the server: interrupted before the first case.');
  }
}

function loadContractOf({ contract, maxFileSize }: VerifyCommandOptions): Contract {
  return contract === undefined ? loadEmbeddedContract() : loadContractFile(contract, maxFileSize);
}

/** Creates a mock that has the server's trackers and events. */
function createTwin(
  contract: Contract,
  { trackers, events: known }: VerifyData,
  { contract: file, profile, events = toDefaultEvents(profile) }: VerifyCommandOptions,
): TrackerMock {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the contract's schemas allow these rows, and the mock checks them again
  const fixtures = { trackers, events: known } as unknown as Fixture;
  // The package's contract is compiled already.
  const own = file === undefined ? {} : { contract: contract.document };
  return createTrackerMock({ ...own, fixtures, profile, events, rest: 'none' });
}

function toChangedNote(count: number): string {
  return `other clients changed ${toCountText(count, 'tracker')} during the run, from which differences may come: verify a server that nobody else uses`;
}

function findMissing({ trackers, listStatus }: VerifyData, cases: readonly VerifyCase[]): string[] {
  const hasList = cases.some(({ operation, phase }) => operation === 'GET /tracker' && phase === 'contract cases');
  if (trackers.length > 0 || cases.length === 1 || !hasList) return [];
  const why = listStatus === 200 ? 'lists no tracker' : `answered ${listStatus}`;
  return [`no test data: GET /tracker ${why}, so that the list rules were not checked`];
}
