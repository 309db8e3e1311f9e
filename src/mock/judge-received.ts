import type { Operation, Response } from '../contract/operation.ts';
import type { VerifyReply } from '../contract/verify-reply.ts';
import type { Violation } from '../contract/violation.ts';
import type { ReceivedReply } from '../exchange/passed-on.ts';
import { parsePythonJson } from '../python/json.ts';

/** A reply of another server beside the contract. */
export interface Judgement {
  /** The JSON value of the body; undefined if the body was not read, or is not JSON. */
  readonly value: unknown;
  /** The response that the contract lists for the status; undefined if it lists none. */
  readonly response: Response | undefined;
  readonly violations: readonly Violation[];
}

/**
 * Verifies the reply of another server. A body that the contract describes, and that cannot be checked, is a violation: nobody must take
 * it for a valid one.
 */
export function judgeReceived(
  operation: Operation | undefined,
  received: ReceivedReply,
  verifyReply: VerifyReply,
): Judgement {
  const { status, headers, content, decoded, problem } = received;
  const json = decoded === undefined ? undefined : parsePythonJson(decoded);
  const value = json?.ok === true ? json.value : undefined;
  const { response, violations } = verifyReply(operation, { status, value });
  // Without a body there is nothing to check, such as in a reply to HEAD.
  const isEmpty = content instanceof Uint8Array && content.length === 0 && decoded === undefined;
  if (violations.length === 0 || json?.ok === true || (isEmpty && problem === undefined)) {
    return { value, response, violations: json?.ok === true ? violations : [] };
  }
  return { value, response, violations: [toBodyViolation(headers['content-type'], json?.kind, problem)] };
}

function toBodyViolation(
  contentType: string | undefined,
  failure: 'json' | 'unreadable' | undefined,
  problem: string | undefined,
): Violation {
  if (problem !== undefined) {
    return { side: 'reply', location: ['body'], rule: 'unchecked', message: `cannot be checked: it ${problem}` };
  }
  if (failure !== undefined) {
    return { side: 'reply', location: ['body'], rule: 'json_invalid', message: 'is not JSON' };
  }
  const message = `must be application/json${contentType === undefined ? '' : `, and is ${contentType}`}`;
  return { side: 'reply', location: ['header', 'content-type'], rule: 'content-type', message };
}
