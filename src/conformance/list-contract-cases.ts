import { generateCases } from '../cases/generate-cases.ts';
import type { Contract } from '../contract/contract.ts';
import { isObject } from '../contract/document.ts';
import { toOperationName } from '../contract/operation.ts';
import { createReplyVerifier } from '../contract/verify-reply.ts';
import type { MockRequest } from '../exchange/exchange.ts';
import { findOperationKind } from '../operations/find-operations.ts';
import { parseJson } from '../prism/prism-answer.ts';
import { judgeContractCase } from './judge-contract-case.ts';
import type { VerifyCase } from './verify-case.ts';
import { createCase } from './verify-case.ts';
import type { VerifyData } from './verify-data.ts';

/** What a run may change. */
export interface WriteAccess {
  /** The ids of the trackers that may be updated. */
  readonly trackers: readonly string[];
  readonly mayMoveCursor: boolean;
}

/**
 * Lists the contract's cases: all that only read, and the updates of the trackers that may be updated. What else an operation changes cannot
 * be put back, so no other case is sent. The cursor stays where it is: an event id made from the schema is unknown to every server.
 */
export function listContractCases(
  contract: Contract,
  data: VerifyData,
  access: WriteAccess,
  selected: ReadonlySet<string>,
): VerifyCase[] {
  const verifyReply = createReplyVerifier(contract);
  const known = findKnownValues(data);
  const [written] = access.trackers;
  const cases = [
    ...generateCases(pickPaths(contract, 'GET', selected), known).filter(({ request }) => request.method === 'GET'),
    ...(written === undefined
      ? []
      : generateCases(pickPaths(contract, 'PUT', selected), { ...known, tracker_id: written }).filter(
          ({ request }) => request.method === 'PUT',
        )),
  ];
  return cases.flatMap((one) => {
    const operation = contract.operations.find((candidate) => toOperationName(candidate) === one.operation);
    if (operation === undefined) return [];
    const kind = findOperationKind(operation);
    const isUpdate = kind === 'update';
    if (one.request.method === 'PUT' && !(isUpdate && isFor(one.request, operation.path, written))) return [];
    const request = isUpdate ? withoutCursor(one.request) : one.request;
    if (request === undefined) return [];
    const judged = { operation, name: one.operation, isModelled: kind !== undefined };
    return createCase({
      phase: 'contract cases',
      operation: one.operation,
      label: one.label,
      request,
      check: (reply, expected) => judgeContractCase(judged, one, verifyReply, reply, expected),
    });
  });
}

/** Returns the document with the paths of the selected operations alone, since generating the cases of all of them takes seconds. */
function pickPaths({ document, operations }: Contract, method: string, selected: ReadonlySet<string>): object {
  const paths = operations
    .filter((operation) => operation.method === method && selected.has(toOperationName(operation)))
    .filter((operation) => method === 'GET' || findOperationKind(operation) === 'update')
    .map(({ path }) => path);
  return { ...document, paths: Object.fromEntries(paths.map((path) => [path, document.paths[path]])) };
}

/** Returns values of parameters that exist on the server, by name. */
function findKnownValues({ trackers: [tracker], events: [event], repaired }: VerifyData): Record<string, string> {
  const values = {
    tracker_id: tracker?.['id'],
    agent_id: tracker?.['agent_id'],
    task_id: tracker?.['task_id'],
    event_id: event?.['id'],
  };
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      typeof value === 'string' && !repaired.has(name) ? [[name, value]] : [],
    ),
  );
}

function isFor({ target }: MockRequest, template: string, id: string | undefined): boolean {
  return target.replace(/\?.*$/s, '') === template.replace(/\{[^}]*\}/, encodeURIComponent(String(id)));
}

const CURSOR = 'last_processed_event_id';

/** Returns a request that leaves the cursor where it is: with null in place of an event id. Undefined if it cannot be told whether it does. */
function withoutCursor(request: MockRequest): MockRequest | undefined {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(request.body);
  const changed = text.replaceAll(new RegExp(`"${CURSOR}":"[^"]*"`, 'g'), `"${CURSOR}":null`);
  const value = parseJson(changed.replace('\ufeff', '').trim());
  const cursor = isObject(value) ? value[CURSOR] : undefined;
  if (typeof cursor === 'string' && cursor !== '') return undefined;
  return changed === text ? request : { ...request, body: new TextEncoder().encode(changed) };
}
