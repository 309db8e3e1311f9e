import { toCurl } from '../conformance/conformance-table.ts';
import type { VerifyCase } from '../conformance/verify-case.ts';
import type { VerifyData } from '../conformance/verify-data.ts';
import type { ReportedDifference, VerifyReport } from '../conformance/verify-report.ts';
import { toMask } from '../conformance/verify-report.ts';
import type { MockRequest } from '../exchange/exchange.ts';
import { toPrintable } from '../mock-error.ts';
import { toCountText } from './count-text.ts';

/** The phases that run only where they are asked for. */
const OPTIONAL: ReadonlySet<string> = new Set(['CORS', 'health']);

/** A run for people: a line for each phase, then each difference with the command that repeats it. */
export function toVerifyText({ phases, differences, problems, notes, requests }: VerifyReport): string {
  const open = differences.filter(({ known }) => known === undefined);
  const known = differences.filter((difference) => difference.known !== undefined);
  const lines = [
    `${'phase'.padEnd(14)}  ${['cases', 'ran', 'differed'].map((title) => title.padStart(8)).join('  ')}`,
    ...phases
      .filter(({ phase, planned }) => planned > 0 || !OPTIONAL.has(phase))
      .map(
        ({ phase, planned, ran, differed }) =>
          `${phase.padEnd(14)}  ${[planned, ran, differed].map((count) => String(count).padStart(8)).join('  ')}`,
      ),
    ...open.flatMap((difference) => ['', ...toDifferenceLines(difference)]),
    ...(known.length === 0 ? [] : ['']),
    ...known.map((difference) => `known: ${difference.case} ${difference.what} (${difference.known})`),
    ...(notes.length === 0 ? [] : ['']),
    ...notes.map((note) => `note: ${note}`),
    ...(problems.length === 0 ? [] : ['']),
    ...problems.map((problem) => `failed: ${problem}`),
    '',
    `${toCountText(open.length, 'difference')}, ${toCountText(known.length, 'known difference')}, ${toCountText(requests, 'request')}`,
  ];
  return `${lines.map(toPrintable).join('\n')}\n`;
}

function toDifferenceLines({ case: id, operation, label, what, cases, curl }: ReportedDifference): string[] {
  const more = cases.length === 1 ? '' : ` (and ${toCountText(cases.length - 1, 'more case')})`;
  return [`${operation}: ${what}`, `  case ${id}: ${label}${more}`, `  ${curl}`];
}

/** What an interruption does, and the commands for those who do not wait for it: the process cannot print them when it is killed. */
export function toStoppingText(
  requests: ReadonlyMap<string, MockRequest>,
  url: string,
  headerNames: readonly string[],
): string {
  const lines = [
    `Stopping after the present request, and putting ${toCountText(requests.size, 'tracker')} back. Another Ctrl-C ends at once, without that; then do it with`,
    ...[...requests.values()].map(
      (request) => `  ${toCurl({ ...request, headers: { ...request.headers, ...toMask(headerNames) } }, url)}`,
    ),
  ];
  return `${lines.map(toPrintable).join('\n')}\n`;
}

/** What a run would send, for people. */
export function toPlanText(cases: readonly VerifyCase[], { trackers, events, notes }: VerifyData): string {
  const lines = [
    `${toCountText(cases.length, 'case')}, with ${toCountText(trackers.length, 'tracker')} and ${toCountText(events.length, 'event')} as test data`,
    ...notes.map((note) => `note: ${note}`),
    ...cases.map(({ id, phase, label, request }) => `${id}  ${phase}  ${request.method} ${request.target}  ${label}`),
  ];
  return `${lines.map(toPrintable).join('\n')}\n`;
}

/** What a run would send, as JSON. */
export function toPlanJson(cases: readonly VerifyCase[], { trackers, events, notes }: VerifyData): string {
  const plan = {
    trackers: trackers.length,
    events: events.length,
    notes,
    cases: cases.map(({ id, phase, operation, label, request: { method, target } }) => ({
      case: id,
      phase,
      operation,
      label,
      method,
      target,
    })),
  };
  return `${JSON.stringify(plan, undefined, 2)}\n`;
}
