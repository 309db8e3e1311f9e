import { toCountText } from './count-text.ts';
import type { FailureKind } from './failure-kinds.ts';
import { RUN_FAILURES } from './failure-kinds.ts';
import type { ProofSummary } from './proof.ts';
import { toFailureLines, toReportCases } from './report-case.ts';

/** How many requests of a kind the summary shows. Reports show more. */
const SHOWN = 10;

/** A run in a few lines for a person, with the requests that make it fail. */
export function toSummaryText(summary: ProofSummary, failOn: readonly FailureKind[]): string {
  const { requests, violations, allowed, undocumented, unmatched, sampled, frequent } = summary;
  const upstream = summary['upstream-violations'];
  const counts = [
    toCountText(requests, 'request'),
    toCountText(violations, 'violation'),
    ...(allowed === 0 ? [] : [`${allowed} allowed`]),
    ...(upstream === 0 ? [] : [toCountText(upstream, ...RUN_FAILURES['upstream-violations'].nouns)]),
    toCountText(undocumented, ...RUN_FAILURES.undocumented.nouns),
    `${unmatched} unmatched`,
    ...(sampled === 0 ? [] : [`${sampled} sampled`]),
  ];
  const lines = [
    counts.join(', '),
    ...frequent.map(({ count, text }) => `  ${count} × ${text}`),
    ...[...new Set(failOn)].flatMap((kind) => toKindLines(summary, kind)),
  ];
  return lines.join('\n');
}

function toKindLines(summary: ProofSummary, kind: FailureKind): string[] {
  if (summary[kind] === 0) return [];
  const failures = toReportCases(summary, [kind])
    .filter((reported) => reported.kind === kind)
    .flatMap((reported) => reported.failures);
  const shown = failures.slice(0, SHOWN);
  return [
    `failed, as --fail-on ${kind} asks:`,
    ...shown.flatMap((failure) => toFailureLines(failure)).map((line) => `  ${line}`),
    ...(failures.length > SHOWN ? ['  and more, which the reports of --junit and --ctrf list'] : []),
  ];
}
