import { findNearestName } from '../control/nearest-name.ts';
import { toShortJson } from '../control/short-json.ts';
import { toCurl } from './conformance-table.ts';
import type { PhaseCount, VerifyDifference, VerifyRun } from './run-verify.ts';
import { toNotes } from './verify-notes.ts';

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
  readonly url: string;
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
  /** The ids of all cases of the run. */
  readonly planned: readonly string[];
  /** False if options leave cases out, so that an accepted difference need not be among those that ran. */
  readonly isWhole: boolean;
  /** What was noted before the run. */
  readonly notes: readonly string[];
  /** The status of the reply that lists the trackers if it is 401 or 403, so that no case was sent. */
  readonly refusedWith?: number | undefined;
  /** Why there is no case, if there is none. */
  readonly noCase?: string | undefined;
  /** What is missing on the server for a whole run. */
  readonly missing: readonly string[];
}

/** The share of replies with 401 or 403 from which on nothing else can be said about a server. */
const UNAUTHORIZED = 0.9;

const GIVE_HEADER = "Give -H 'Authorization: …'";

export function toVerifyReport(input: ReportInput): VerifyReport {
  const { run, url, known, missing, refusedWith, noCase } = input;
  const { sent, unauthorized } = run.met;
  const isUnauthorized = unauthorized > 0 && unauthorized >= sent * UNAUTHORIZED;
  const mask = toMask(input.headerNames);
  const differences = isUnauthorized
    ? []
    : run.differences.map((difference): ReportedDifference => toReported(difference, url, mask, known));
  const problems = [
    ...(refusedWith !== undefined
      ? [
          `missing authorization: GET /tracker answered ${refusedWith}. ${GIVE_HEADER}, or choose other operations with --operations`,
        ]
      : isUnauthorized
        ? [`missing authorization: ${unauthorized} of ${sent} replies are 401 or 403. ${GIVE_HEADER}`]
        : [...missing, ...listForbidden(run), ...listStale(input, differences)]),
    ...(run.ran.size === 0 && refusedWith === undefined ? [noCase ?? 'no case ran'] : []),
    ...(run.stop === undefined ? [] : [run.stop]),
    ...run.restored.flatMap(({ tracker, failure, request }) => {
      if (failure === undefined) return [];
      const curl = toCurl({ ...request, headers: { ...request.headers, ...mask } }, url);
      return [`the tracker ${tracker} was not put back: ${failure}. Do it with ${curl}`];
    }),
  ];
  const ok = problems.length === 0 && differences.every((difference) => difference.known !== undefined);
  const notes = [...input.notes, ...toNotes(run, isUnauthorized)];
  return { url, ok, phases: run.phases, differences, problems, notes, requests: sent };
}

/** Headers without their values. */
export function toMask(headerNames: readonly string[]): Record<string, string> {
  return Object.fromEntries(headerNames.map((name) => [name, '***']));
}

/** The operations of which nothing was checked, since every reply refused the request. */
function listForbidden({ refused }: VerifyRun): string[] {
  return refused
    .filter((one) => one.refused === one.ran)
    .map(
      ({ operation, ran }) =>
        `missing authorization for ${operation}: all ${ran} replies are 401 or 403. ${GIVE_HEADER}, or choose others with --operations`,
    );
}

/** The accepted differences that no longer occur, and those of no case. */
function listStale(
  { known, run, isWhole, planned }: ReportInput,
  differences: readonly Pick<ReportedDifference, 'cases'>[],
): string[] {
  if (run.stop !== undefined) return [];
  const shown = new Set(differences.flatMap(({ cases }) => cases));
  return known.flatMap(({ case: id, reason }) => {
    if (run.ran.has(id)) {
      return shown.has(id) ? [] : [`the known difference ${id} no longer occurs (${reason}): remove it from the file`];
    }
    if (!isWhole || planned.includes(id)) return [];
    const nearest = findNearestName(id, planned);
    const hint = nearest === undefined ? 'remove it from the file' : `did you mean ${nearest}?`;
    return [`the known difference ${toShortJson(id)} names no case (${reason}): ${hint}`];
  });
}

function toReported(
  { first, what, cases }: VerifyDifference,
  url: string,
  mask: Readonly<Record<string, string>>,
  known: readonly KnownDifference[],
): ReportedDifference {
  const { id, phase, operation, label, request, isPreflight } = first;
  const headers = { ...request.headers, ...(isPreflight === true ? {} : mask) };
  const curl = toCurl({ ...request, headers }, url);
  const accepted = known.find((entry) => cases.includes(entry.case))?.reason;
  return { case: id, phase, operation, label, what, cases, curl, known: accepted };
}
