import type { Operation } from '../contract/operation.ts';
import { toOperationName } from '../contract/operation.ts';
import type { Violation } from '../contract/violation.ts';
import { NO_UPSTREAM_REPLY } from '../contract/violation.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { Mask } from '../journal/mask.ts';
import { toUnmatchedRecord } from '../journal/unmatched.ts';
import { toViolationText } from './violation-text.ts';

/** What can make the process exit with code 1. */
export const FAILURE_KINDS = ['violations', 'upstream-violations', 'undocumented', 'unmatched', 'sampled'] as const;
export type FailureKind = (typeof FAILURE_KINDS)[number];

/** The kinds that are reported for the whole run. Violations are reported for each operation. */
export type RunFailureKind = Exclude<FailureKind, 'violations'>;

export interface RunFailure {
  /** What a report calls the test case: what must hold. */
  readonly rule: string;
  /** What is counted, in the singular and the plural. */
  readonly nouns: readonly [string, string];
  /** Returns why an exchange is a failure of this kind, or undefined if it is none. */
  readonly explain: (exchange: Exchange, operations: readonly Operation[], mask: Mask) => string | undefined;
}

/** How many violations of one reply are named. */
const VIOLATIONS_NAMED = 3;

export const RUN_FAILURES: Readonly<Record<RunFailureKind, RunFailure>> = {
  'upstream-violations': {
    rule: 'every reply of an upstream server keeps the contract',
    nouns: ['invalid upstream reply', 'invalid upstream replies'],
    explain(exchange) {
      const violations = exchange.violations.filter((violation) => isUpstreamViolation(exchange, violation));
      if (exchange.isAllowed || violations.length === 0) return undefined;
      const more = violations.length - VIOLATIONS_NAMED;
      const named = violations.slice(0, VIOLATIONS_NAMED).map((violation) => toViolationText(violation));
      return [...named, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
    },
  },
  undocumented: {
    rule: 'every reply has a status that the contract lists',
    nouns: ['status outside the contract', 'statuses outside the contract'],
    explain({ isUndocumented, operation, reply, override }) {
      if (!isUndocumented || operation === undefined) return undefined;
      // Whoever asks for a status knows what the contract says about it.
      if (override?.code !== undefined || override?.reply !== undefined) return undefined;
      return `the contract does not list the status ${reply.status} for ${toOperationName(operation)}`;
    },
  },
  unmatched: {
    rule: 'every request has an operation',
    nouns: ['unmatched request', 'unmatched requests'],
    explain: (exchange, operations, mask) =>
      exchange.isUnmatched ? toUnmatchedRecord(exchange, operations, mask).reason : undefined,
  },
  sampled: {
    rule: 'no reply is made up',
    nouns: ['sampled reply', 'sampled replies'],
    explain({ source }) {
      if (source === 'prism') return 'the reply was made up by Prism';
      return source === 'sample' ? 'the reply was made up from the contract' : undefined;
    },
  },
};

export const RUN_FAILURE_KINDS: readonly RunFailureKind[] = [
  'upstream-violations',
  'undocumented',
  'unmatched',
  'sampled',
];

/** Returns whether an upstream server is to blame for a violation. A violation by a request is the client's, whoever replies. */
export function isUpstreamViolation({ source }: Exchange, { side, rule }: Violation): boolean {
  return side === 'reply' && (source === 'upstream' || rule === NO_UPSTREAM_REPLY);
}
