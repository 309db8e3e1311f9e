import type { ExchangeSummary } from '../control/control-types.ts';
import { quoteJson } from '../python/quote-json.ts';

/** Returns `JSON.stringify(summary)` in half the time, since a stream writes one for each exchange. */
export function toSummaryJson(summary: ExchangeSummary): string {
  const { id, time, session, method, path, query, operation, status, ms, violations, violation } = summary;
  const { allowed, unmatched, source, undocumented, overridden, notes } = summary;
  return (
    `{"id":"${id}","time":"${time}","session":${quoteJson(session)},"method":${quoteJson(method)},"path":${quoteJson(path)}` +
    `,"query":${quoteJson(query)},"operation":${operation === null ? null : quoteJson(operation)},"status":${status},"ms":${ms}` +
    `,"violations":${violations},"violation":${violation === null ? null : JSON.stringify(violation)},"allowed":${allowed}` +
    `,"unmatched":${unmatched},"source":"${source}","undocumented":${undocumented},"overridden":${overridden},"notes":${notes.length === 0 ? '[]' : JSON.stringify(notes)}}`
  );
}
