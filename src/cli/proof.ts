import type { Operation } from '../contract/operation.ts';
import { toOperationName } from '../contract/operation.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { Mask } from '../journal/mask.ts';
import { toCountText } from './count-text.ts';
import { toSafeText } from './safe-text.ts';

export const FAILURE_KINDS = ['violations', 'undocumented', 'unmatched'] as const;
/** What can make the process exit with code 1. */
export type FailureKind = (typeof FAILURE_KINDS)[number];

/** What all exchanges of a run come to. The journal forgets; this counts. */
export interface Proof {
  /** @param mistakes its violations, a line each */
  add(exchange: Exchange, mistakes: readonly string[]): void;
  summary(): ProofSummary;
}

export interface ProofSummary {
  readonly requests: number;
  readonly violations: number;
  /** Replies with a status that the contract does not list for their operation. */
  readonly undocumented: number;
  /** Requests that no operation matched. */
  readonly unmatched: number;
  /** The most frequent mistakes, one line each, most frequent first: three at the most. */
  readonly frequent: readonly { readonly count: number; readonly text: string }[];
  readonly operations: readonly OperationProof[];
}

export interface OperationProof {
  readonly name: string;
  readonly requests: number;
  /** Its violations, one line each: the first hundred. */
  readonly violations: readonly string[];
  readonly violationCount: number;
}

/** How many different mistakes are told apart, and how many lines are kept for one operation. A run may be long. */
const MISTAKES = 1000;
const LINES = 100;

/** Counts for the operations of a contract: each is in the summary, called or not. */
export function createProof(operations: readonly Operation[], mask: Mask): Proof {
  const counts = { requests: 0, violations: 0, undocumented: 0, unmatched: 0 };
  let toldApart = 0;
  const byOperation = new Map(
    operations.map((operation) => {
      const proof = { name: toOperationName(operation), requests: 0, violationCount: 0, violations: [] as string[] };
      return [operation, { proof, frequencies: new Map<string, { count: number }>() }];
    }),
  );

  return {
    add({ operation, request, target, isUndocumented, isUnmatched }, mistakes) {
      counts.requests += 1;
      counts.violations += mistakes.length;
      if (isUndocumented) counts.undocumented += 1;
      if (isUnmatched) counts.unmatched += 1;
      // What no operation is for cannot break the contract.
      const own = operation === undefined ? undefined : byOperation.get(operation);
      if (own === undefined) return;
      const { proof, frequencies } = own;
      proof.requests += 1;
      proof.violationCount += mistakes.length;
      for (const mistake of mistakes) {
        const known = frequencies.get(mistake);
        if (known !== undefined) known.count += 1;
        else if (toldApart < MISTAKES) {
          frequencies.set(mistake, { count: 1 });
          toldApart += 1;
        }
        if (proof.violations.length < LINES) {
          proof.violations.push(`${toSafeText(`${request.method} ${mask.target(target)}`)}: ${mistake}`);
        }
      }
    },
    summary: () => ({
      ...counts,
      frequent: [...byOperation.values()]
        .flatMap(({ proof, frequencies }) =>
          [...frequencies].map(([mistake, { count }]) => ({ count, text: `${proof.name}: ${mistake}` })),
        )
        .toSorted((a, b) => b.count - a.count)
        .slice(0, 3),
      operations: [...byOperation.values()].map(({ proof }) => proof),
    }),
  };
}

/** Whether a run has what it must not have. */
export function hasFailed(summary: ProofSummary, kinds: readonly FailureKind[]): boolean {
  return kinds.some((kind) => summary[kind] > 0);
}

/** A run in a few lines for a person. */
export function toSummaryText({ requests, violations, undocumented, unmatched, frequent }: ProofSummary): string {
  const lines = [
    `${toCountText(requests, 'request')}, ${toCountText(violations, 'violation')}, ${toCountText(undocumented, 'status', 'statuses')} outside the contract, ${unmatched} unmatched`,
    ...frequent.map(({ count, text }) => `  ${count} × ${text}`),
  ];
  return lines.join('\n');
}
