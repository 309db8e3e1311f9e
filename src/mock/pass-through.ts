import type { Operation, Response } from '../contract/operation.ts';
import { findResponse } from '../contract/operation.ts';
import type { VerifyReply } from '../contract/verify-reply.ts';
import type { Violation } from '../contract/violation.ts';
import { NO_UPSTREAM_REPLY } from '../contract/violation.ts';
import type { PassedOnRequest, PassOn, ReceivedReply } from '../exchange/passed-on.ts';
import { isStream } from '../exchange/passed-on.ts';
import { toMockError } from '../exchange/problem-reply.ts';
import type { HttpReply } from '../exchange/reply.ts';
import type { Result } from '../exchange/result.ts';
import type { StreamEnd } from '../exchange/watch-stream.ts';
import { watchStream } from '../exchange/watch-stream.ts';
import type { MockError } from '../mock-error.ts';
import { toHardError } from './hard-error.ts';
import { judgeReceived } from './judge-received.ts';
import { createTextKeeper } from './keep-text.ts';
import type { NewExchange } from './new-exchange.ts';

/** An exchange with a reply over HTTP, before it is recorded. */
type Answered = NewExchange & { readonly reply: HttpReply };

export interface PassThrough {
  readonly passedOn: Omit<PassedOnRequest, 'signal'>;
  readonly operation: Operation | undefined;
  /** How the request breaks the contract. */
  readonly violations: readonly Violation[];
  /** Returns whether a reply with these violations is replaced by a failure of the mock. */
  readonly refuses: (violations: readonly Violation[]) => boolean;
  readonly passOn: PassOn;
  readonly verifyReply: VerifyReply;
  readonly complete: (result: Result, response: Response | undefined) => Answered;
  readonly fail: (error: MockError, violations: readonly Violation[]) => Answered;
  readonly record: (exchange: NewExchange) => void;
}

/** Creates the function that passes a request on, and verifies and records the reply. */
export function createSend(options: PassThrough): (signal: AbortSignal) => Promise<HttpReply> {
  const { passedOn, operation, passOn, verifyReply, complete, fail, record } = options;

  const settle = (received: ReceivedReply, signal: AbortSignal): HttpReply => {
    const { status, headers, cookies, content, decoded } = received;
    const { value, response, violations } = judgeReceived(operation, received, verifyReply);
    if (options.refuses(violations)) {
      if (isStream(content)) void content[Symbol.asyncIterator]().return?.();
      const refused = fail(toHardError('reply', operation, violations), [...options.violations, ...violations]);
      // The violations are those of the upstream server, whoever words the reply.
      record({ ...refused, source: 'upstream' });
      return refused.reply;
    }
    const exchange = complete(
      {
        status,
        value,
        body: decoded === undefined ? '' : new TextDecoder().decode(decoded),
        content,
        cookies,
        headers,
        source: 'upstream',
        violations: [...options.violations, ...violations],
      },
      response,
    );
    if (!isStream(content)) {
      record(exchange);
      return exchange.reply;
    }
    const { add, text } = createTextKeeper(headers);
    const { content: _, ...reply } = exchange.reply;
    const onEnd = (end: StreamEnd): void => {
      record({ ...exchange, violations: [...exchange.violations, ...toCut(end)], reply: { ...reply, body: text() } });
    };
    return { ...reply, content: watchStream(content, signal, { onChunk: add, onEnd }) };
  };

  return async (signal) => {
    try {
      return settle(await passOn({ ...passedOn, signal }), signal);
    } catch (error_) {
      const error = toMockError(error_);
      const isUndocumented = operation !== undefined && findResponse(operation, error.status) === undefined;
      const failures = signal.aborted ? [] : toFailures(error);
      const exchange = { ...fail(error, [...options.violations, ...failures]), isUndocumented };
      record(exchange);
      return exchange.reply;
    }
  };
}

/** A server that gives no reply breaks the contract, too: a run must not pass without having reached it. */
function toFailures({ code, summary }: MockError): Violation[] {
  if (code !== NO_UPSTREAM_REPLY) return [];
  return [{ side: 'reply', location: ['status'], rule: NO_UPSTREAM_REPLY, message: summary }];
}

/** A body that does not come to its end. The client's connection is cut then, too. */
function toCut(end: StreamEnd): Violation[] {
  if (end.kind !== 'failed') return [];
  const message = `ends too early: ${end.error instanceof Error ? end.error.message : String(end.error)}`;
  return [{ side: 'reply', location: ['body'], rule: 'incomplete', message }];
}
