import type { Response } from '../contract/operation.ts';
import type { Violation } from '../contract/violation.ts';
import type { AppliedOverride } from '../control/control-types.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { isStream } from '../exchange/passed-on.ts';
import { toProblemReply } from '../exchange/problem-reply.ts';
import { toReplyHeaders } from '../exchange/reply-headers.ts';
import type { BrokenReply, HttpReply } from '../exchange/reply.ts';
import type { Result } from '../exchange/result.ts';
import type { MockError } from '../mock-error.ts';
import type { SelectedSession } from '../sessions/session-name.ts';
import { applyOverride } from '../stubs/apply-override.ts';
import type { Override } from '../stubs/override.ts';

/** An exchange before it is recorded, without its number, session and times. */
export type NewExchange = Omit<Exchange, 'sequence' | 'session' | 'time' | 'ms' | 'prism'>;

const NO_VIOLATIONS: readonly Violation[] = [];

/** The parts of an exchange that are known before the reply. */
export interface Opening extends Pick<NewExchange, 'request' | 'operation' | 'isUnmatched'> {
  readonly selected: SelectedSession;
  /** Whether the session's allowances have violations. */
  readonly allowsViolations: boolean;
}

type Verdicts = Partial<Pick<NewExchange, 'violations' | 'isAllowed' | 'isUndocumented' | 'source' | 'override'>>;

export function toExchange<Reply extends HttpReply | BrokenReply>(
  { request, selected, operation, isUnmatched }: Opening,
  reply: Reply,
  { violations = NO_VIOLATIONS, isAllowed = false, isUndocumented = false, source = 'mock', override }: Verdicts,
): NewExchange & { readonly reply: Reply } {
  const { target } = selected;
  return { request, target, reply, operation, isUnmatched, violations, isAllowed, isUndocumented, source, override };
}

/** Returns the exchange with a result as its reply, changed by the override. */
export function complete(
  opening: Opening,
  result: Result,
  response: Response | undefined,
  wanted: Override | undefined,
): NewExchange & { readonly reply: HttpReply } {
  // Of a stream only the beginning can be delayed.
  const override = wanted && isStream(result.content) ? { ...wanted, fault: undefined } : wanted;
  const { selected, operation } = opening;
  const { status, body, violations = NO_VIOLATIONS, isOutsideCors, source = 'mock' } = result;
  const session = selected.isNamed ? selected.name : undefined;
  const isUndocumented = operation !== undefined && response === undefined;
  const isAllowed = areAllowed(violations, opening, override);
  if (override === undefined) {
    const headers = toReplyHeaders(result, { session, preferenceApplied: undefined, violations, source });
    const reply = { status, headers, body, items: result.items, isOutsideCors, ...toContent(result) };
    return toExchange(opening, reply, { violations, isAllowed, isUndocumented, source });
  }
  const { applied, preferenceApplied, delivery, body: sent } = applyOverride(override, result, response);
  const headers = toReplyHeaders(result, { session, preferenceApplied, violations, source });
  const reply = {
    status,
    headers,
    body: sent,
    ...(sent === body && toContent(result)),
    ...(isOutsideCors && { isOutsideCors }),
    ...(delivery === undefined ? {} : { delivery }),
  };
  return toExchange(opening, reply, { violations, isAllowed, isUndocumented, source, override: toChange(applied) });
}

/** Returns what is sent in place of the body's text, if it is. */
function toContent({
  content,
  isKept,
  cookies,
}: Result): Pick<HttpReply, 'content' | 'isKept' | 'cookies'> | undefined {
  return content === undefined ? undefined : { content, isKept, ...(cookies && { cookies }) };
}

/** Whether the violations of an exchange are expected. */
export function areAllowed(
  violations: readonly Violation[],
  { allowsViolations }: Opening,
  override: Override | undefined,
): boolean {
  return violations.length > 0 && (allowsViolations || override?.preference?.allowViolations === true);
}

/** Returns undefined if an override changed nothing, such as `Prefer: allow-violations`. */
function toChange(applied: AppliedOverride): AppliedOverride | undefined {
  return Object.keys(applied).length === 0 ? undefined : applied;
}

/** Returns the exchange for a failure of the mock, which committed nothing. No allowance covers its violations. */
export function fail(
  opening: Opening,
  error: MockError,
  violations: readonly Violation[] = NO_VIOLATIONS,
): NewExchange & { readonly reply: HttpReply } {
  const { status, headers, body } = toProblemReply(error);
  const session = opening.selected.isNamed ? opening.selected.name : undefined;
  const allHeaders = toReplyHeaders(
    { body, headers },
    { session, preferenceApplied: undefined, violations, source: 'mock' },
  );
  return toExchange(opening, { status, headers: allHeaders, body }, { violations });
}
