import { REPORTED_FAILURES, REPORTED_MISTAKES } from '../budgets.ts';
import type { Operation } from '../contract/operation.ts';
import { toOperationName } from '../contract/operation.ts';
import type { ReplySource } from '../control/control-types.ts';
import { toCurlLine } from '../coverage/curl-line.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { Mask } from '../journal/mask.ts';
import { findOperationKind } from '../operations/operation-kind.ts';
import type { FailureKind, RunFailureKind } from './failure-kinds.ts';
import { isUpstreamViolation, RUN_FAILURE_KINDS, RUN_FAILURES } from './failure-kinds.ts';
import { toSafeText } from './safe-text.ts';

/** What all exchanges of a run come to. The journal forgets; this counts. */
export interface Proof {
  /** @param mistakes its violations, a line each */
  add(exchange: Exchange, mistakes: readonly string[]): void;
  summary(): ProofSummary;
}

export interface ProofSummary extends Readonly<Record<RunFailureKind, number>> {
  readonly requests: number;
  /** Without the allowed ones, and without those of an upstream server's replies. */
  readonly violations: number;
  /** Violations that were expected. */
  readonly allowed: number;
  /** The most frequent mistakes, one line each, most frequent first: three at the most. */
  readonly frequent: readonly { readonly count: number; readonly text: string }[];
  /** Those with state, called or not, and each other one that was called. */
  readonly operations: readonly OperationProof[];
  /** The failures that are not violations: the first hundred of each kind. */
  readonly failures: Readonly<Record<RunFailureKind, readonly Failure[]>>;
}

export interface OperationProof {
  readonly name: string;
  readonly requests: number;
  /** How long its requests took, in milliseconds. */
  readonly ms: number;
  /** How many replies each source made; sources without a reply are left out. */
  readonly sources: Readonly<Partial<Record<ReplySource, number>>>;
  readonly violationCount: number;
  /** Its requests with violations: the first hundred violations. */
  readonly failures: readonly Failure[];
  readonly allowedCount: number;
  /** Its allowed violations, one line each: the first hundred. */
  readonly allowed: readonly string[];
}

/** A request that makes a run fail, as the reports show it. */
export interface Failure {
  /** `PUT /tracker/t-1`, with its secrets masked. */
  readonly request: string;
  readonly reasons: readonly string[];
  /** The command that sends it again. */
  readonly curl: string;
}

/**
 * Counts for the operations of a contract.
 *
 * @param getUrl returns the address for the commands that send a request again
 */
export function createProof(operations: readonly Operation[], mask: Mask, getUrl: () => string): Proof {
  const counts = {
    requests: 0,
    violations: 0,
    allowed: 0,
    'upstream-violations': 0,
    undocumented: 0,
    unmatched: 0,
    sampled: 0,
  };
  const failures: Record<RunFailureKind, Failure[]> = {
    'upstream-violations': [],
    undocumented: [],
    unmatched: [],
    sampled: [],
  };
  const frequencies = new Map<string, number>();
  const byOperation = new Map(operations.map((operation) => [operation, createTally(toOperationName(operation))]));
  const toFailure = (exchange: Exchange, reasons: readonly string[]): Failure => ({
    request: toRequestText(exchange, mask),
    reasons,
    curl: toCurlLine(exchange, getUrl(), mask),
  });

  return {
    add(exchange, mistakes) {
      counts.requests += 1;
      for (const kind of RUN_FAILURE_KINDS) {
        const reason = RUN_FAILURES[kind].explain(exchange, operations, mask);
        if (reason === undefined) continue;
        counts[kind] += 1;
        if (failures[kind].length < REPORTED_FAILURES) failures[kind].push(toFailure(exchange, [toSafeText(reason)]));
      }
      const tally = exchange.operation === undefined ? undefined : byOperation.get(exchange.operation);
      // What no operation is for cannot break the contract.
      if (tally === undefined) return;
      tally.requests += 1;
      tally.ms += exchange.ms;
      tally.sources[exchange.source] = (tally.sources[exchange.source] ?? 0) + 1;
      if (mistakes.length === 0) return;
      if (exchange.isAllowed) {
        counts.allowed += mistakes.length;
        tally.allowedCount += mistakes.length;
        const lines = mistakes.slice(0, REPORTED_FAILURES - tally.allowed.length);
        tally.allowed.push(...lines.map((mistake) => `${toRequestText(exchange, mask)}: ${mistake}`));
        return;
      }
      const own = mistakes.filter((_, index) => {
        const violation = exchange.violations[index];
        return violation === undefined || !isUpstreamViolation(exchange, violation);
      });
      if (own.length === 0) return;
      counts.violations += own.length;
      for (const mistake of own) {
        const text = `${tally.name}: ${mistake}`;
        const known = frequencies.get(text);
        if (known !== undefined || frequencies.size < REPORTED_MISTAKES) frequencies.set(text, (known ?? 0) + 1);
      }
      const room = REPORTED_FAILURES - Math.min(tally.violationCount, REPORTED_FAILURES);
      if (room > 0) tally.failures.push(toFailure(exchange, own.slice(0, room)));
      tally.violationCount += own.length;
    },
    summary: () => ({
      ...counts,
      frequent: [...frequencies]
        .map(([text, count]) => ({ count, text }))
        .toSorted((a, b) => b.count - a.count)
        .slice(0, 3),
      operations: [...byOperation].flatMap(([operation, tally]) =>
        tally.requests > 0 || findOperationKind(operation) !== undefined ? [tally] : [],
      ),
      failures,
    }),
  };
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type Tally = Mutable<Omit<OperationProof, 'failures' | 'allowed' | 'sources'>> & {
  failures: Failure[];
  allowed: string[];
  sources: Partial<Record<ReplySource, number>>;
};

function createTally(name: string): Tally {
  return { name, requests: 0, ms: 0, sources: {}, violationCount: 0, failures: [], allowedCount: 0, allowed: [] };
}

function toRequestText({ request, target }: Exchange, mask: Mask): string {
  return toSafeText(`${request.method} ${mask.target(target)}`);
}

/** Whether a run has what it must not have. */
export function hasFailed(summary: ProofSummary, kinds: readonly FailureKind[]): boolean {
  return kinds.some((kind) => summary[kind] > 0);
}
