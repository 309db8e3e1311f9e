import { toCurl } from '../conformance/conformance-table.ts';
import type { DriftSide } from '../drift/drift-side.ts';
import type { DriftDifference } from '../drift/drift-tally.ts';
import type { DriftRun } from '../drift/run-drift.ts';
import type { Severity } from '../drift/severity.ts';
import { isAsSevere } from '../drift/severity.ts';
import { createMask } from '../journal/mask.ts';
import { toPrintable } from '../mock-error.ts';
import { toCountText } from './count-text.ts';
import type { ReportCase } from './report-case.ts';

export interface DriftReport {
  /** True if there is no difference of the severity that fails, and the comparison says something. */
  readonly ok: boolean;
  readonly a: string;
  readonly b: string;
  readonly failOn: Severity;
  readonly counts: Readonly<Record<Severity, number>>;
  readonly differences: readonly ReportedDrift[];
  /** How many cases were compared, by the operation. */
  readonly compared: Readonly<Record<string, number>>;
  /** What could not be compared. */
  readonly notes: readonly string[];
  readonly problems: readonly string[];
}

export interface ReportedDrift extends Omit<DriftDifference, 'request'> {
  /** The command that sends a request that shows it to B; undefined if B is no server. The values of headers are not in it. */
  readonly curl: string | undefined;
}

export function toDriftReport(
  { differences, compared, notes, problems }: DriftRun,
  { a, b, failOn, headerNames }: { a: DriftSide; b: DriftSide; failOn: Severity; headerNames: readonly string[] },
): DriftReport {
  const mask = createMask();
  const given = Object.fromEntries(headerNames.map((name) => [name, '***']));
  const counts = { breaking: 0, warning: 0, information: 0 };
  const reported = differences.map(({ request, ...difference }): ReportedDrift => {
    counts[difference.severity] += 1;
    const url = b.kind === 'live' ? b.url : undefined;
    const shown = { ...request, target: mask.target(request.target), headers: { ...request.headers, ...given } };
    return { ...difference, curl: url === undefined ? undefined : toCurl(shown, url) };
  });
  return {
    ok: problems.length === 0 && !reported.some(({ severity }) => isAsSevere(severity, failOn)),
    a: a.name,
    b: b.name,
    failOn,
    counts,
    differences: reported,
    compared: Object.fromEntries(compared),
    notes,
    problems,
  };
}

/** The result for people: the differences, the worst first, each with the command that shows it. */
export function toDriftText({ a, b, counts, differences, compared, notes, problems }: DriftReport): string {
  let cases = 0;
  for (const count of Object.values(compared)) cases += count;
  const lines = [
    `A  ${a}`,
    `B  ${b}`,
    '',
    ...differences.flatMap((difference) => toLines(difference)),
    ...(differences.length === 0 ? [] : ['']),
    ...notes.map((note) => `note: ${note}`),
    ...problems.map((problem) => `failed: ${problem}`),
    ...(notes.length + problems.length === 0 ? [] : ['']),
    `${counts.breaking} breaking, ${toCountText(counts.warning, 'warning')}, ${counts.information} information, ${toCountText(cases, 'case')} compared`,
  ];
  return `${lines.map(toPrintable).join('\n')}\n`;
}

function toLines(difference: ReportedDrift): string[] {
  const indent = ' '.repeat(13);
  return [
    `${difference.severity.padEnd(11)}  ${toSentence(difference)}`,
    ...(difference.curl === undefined ? [] : [`${indent}${difference.curl}`]),
  ];
}

function toSentence({ operation, status, at, what, label, cases }: ReportedDrift): string {
  const subject = status === undefined ? operation : `${operation} ${status}`;
  const more = cases > 1 ? ` and ${toCountText(cases - 1, 'more case')}` : '';
  return `${subject}  ${at}: ${what}${label === undefined ? '' : ` (${label}${more})`}`;
}

/** The test cases of a report: each operation, and the comparison as a whole. */
export function toDriftCases({ differences, compared, problems, failOn, b }: DriftReport): ReportCase[] {
  const common = { kind: 'drift', ms: 0, sources: {} } as const;
  const ofOperations = Object.entries(compared).map(([operation, requests]): ReportCase => {
    const own = differences.filter((difference) => difference.operation === operation);
    const failed = own.filter(({ severity }) => isAsSevere(severity, failOn));
    return {
      ...common,
      name: `${operation} looks the same`,
      requests,
      failure: failed.length === 0 ? undefined : toCountText(failed.length, 'difference'),
      failures: failed.map((difference) => ({
        request: difference.severity,
        reasons: [toSentence(difference)],
        curl: difference.curl ?? b,
      })),
      allowed: own
        .filter(({ severity }) => !isAsSevere(severity, failOn))
        .map((difference) => `${difference.severity}: ${toSentence(difference)}`),
    };
  });
  const failure = problems.length === 0 ? undefined : problems.join('; ');
  return [
    ...ofOperations,
    { ...common, name: 'the sides can be compared', requests: 0, failure, failures: [], allowed: [] },
  ];
}
