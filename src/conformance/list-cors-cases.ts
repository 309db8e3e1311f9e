import type { Contract } from '../contract/contract.ts';
import type { Operation } from '../contract/operation.ts';
import { toOperationName } from '../contract/operation.ts';
import { findOperationKind } from '../operations/operation-kind.ts';
import type { Finding, VerifyCase } from './verify-case.ts';
import { createCase, createGet } from './verify-case.ts';
import type { ServerReply } from './verify-sender.ts';

/** The methods that a page may use without the server's list of methods. */
const SAFE_METHODS = new Set(['GET', 'HEAD', 'POST']);

/**
 * Lists the cases of CORS: whether a page of an origin may use the operations, and read what they answer, errors included.
 *
 * @param headerNames the names of the headers of the run, which the page sends as well
 */
export function listCorsCases(
  { operations }: Contract,
  origin: string,
  headerNames: readonly string[],
  selected: ReadonlySet<string>,
): VerifyCase[] {
  const chosen = operations.filter((operation) => selected.has(toOperationName(operation)));
  return [
    ...chosen.map((operation) => toPreflight(operation, origin, headerNames)),
    ...chosen.flatMap((operation) => listReads(operation, origin)),
  ];
}

function toPreflight(operation: Operation, origin: string, headerNames: readonly string[]): VerifyCase {
  const { method, path, requestBody } = operation;
  const wanted = [...(requestBody === undefined ? [] : ['content-type']), ...headerNames].toSorted();
  return createCase({
    phase: 'CORS',
    operation: toOperationName(operation),
    label: 'preflight',
    isPreflight: true,
    request: {
      method: 'OPTIONS',
      target: path.replaceAll(/\{[^}]*\}/g, 'x'),
      headers: {
        origin,
        'access-control-request-method': method,
        ...(wanted.length === 0 ? {} : { 'access-control-request-headers': wanted.join(',') }),
      },
      body: new Uint8Array(),
    },
    check: (reply) => judgePreflight(reply, method, wanted, origin),
  });
}

function judgePreflight(
  reply: ServerReply,
  method: string,
  wanted: readonly string[],
  origin: string,
): Finding | undefined {
  const { status, headers } = reply;
  if (status < 200 || status > 299) {
    return { rule: `preflight ${status}`, what: `the preflight has status ${status}, where 2xx is expected` };
  }
  const grant = judgeOrigin(reply, origin, 'the preflight');
  if (grant !== undefined) return grant;
  const methods = toList(headers['access-control-allow-methods']);
  if (!SAFE_METHODS.has(method) && !methods.includes(method.toLowerCase()) && !methods.includes('*')) {
    return {
      rule: `preflight method ${method}`,
      what: `access-control-allow-methods of the preflight lacks ${method}`,
    };
  }
  const allowed = toList(headers['access-control-allow-headers']);
  // The asterisk does not stand for this one.
  const isAllowed = (name: string): boolean =>
    allowed.includes(name) || (allowed.includes('*') && name !== 'authorization');
  const missing = wanted.find((name) => !isAllowed(name));
  if (missing === undefined) return undefined;
  return {
    rule: `preflight header ${missing}`,
    what: `access-control-allow-headers of the preflight lacks ${missing}`,
  };
}

/** The replies that a page must be able to read: of a list, and of errors. */
function listReads(operation: Operation, origin: string): VerifyCase[] {
  const { path } = operation;
  const create = (label: string, target: string): VerifyCase =>
    createCase({
      phase: 'CORS',
      operation: toOperationName(operation),
      label,
      request: { ...createGet(target), headers: { origin } },
      check: (reply) => judgeOrigin(reply, origin, `the ${reply.status} reply`) ?? judgeVary(reply),
    });
  const kind = findOperationKind(operation);
  if (kind === 'list') return [create('a list', `${path}?limit=1`), create('an invalid request', `${path}?limit=0`)];
  return kind === 'retrieve' || kind === 'retrieve-event'
    ? [create('an unknown id', path.replace(/\{[^}]*\}/, 'no-such-id'))]
    : [];
}

function judgeOrigin({ headers }: ServerReply, origin: string, name: string): Finding | undefined {
  const allowed = headers['access-control-allow-origin'];
  if (allowed === origin || allowed === '*') return undefined;
  const is = allowed === undefined ? 'no access-control-allow-origin' : `access-control-allow-origin: ${allowed}`;
  return { rule: `origin ${name}`, what: `${name} has ${is}, where ${origin} or * is expected` };
}

/** A cache must not give one origin's reply to another. */
function judgeVary({ headers }: ServerReply): Finding | undefined {
  const vary = toList(headers['vary']);
  if (headers['access-control-allow-origin'] === '*' || vary.includes('origin') || vary.includes('*')) return undefined;
  return { rule: 'vary', what: 'the reply allows one origin, and its vary header lacks Origin' };
}

function toList(header: string | undefined): string[] {
  return (header ?? '').split(',').map((name) => name.trim().toLowerCase());
}
