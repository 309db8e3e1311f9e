import { setTimeout as sleep } from 'node:timers/promises';
import type { Contract } from '../contract/contract.ts';
import type { MockRequest } from '../exchange/exchange.ts';
import { isPassedOn } from '../exchange/reply.ts';
import type { TrackerMock } from '../mock/mock.ts';
import type { WireReply } from '../prism/send-request.ts';
import type { WriteAccess } from './list-contract-cases.ts';
import { createRestorer } from './restore-trackers.ts';
import type { Restored } from './restore-trackers.ts';
import type { Finding, Phase, VerifyCase } from './verify-case.ts';
import { PHASES } from './verify-case.ts';
import type { Encounters, Sender } from './verify-sender.ts';

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

export interface VerifyRun {
  readonly phases: readonly PhaseCount[];
  readonly differences: readonly VerifyDifference[];
  readonly met: Readonly<Encounters>;
  /** The operations that the server answers with 501, which the mock does not know either. */
  readonly unserved: readonly string[];
  readonly isInterrupted: boolean;
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
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sends the cases to a server and to a mock that has the same trackers, and compares the replies. Afterwards, also after an interruption,
 * puts back status and reason of the trackers that it updated.
 */
export async function runVerify(options: VerifyOptions): Promise<VerifyRun> {
  const { contract, cases, access, sender, mock, signal } = options;
  const ran = new Map<string, VerifyCase>();
  const differences = new Map<string, VerifyDifference>();
  const failed = new Set<string>();
  const unserved = new Set<string>();
  const writes = cases.some(({ request }) => request.method === 'PUT');
  let restore = (): Promise<Restored[]> => Promise.resolve([]);
  let isInterrupted = false;
  try {
    restore = await createRestorer(contract, writes ? access.trackers : [], sender, signal);
    for (const one of toRunningOrder(cases)) {
      if (one.sequence !== undefined && failed.has(one.sequence)) continue;
      // Otherwise two updates might have the same time.
      if (one.sequence !== undefined) await sleep(2);
      const reply = await sender.send(one.request, signal);
      const expected = answer(mock, one.request);
      ran.set(one.id, one);
      const finding =
        'failure' in reply
          ? { rule: `no reply ${reply.failure}`, what: `no reply: ${reply.failure}` }
          : one.check(reply, expected);
      if (finding === undefined) {
        if ('status' in reply && reply.status === 501) unserved.add(one.operation);
        continue;
      }
      if (one.sequence !== undefined) failed.add(one.sequence);
      const before = differences.get(finding.rule);
      differences.set(finding.rule, { first: one, ...finding, ...before, cases: [...(before?.cases ?? []), one.id] });
    }
  } catch (error) {
    if (signal?.aborted !== true) throw error;
    isInterrupted = true;
  }
  const restored = await restore();
  const found = [...differences.values()];
  const differed = new Set(found.flatMap((difference) => difference.cases));
  const phases = PHASES.map((phase): PhaseCount => {
    const own = cases.filter((one) => one.phase === phase);
    const done = own.filter(({ id }) => ran.has(id));
    return {
      phase,
      planned: own.length,
      ran: done.length,
      differed: done.filter(({ id }) => differed.has(id)).length,
    };
  });
  return { phases, differences: found, met: sender.met, unserved: [...unserved], isInterrupted, restored };
}

/** Reads first, so that lists are as they were read; sequences last, since they change the most. */
function toRunningOrder(cases: readonly VerifyCase[]): VerifyCase[] {
  const rank = ({ sequence, request }: VerifyCase): number =>
    sequence !== undefined ? 2 : request.method === 'PUT' ? 1 : 0;
  return cases.toSorted((a, b) => rank(a) - rank(b));
}

function answer(mock: TrackerMock, request: MockRequest): WireReply {
  const reply = mock.handle(request);
  // The mock has no stubs and passes nothing on, so it always answers.
  if (isPassedOn(reply) || reply.status === null) return { status: 0, headers: {}, body: '' };
  return { status: reply.status, headers: reply.headers, body: reply.body };
}
