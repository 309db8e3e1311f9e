import type { ConformanceCase } from '../cases/generate-cases.ts';
import type { Operation } from '../contract/operation.ts';
import { findSuccess } from '../contract/operation.ts';
import type { VerifyReply } from '../contract/verify-reply.ts';
import { parseJson } from '../exchange/parse-json.ts';
import type { WireReply } from '../prism/send-request.ts';
import { isSameError, shortenReply } from './compare-errors.ts';
import type { Finding } from './verify-case.ts';
import type { ServerReply } from './verify-sender.ts';

/** What is true of an operation, whatever the case. */
export interface JudgedOperation {
  readonly operation: Operation;
  /** `PUT /tracker/{tracker_id}`. */
  readonly name: string;
  /** Whether the mock knows what the operation does, so that its replies can be compared. */
  readonly isModelled: boolean;
}

/** Judges the reply to a generated request: by the contract, and by the mock if it knows the operation. */
export function judgeContractCase(
  judged: JudgedOperation,
  { label, valid }: Pick<ConformanceCase, 'label' | 'valid'>,
  verifyReply: VerifyReply,
  reply: ServerReply,
  expected: WireReply,
): Finding | undefined {
  const part = label.replace(/(?::.*|\..*)$/s, '');
  const { operation, name, isModelled } = judged;
  if (isModelled) {
    // Only where the contract and pydantic agree that a request is valid, or that it is not.
    if (valid !== (expected.status === 422) && reply.status !== expected.status) {
      return {
        rule: `${name} ${part} ${expected.status} ${reply.status}`,
        what: `status ${reply.status}, where ${expected.status} is expected: ${shortenReply(reply)}`,
      };
    }
    if (
      reply.status >= 400 &&
      reply.status < 500 &&
      reply.status === expected.status &&
      !isSameError(reply, expected)
    ) {
      return {
        rule: `${name} error ${reply.status}`,
        what: `the error is ${shortenReply(reply)}, where ${shortenReply(expected)} is expected`,
      };
    }
  } else {
    const problem = findStatusProblem(valid, reply.status);
    if (problem !== undefined) {
      return { rule: `${name} ${part} ${valid} ${reply.status}`, what: `${problem}: ${shortenReply(reply)}` };
    }
  }
  return judgeBody(operation, verifyReply, reply);
}

/** Judges a status by the contract alone. An unknown id may be noticed before or after an invalid value. */
function findStatusProblem(valid: boolean, status: number): string | undefined {
  // The server does not have the operation, which the report notes.
  if (status === 501) return undefined;
  if (status >= 500) return `status ${status}`;
  if (valid && status === 422) return 'status 422 for a request that the contract allows';
  if (!valid && status < 400) return `status ${status} for a request that the contract refuses`;
  return undefined;
}

/** Verifies the body of a reply by the schema that the contract has for its status. */
function judgeBody(operation: Operation, verifyReply: VerifyReply, reply: ServerReply): Finding | undefined {
  const { status, body } = reply;
  const value = parseJson(body);
  if (value === undefined) {
    const isPromised =
      status === findSuccess(operation).status && findSuccess(operation).response?.schema !== undefined;
    const isStream = /^text\/event-stream/i.test(reply.headers['content-type'] ?? '');
    if (!isPromised || isStream) return undefined;
    return { rule: `not JSON ${operation.id}`, what: `the ${status} reply is not JSON: ${shortenReply(reply)}` };
  }
  const { violations } = verifyReply(operation, { status, value });
  const [violation] = violations;
  if (violation === undefined) return undefined;
  const place = violation.location.map((step) => (/^\d+$/.test(String(step)) ? '[]' : step)).join('.');
  // The operations of one resource share its schema, and a mistake shows in each of them.
  const [, resource = ''] = operation.path.split('/');
  return {
    rule: `reply /${resource} ${place.replaceAll(/^body|\.\[\]/g, '')} ${violation.message}`,
    what: `the ${status} reply breaks the contract at ${place}: ${violation.message}`,
  };
}
