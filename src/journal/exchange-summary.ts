import { SUMMARY_TEXT_LENGTH } from '../budgets.ts';
import { toOperationName } from '../contract/operation.ts';
import type { ExchangeSummary, Violation } from '../control/control-types.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { parseTarget } from '../exchange/incoming-request.ts';
import { unquote } from '../python/unquote.ts';
import { toTimestamp } from '../trackers/timestamp.ts';
import { explainRequest } from './explain-request.ts';
import type { Mask } from './mask.ts';

/** How many steps of a violation's location are kept. */
const STEPS = 20;

/** Converts an exchange for a list: one line of a log, or one row of a table. */
export function toExchangeSummary(exchange: Exchange, mask: Mask): ExchangeSummary {
  const { sequence, session, time, ms, request, reply, operation, violations } = exchange;
  const { path, query } = parseTarget(exchange.target);
  const [violation] = violations;
  return {
    id: String(sequence),
    time: toTimestamp(time),
    session,
    method: cut(request.method),
    path: cut(unquote(path)),
    query: cut(mask.query(query)),
    operation: operation === undefined ? null : toOperationName(operation),
    status: reply.status,
    ms: Math.round(ms * 1000) / 1000,
    violations: violations.length,
    violation: violation === undefined ? null : cutViolation(violation),
    allowed: exchange.isAllowed,
    unmatched: exchange.isUnmatched,
    source: exchange.source,
    undocumented: exchange.isUndocumented,
    overridden: exchange.override !== undefined,
    notes: explainRequest(exchange).map(cut),
  };
}

function cutViolation({ side, location, rule, message }: Violation): Violation {
  const steps = location.slice(0, STEPS).map((step) => (typeof step === 'string' ? cut(step) : step));
  return { side, location: steps, rule, message: cut(message) };
}

function cut(text: string): string {
  return text.length <= SUMMARY_TEXT_LENGTH ? text : `${text.slice(0, SUMMARY_TEXT_LENGTH).toWellFormed()}…`;
}
