import { toCountText } from './count-text.ts';
import type { FailureKind } from './failure-kinds.ts';
import { RUN_FAILURE_KINDS, RUN_FAILURES } from './failure-kinds.ts';
import type { Failure, OperationProof, ProofSummary } from './proof.ts';

/** One thing that must hold in a run: a test case of a report. */
export interface ReportCase {
  /** The same in every run, since reports of several runs are compared by the names. */
  readonly name: string;
  readonly kind: FailureKind | 'drift' | 'impact';
  /** How many requests it is about. */
  readonly requests: number;
  /** In milliseconds. */
  readonly ms: number;
  /** How many replies each source made. */
  readonly sources: OperationProof['sources'];
  /** What failed, counted: `2 violations`. Undefined if it holds. */
  readonly failure: string | undefined;
  /** The first hundred. */
  readonly failures: readonly Failure[];
  /** Expected violations, one line each, which do not count. */
  readonly allowed: readonly string[];
}

/** Returns the test cases of a run: the contract of each operation, and one for each other kind that `--fail-on` names. */
export function toReportCases(summary: ProofSummary, failOn: readonly FailureKind[]): ReportCase[] {
  const ofOperations = summary.operations.map(
    ({ name, requests, ms, sources, violationCount, failures, allowed }): ReportCase => ({
      name: `${name} keeps the contract`,
      kind: 'violations',
      requests,
      ms,
      sources,
      failure: violationCount === 0 ? undefined : toCountText(violationCount, 'violation'),
      failures,
      allowed,
    }),
  );
  const ofRun = RUN_FAILURE_KINDS.filter((kind) => failOn.includes(kind)).map((kind): ReportCase => {
    const { rule, nouns } = RUN_FAILURES[kind];
    const count = summary[kind];
    return {
      name: rule,
      kind,
      requests: summary.requests,
      ms: 0,
      sources: {},
      failure: count === 0 ? undefined : toCountText(count, ...nouns),
      failures: summary.failures[kind],
      allowed: [],
    };
  });
  return [...ofOperations, ...ofRun];
}

/** A failure in a few lines: one for each reason, and the command that sends the request again. */
export function toFailureLines({ request, reasons, curl }: Failure): string[] {
  return [...reasons.map((reason) => `${request}: ${reason}`), `  ${curl}`];
}
