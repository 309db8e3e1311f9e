import type { ExchangeSummary } from '../control/control-types.ts';
import { DEFAULT_SESSION } from '../sessions/session-name.ts';
import { toSafeText } from './safe-text.ts';
import type { Style } from './style.ts';
import { toStatusColor } from './style.ts';
import { toViolationText } from './violation-text.ts';

/** Returns the line of a request that another process has answered, in the form of the log. */
export function toSummaryLine(summary: ExchangeSummary, paint: Style): string {
  const { session, method, path, query, status, ms, source } = summary;
  const target = toSafeText(query === '' ? path : `${path}?${query}`);
  const shown = status === null ? paint('red', 'no reply') : paint(toStatusColor(status), String(status));
  const named = session === DEFAULT_SESSION ? '' : ` [${toSafeText(session)}]`;
  const origin = source === 'mock' ? '' : ` ${paint('dim', `(${source})`)}`;
  const line = `${toSafeText(method)} ${target} ${shown} ${paint('dim', `${ms.toFixed(1)} ms`)}${origin}${named}`;
  const notes = toNotes(summary);
  return notes.length === 0 ? `${line}\n` : `${line}  ${paint('yellow', notes.join('; '))}\n`;
}

function toNotes({ undocumented, unmatched, allowed, violations, violation, notes }: ExchangeSummary): string[] {
  return [
    ...(undocumented ? ['the contract does not list this status'] : []),
    ...(unmatched ? ['no operation matched'] : []),
    ...(allowed ? ['allowed'] : []),
    ...(violation === null ? [] : [toViolationText(violation)]),
    ...(violations > 1 ? [`and ${violations - 1} more`] : []),
    ...notes.map(toSafeText),
  ];
}
