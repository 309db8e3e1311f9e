import type { Operation } from '../contract/operation.ts';
import { toOperationName } from '../contract/operation.ts';
import type { Exchange } from '../mock/exchange.ts';
import { toCountText } from './count-text.ts';
import { toSafeText } from './safe-text.ts';
import { toViolationText } from './violation-text.ts';

export const FAILURE_KINDS = ['violations', 'undocumented', 'unmatched'] as const;
/** What can make the process end with 1. */
export type FailureKind = (typeof FAILURE_KINDS)[number];

/** What all exchanges of a run come to. The journal forgets; this counts. */
export interface Proof {
  add(exchange: Exchange): void;
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
export function createProof(operations: readonly Operation[]): Proof {
  const counts = { requests: 0, violations: 0, undocumented: 0, unmatched: 0 };
  const mistakes = new Map<string, number>();
  const byOperation = new Map(
    operations.map((operation) => {
      const name = toOperationName(operation);
      return [operation, { name, requests: 0, violationCount: 0, violations: [] as string[] }];
    }),
  );

  return {
    add({ operation, request, target, violations, isUndocumented, isUnmatched }) {
      counts.requests += 1;
      counts.violations += violations.length;
      if (isUndocumented) counts.undocumented += 1;
      if (isUnmatched) counts.unmatched += 1;
      // What no operation is for cannot break the contract.
      const own = operation === undefined ? undefined : byOperation.get(operation);
      if (own === undefined) return;
      own.requests += 1;
      own.violationCount += violations.length;
      for (const violation of violations) {
        const mistake = toViolationText(violation);
        const text = `${own.name}: ${mistake}`;
        const count = mistakes.get(text);
        if (count !== undefined || mistakes.size < MISTAKES) mistakes.set(text, (count ?? 0) + 1);
        if (own.violations.length < LINES) {
          own.violations.push(`${toSafeText(`${request.method} ${target}`)}: ${mistake}`);
        }
      }
    },
    summary: () => ({
      ...counts,
      frequent: [...mistakes]
        .toSorted(([, a], [, b]) => b - a)
        .slice(0, 3)
        .map(([text, count]) => ({ count, text })),
      operations: [...byOperation.values()],
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
