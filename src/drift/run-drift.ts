import { selectOperations } from '../conformance/operation-filter.ts';
import type { Contract } from '../contract/contract.ts';
import type { Operation } from '../contract/operation.ts';
import { toOperationName } from '../contract/operation.ts';
import { MockError } from '../mock-error.ts';
import { findOperationKind } from '../operations/operation-kind.ts';
import { compareLive } from './compare-live.ts';
import { compareRecorded, compareRecordedWithLive } from './compare-recorded.ts';
import type { DriftSide } from './drift-side.ts';
import type { DriftTally, DriftTotals } from './drift-tally.ts';
import { createDriftTally } from './drift-tally.ts';
import { createOperationFinder } from './find-operation.ts';

export interface DriftOptions {
  readonly contract: Contract;
  readonly a: DriftSide;
  readonly b: DriftSide;
  /** Globs of the operations to compare. @default those that the mock serves with state, or all of an archive */
  readonly operations: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

export interface DriftRun extends DriftTotals {
  /** Why the comparison as a whole says nothing. */
  readonly problems: readonly string[];
}

/** The share of replies with 401 or 403 from which on nothing else can be said about a side. */
const UNAUTHORIZED = 0.9;

/**
 * Compares what two sides reply to the same requests, which only read.
 *
 * @throws {MockError} `option-invalid` if a glob selects no operation, or none that reads
 */
export async function runDrift({ contract, a, b, operations: globs, signal }: DriftOptions): Promise<DriftRun> {
  const names = selectOperations(contract, globs);
  const isNamed = (operation: Operation | undefined): boolean =>
    globs.length === 0 || (operation !== undefined && names.has(toOperationName(operation)));
  const tally = createDriftTally(contract);
  const find = createOperationFinder(contract);
  for (const side of [a, b]) noteSkipped(side, tally);
  let isInterrupted = false;
  try {
    if (a.kind === 'live' && b.kind === 'live') {
      await compareLive(contract, [a, b], listReads(contract, globs, isNamed), tally, signal);
    } else if (a.kind === 'recorded' && b.kind === 'recorded') compareRecorded(a, b, find, isNamed, tally);
    else {
      const sides =
        a.kind === 'recorded' && b.kind === 'live'
          ? { recorded: a, live: b, isRecordedFirst: true }
          : a.kind === 'live' && b.kind === 'recorded'
            ? { recorded: b, live: a, isRecordedFirst: false }
            : undefined;
      if (sides !== undefined) await compareRecordedWithLive(contract, sides, find, isNamed, tally, signal);
    }
  } catch (error) {
    if (signal?.aborted !== true) throw error;
    isInterrupted = true;
  }
  const totals = tally.finish();
  const refused = [a, b].flatMap(({ name }, index) => {
    const { answers, unauthorized } = index === 0 ? totals.countsA : totals.countsB;
    if (answers === 0 || unauthorized < answers * UNAUTHORIZED) return [];
    return [
      `missing authorization: ${unauthorized} of ${answers} replies of ${name} are 401 or 403. Give -H 'Authorization: …'`,
    ];
  });
  const isEmpty = totals.groups === 0 && totals.differences.length === 0;
  // Errors are alike everywhere, so they alone prove nothing.
  const isBare = a.kind === 'live' && b.kind === 'live' && !totals.hasContent && !isInterrupted;
  const problems = [
    ...refused,
    ...(isInterrupted ? ['interrupted: not everything was compared'] : []),
    ...(refused.length > 0 || isInterrupted
      ? []
      : isEmpty
        ? ['nothing was compared']
        : isBare
          ? ['no data was compared: no operation has successful replies of both sides with something in them']
          : []),
  ];
  return { ...totals, differences: refused.length > 0 ? [] : totals.differences, problems };
}

function listReads(
  { operations }: Contract,
  globs: readonly string[],
  isNamed: (one: Operation) => boolean,
): Operation[] {
  const reads = operations.filter((operation) => operation.method === 'GET' && isNamed(operation));
  if (globs.length === 0) return reads.filter((operation) => findOperationKind(operation) !== undefined);
  if (reads.length > 0) return reads;
  throw new MockError(
    'option-invalid',
    `Failed to select operations: ${globs.map((glob) => JSON.stringify(glob)).join(', ')} matches no GET operation, and drift only reads.`,
  );
}

function noteSkipped(side: DriftSide, tally: DriftTally): void {
  if (side.kind === 'live') return;
  for (const [reason, count] of side.skipped) {
    const entries =
      count === 1 ? 'one entry is not compared in full: it' : `${count} entries are not compared in full: each`;
    tally.note(`${side.name}: ${entries} ${reason}`);
  }
}
