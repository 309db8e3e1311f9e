import type { Contract } from '../contract/contract.ts';
import { toOperationName } from '../contract/operation.ts';
import type { MockRequest } from '../exchange/exchange.ts';
import { findOperationKind } from '../operations/operation-kind.ts';
import type { WireReply } from '../prism/send-request.ts';
import { isSameError, shortenReply } from './compare-errors.ts';
import type { WriteAccess } from './list-contract-cases.ts';
import type { Finding, VerifyCase } from './verify-case.ts';
import { createCase, createGet, toTarget } from './verify-case.ts';
import type { ServerReply } from './verify-sender.ts';

/** Lists the cases of errors that no schema describes: unknown ids, unknown paths, other methods, bodies that are not JSON. */
export function listErrorCases({ operations }: Contract, { trackers: [written] }: WriteAccess): VerifyCase[] {
  const create = (operation: string, label: string, request: MockRequest): VerifyCase =>
    createCase({
      phase: 'errors',
      operation,
      label,
      request,
      check: (reply, expected) => compareError(`${operation} ${label}`, reply, expected),
    });
  const ofOperations = operations.flatMap((operation): VerifyCase[] => {
    const kind = findOperationKind(operation);
    const name = toOperationName(operation);
    const { path } = operation;
    if (kind === 'retrieve' || kind === 'retrieve-event') {
      const parameter = /\{([^}]*)\}/.exec(path)?.[1] ?? '';
      return [create(name, `path ${parameter}: unknown id`, createGet(toTarget(path, 'no-such-id')))];
    }
    if (kind === 'list' || kind === 'list-events') {
      return [
        create(name, 'other method', { ...createGet(path), method: 'HEAD' }),
        create(name, 'trailing slash', createGet(`${path}/`)),
      ];
    }
    if (kind !== 'update' || written === undefined) return [];
    const target = toTarget(path, written);
    const put = (body: Uint8Array): MockRequest => ({
      method: 'PUT',
      target,
      headers: { 'content-type': 'application/json' },
      body,
    });
    return [
      create(name, 'body: malformed JSON', put(new TextEncoder().encode('{"status":'))),
      create(name, 'body: not UTF-8', put(new Uint8Array([0x22, 0xff, 0xfe, 0x22]))),
    ];
  });
  return [create('GET /no-such-path', 'unknown path', createGet('/no-such-path')), ...ofOperations];
}

function compareError(name: string, reply: ServerReply, expected: WireReply): Finding | undefined {
  if (reply.status !== expected.status) {
    // As the contract's cases say it, so that both are one difference.
    const part = name.replace(/: .*$/s, '');
    return {
      rule: `${part} ${expected.status} ${reply.status}`,
      what: `status ${reply.status}, where ${expected.status} is expected: ${shortenReply(reply)}`,
    };
  }
  const [location, wanted] = [reply.headers['location'], toPath(expected)];
  if (location !== wanted) {
    return { rule: `${name} location`, what: `the location is ${location}, where ${wanted} is expected` };
  }
  const allow = reply.headers['allow'];
  if (allow !== expected.headers['allow']) {
    return { rule: `${name} allow`, what: `allow is ${allow}, where ${expected.headers['allow']} is expected` };
  }
  if (reply.body === '' || isSameError(reply, expected)) return undefined;
  return { rule: name, what: `the error is ${shortenReply(reply)}, where ${shortenReply(expected)} is expected` };
}

function toPath({ headers }: WireReply): string | undefined {
  return headers['location']?.replace(/^[a-z]+:\/\/[^/]*/i, '');
}
