import { VERIFY_FAILURES } from '../budgets.ts';
import type { Contract } from '../contract/contract.ts';
import { isObject } from '../contract/document.ts';
import type { MockRequest } from '../exchange/exchange.ts';
import { parseJson } from '../exchange/parse-json.ts';
import { isPassedOn } from '../exchange/reply.ts';
import type { TrackerMock } from '../mock/tracker-mock.ts';
import type { Profile } from '../operations/profile.ts';
import type { NoReply, WireReply } from '../prism/send-request.ts';
import type { CheckDiscovery } from './check-discovery.ts';
import { guessProfile } from './guess-profile.ts';
import type { WriteAccess } from './list-contract-cases.ts';
import type { Restored, Restorer } from './restore-trackers.ts';
import { createRestorer } from './restore-trackers.ts';
import type { ServerClock } from './server-clock.ts';
import type { Finding, Phase, VerifyCase } from './verify-case.ts';
import { PHASES } from './verify-case.ts';
import type { Encounters, Sender, ServerReply, Timer } from './verify-sender.ts';
import { isRefused, MACHINE_TIMER } from './verify-sender.ts';

/** Something in which the server differs, and every case that shows it. */
export interface VerifyDifference extends Finding {
  readonly first: VerifyCase;
  /** The ids of all cases that show it; the first one's first. */
  readonly cases: readonly string[];
}

export interface PhaseCount {
  readonly phase: Phase;
  readonly planned: number;
  /** Fewer than planned after an interruption, and in a sequence after its first difference. */
  readonly ran: number;
  readonly differed: number;
}

/** The replies to an operation's cases with 401 or 403. */
export interface RefusedOperation {
  readonly operation: string;
  readonly refused: number;
  readonly ran: number;
}

export interface VerifyRun {
  readonly phases: readonly PhaseCount[];
  readonly differences: readonly VerifyDifference[];
  /** The ids of the cases that ran. */
  readonly ran: ReadonlySet<string>;
  readonly met: Readonly<Encounters>;
  /** The operations that the server does not have, to judge by its replies. */
  readonly unserved: readonly string[];
  readonly refused: readonly RefusedOperation[];
  /** The profile that words errors as the server does, if another one was expected. */
  readonly otherProfile?: Profile | undefined;
  /** Why findings do not count. */
  readonly excuses: readonly string[];
  /** Why the run ended before its last case, or undefined if it did not. */
  readonly stop: string | undefined;
  /** What became of the trackers that were updated. */
  readonly restored: readonly Restored[];
}

export interface VerifyOptions {
  readonly contract: Contract;
  readonly cases: readonly VerifyCase[];
  readonly access: WriteAccess;
  readonly sender: Sender;
  /** A mock that has the server's trackers and events. */
  readonly mock: TrackerMock;
  readonly clock: ServerClock;
  readonly signal?: AbortSignal | undefined;
  /** Throws if a reply shows that the server is not the API. */
  readonly check?: CheckDiscovery;
  /** Called after each case. */
  readonly onCase?: (done: number, total: number) => void;
  /** Called before the first case with the updates that put the trackers back, by their ids. */
  readonly onSaved?: (requests: ReadonlyMap<string, MockRequest>) => void;
  /** @default the machine's */
  readonly timer?: Timer;
}

/**
 * Sends the cases to a server and to a mock that has the same trackers, and compares the replies. Afterwards, also after an interruption,
 * puts back status and reason of the trackers that it updated.
 */
export async function runVerify(options: VerifyOptions): Promise<VerifyRun> {
  const { contract, cases, access, sender, mock, clock, signal, timer = MACHINE_TIMER } = options;
  const { check, onCase, onSaved = () => {} } = options;
  const ran = new Map<string, VerifyCase>();
  const found: { one: VerifyCase; finding: Finding }[] = [];
  const refused = new Set<string>();
  const ended = new Set<string>();
  const unserved = new Set<string>();
  const served = new Set<string>();
  const isWriting = cases.some(({ request }) => request.method === 'PUT');
  let restorer: Restorer | undefined;
  let hasWritten = false;
  let stop: string | undefined;
  let failures = 0;
  let otherProfile: Profile | undefined;
  let before: VerifyCase | undefined;

  const judge = (one: VerifyCase, reply: ServerReply | NoReply, expected: WireReply): void => {
    ran.set(one.id, one);
    if ('failure' in reply) {
      found.push({ one, finding: { rule: `no reply ${reply.failure}`, what: `no reply: ${reply.failure}` } });
    } else if (isRefused(reply.status) && reply.status !== expected.status && one.isPreflight !== true) {
      refused.add(one.id);
    } else {
      const finding = one.check(reply, expected);
      if (one.phase === 'contract cases') (isUnserved(reply) ? unserved : served).add(one.operation);
      if (finding === undefined) return;
      const [profile, own] = [guessProfile(reply), guessProfile(expected)];
      if (own !== undefined && profile !== own) otherProfile ??= profile;
      found.push({ one, finding });
      // The rest of the sequence is about something else.
      if (finding.excuse !== undefined) return;
    }
    if (one.sequence !== undefined) ended.add(one.sequence);
  };

  try {
    restorer = await createRestorer(contract, isWriting ? access.trackers : [], sender, signal);
    onSaved(restorer.requests);
    for (const [index, one] of toRunningOrder(cases).entries()) {
      if (one.sequence !== undefined && ended.has(one.sequence)) continue;
      // Otherwise two updates might have the same time.
      if (one.sequence !== undefined && one.sequence === before?.sequence) await timer.sleep(clock.pause, signal);
      before = one;
      hasWritten ||= one.request.method === 'PUT';
      const reply = await sender.send(one.request, { signal, isBare: one.isPreflight });
      const expected = answer(mock, one.request);
      if (!('failure' in reply) && one.isPreflight !== true) check?.(one.request, reply, expected);
      judge(one, reply, expected);
      onCase?.(index + 1, cases.length);
      failures = 'failure' in reply ? failures + 1 : 0;
      if (failures < VERIFY_FAILURES) continue;
      stop = `the server stopped answering: no reply to ${failures} requests in a row. Not all cases ran`;
      break;
    }
  } catch (error) {
    if (signal?.aborted !== true) throw error;
    stop = 'interrupted: not all cases ran';
  }
  const restored = hasWritten && restorer !== undefined ? await restorer.restore() : [];
  const { differences, excuses } = toDifferences(found);
  const differed = new Set(differences.flatMap((difference) => difference.cases));
  return {
    phases: countPhases(cases, ran, differed),
    differences,
    ran: new Set(ran.keys()),
    met: sender.met,
    unserved: [...unserved].filter((operation) => !served.has(operation)),
    refused: countRefused(ran, refused),
    otherProfile,
    excuses,
    stop,
    restored,
  };
}

/** Reads first, so that lists are as they were read; sequences last, since they change the most. */
function toRunningOrder(cases: readonly VerifyCase[]): VerifyCase[] {
  const rank = ({ sequence, request }: VerifyCase): number =>
    sequence !== undefined ? 2 : request.method === 'PUT' ? 1 : 0;
  return cases.toSorted((a, b) => rank(a) - rank(b));
}

/** How FastAPI answers a path that it does not have, and how a server says that an operation is missing. */
function isUnserved({ status, body }: ServerReply): boolean {
  if (status !== 404) return status === 501;
  const value = parseJson(body);
  return isObject(value) && value['detail'] === 'Not Found';
}

function answer(mock: TrackerMock, request: MockRequest): WireReply {
  const reply = mock.handle(request);
  // The mock has no stubs and passes nothing on, so it always answers.
  if (isPassedOn(reply) || reply.status === null) return { status: 0, headers: {}, body: '' };
  return { status: reply.status, headers: reply.headers, body: reply.body };
}

function toDifferences(found: readonly { readonly one: VerifyCase; readonly finding: Finding }[]): {
  differences: VerifyDifference[];
  excuses: string[];
} {
  const differences = new Map<string, VerifyDifference>();
  const excuses = new Set<string>();
  for (const { one, finding } of found) {
    const excuse = finding.excuse?.();
    if (excuse !== undefined) {
      excuses.add(excuse);
      continue;
    }
    const before = differences.get(finding.rule);
    differences.set(finding.rule, { first: one, ...finding, ...before, cases: [...(before?.cases ?? []), one.id] });
  }
  return { differences: [...differences.values()], excuses: [...excuses] };
}

function countPhases(
  cases: readonly VerifyCase[],
  ran: ReadonlyMap<string, VerifyCase>,
  differed: ReadonlySet<string>,
): PhaseCount[] {
  return PHASES.map((phase): PhaseCount => {
    const own = cases.filter((one) => one.phase === phase);
    const done = own.filter(({ id }) => ran.has(id));
    return {
      phase,
      planned: own.length,
      ran: done.length,
      differed: done.filter(({ id }) => differed.has(id)).length,
    };
  });
}

function countRefused(ran: ReadonlyMap<string, VerifyCase>, refused: ReadonlySet<string>): RefusedOperation[] {
  const counts = new Map<string, RefusedOperation>();
  for (const { id, operation } of ran.values()) {
    const before = counts.get(operation);
    counts.set(operation, {
      operation,
      refused: (before?.refused ?? 0) + (refused.has(id) ? 1 : 0),
      ran: (before?.ran ?? 0) + 1,
    });
  }
  return [...counts.values()].filter((one) => one.refused > 0);
}
