import { toCurl } from './conformance-table.ts';
import type { PhaseCount, VerifyDifference, VerifyRun } from './run-verify.ts';

/** A difference that is accepted. */
export interface KnownDifference {
  /** The id of a case that shows it. */
  readonly case: string;
  readonly reason: string;
}

/** A difference as a report shows it. */
export interface ReportedDifference {
  /** The id of the first case that shows it: what `--case` takes. */
  readonly case: string;
  readonly phase: string;
  readonly operation: string;
  readonly label: string;
  readonly what: string;
  /** The ids of all cases that show it. */
  readonly cases: readonly string[];
  /** The command that sends the first case's request. The values of the given headers are not in it. */
  readonly curl: string;
  /** Why it is accepted, or undefined if it is not. */
  readonly known: string | undefined;
}

export interface VerifyReport {
  /** True if the server differs nowhere, accepted differences apart, and everything that was asked for was done. */
  readonly ok: boolean;
  readonly phases: readonly PhaseCount[];
  readonly differences: readonly ReportedDifference[];
  /** What else makes the run fail. */
  readonly problems: readonly string[];
  readonly notes: readonly string[];
  readonly requests: number;
}

export interface ReportInput {
  readonly run: VerifyRun;
  readonly url: string;
  /** The names of the given headers. */
  readonly headerNames: readonly string[];
  readonly known: readonly KnownDifference[];
  /** False if only some of the cases were asked for, so that an accepted difference need not occur. */
  readonly isWhole: boolean;
  readonly notes: readonly string[];
  /** What is missing on the server for a whole run. */
  readonly missing: readonly string[];
}

/** The share of replies with 401 or 403 from which on nothing else can be said about a server. */
const UNAUTHORIZED = 0.9;

export function toVerifyReport(input: ReportInput): VerifyReport {
  const { run, url, known, missing } = input;
  const { sent, unauthorized, limited, unavailable } = run.met;
  const isUnauthorized = sent > 0 && unauthorized >= sent * UNAUTHORIZED;
  const mask = Object.fromEntries(input.headerNames.map((name) => [name, '***']));
  const differences = isUnauthorized
    ? []
    : run.differences.map((difference): ReportedDifference => toReported(difference, url, mask, known));
  const shown = new Set(differences.flatMap(({ cases }) => cases));
  const stale =
    input.isWhole && !isUnauthorized && !run.isInterrupted ? known.filter((entry) => !shown.has(entry.case)) : [];
  let ran = 0;
  for (const phase of run.phases) ran += phase.ran;
  const problems = [
    ...(isUnauthorized
      ? [`missing authorization: ${unauthorized} of ${sent} replies are 401 or 403. Give -H 'Authorization: …'`]
      : missing),
    ...(ran === 0 ? ['no case ran'] : []),
    ...(run.isInterrupted ? ['interrupted: not all cases ran'] : []),
    ...stale.map(
      (entry) => `the known difference ${entry.case} no longer occurs (${entry.reason}): remove it from the file`,
    ),
    ...run.restored.flatMap(({ tracker, failure, request }) =>
      failure === undefined
        ? []
        : [
            `the tracker ${tracker} was not put back: ${failure}. Do it with ${toCurl(withHeaders(request, mask), url)}`,
          ],
    ),
  ];
  const notes = [
    ...input.notes,
    ...run.restored.flatMap(({ tracker, failure, cursor }) => [
      ...(failure === undefined ? [`put back status and reason of the tracker ${tracker}`] : []),
      ...(cursor === undefined
        ? []
        : [`moved the cursor of the tracker ${tracker} from ${String(cursor.before)} to ${String(cursor.after)}`]),
    ]),
    ...(run.unserved.length === 0
      ? []
      : [
          `not served by the server (501), so not checked: ${run.unserved.length} operations, such as ${run.unserved[0]}`,
        ]),
    ...(limited === 0 ? [] : [`sent ${limited} requests again after 429`]),
    ...(unavailable === 0 ? [] : [`sent ${unavailable} requests again after 503`]),
    ...(unauthorized === 0 || isUnauthorized ? [] : [`${unauthorized} replies are 401 or 403`]),
  ];
  const ok = problems.length === 0 && differences.every((difference) => difference.known !== undefined);
  return { ok, phases: run.phases, differences, problems, notes, requests: sent };
}

function toReported(
  { first, what, cases }: VerifyDifference,
  url: string,
  mask: Readonly<Record<string, string>>,
  known: readonly KnownDifference[],
): ReportedDifference {
  const { id, phase, operation, label, request } = first;
  const curl = toCurl(withHeaders(request, mask), url);
  const accepted = known.find((entry) => cases.includes(entry.case))?.reason;
  return { case: id, phase, operation, label, what, cases, curl, known: accepted };
}

function withHeaders(
  request: VerifyDifference['first']['request'],
  headers: Readonly<Record<string, string>>,
): VerifyDifference['first']['request'] {
  return { ...request, headers: { ...request.headers, ...headers } };
}
