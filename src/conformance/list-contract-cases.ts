import type { ConformanceCase } from '../cases/generate-cases.ts';
import { listOperationCases } from '../cases/generate-cases.ts';
import { createSampler } from '../cases/sample-values.ts';
import type { Contract } from '../contract/contract.ts';
import { isObject } from '../contract/document.ts';
import { toOperationName } from '../contract/operation.ts';
import { createReplyVerifier } from '../contract/verify-reply.ts';
import type { MockRequest } from '../exchange/exchange.ts';
import { parseJson } from '../exchange/parse-json.ts';
import { findOperationKind } from '../operations/operation-kind.ts';
import { judgeContractCase } from './judge-contract-case.ts';
import type { VerifyCase } from './verify-case.ts';
import { createCase, toTarget } from './verify-case.ts';
import type { VerifyData } from './verify-data.ts';

/** What a run may change. */
export interface WriteAccess {
  /** The ids of the trackers that may be updated. */
  readonly trackers: readonly string[];
  readonly mayMoveCursor: boolean;
}

/**
 * Lists the contract's cases: all that only read, and updates of the first tracker that may be updated. What else an operation changes cannot
 * be put back, so no other case is sent. The cursor stays where it is.
 *
 * @param data its first tracker and event are those that the requests name
 */
export function listContractCases(
  contract: Contract,
  data: VerifyData,
  access: WriteAccess,
  selected: ReadonlySet<string>,
): VerifyCase[] {
  const verifyReply = createReplyVerifier(contract);
  const sampler = createSampler(contract);
  const known = findKnownValues(data);
  const [written] = access.trackers;
  return contract.operations.flatMap((operation): VerifyCase[] => {
    const name = toOperationName(operation);
    const kind = findOperationKind(operation);
    const isUpdate = kind === 'update';
    if (!selected.has(name) || (isUpdate ? written === undefined : operation.method !== 'GET')) return [];
    const judged = { operation, name, isModelled: kind !== undefined };
    const toCase = (one: ConformanceCase, request: MockRequest): VerifyCase =>
      createCase({
        phase: 'contract cases',
        operation: name,
        label: one.label,
        request,
        check: (reply, expected) => judgeContractCase(judged, one, verifyReply, reply, expected),
      });
    if (written === undefined || !isUpdate) {
      return listOperationCases(operation, sampler, known).map((one) => toCase(one, one.request));
    }
    const target = toTarget(operation.path, written);
    // Whatever the contract calls the parameter.
    const values = Object.fromEntries(
      operation.parameters.flatMap((parameter) => (parameter.in === 'path' ? [[parameter.name, written]] : [])),
    );
    return listOperationCases(operation, sampler, { ...known, ...values }).flatMap((one) => {
      const isOwn = decodePath(one.request) === decodePath({ ...one.request, target });
      const request = isOwn ? withoutCursor(one.request) : undefined;
      return request === undefined ? [] : [toCase(one, request)];
    });
  });
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

function decodePath({ target }: MockRequest): string {
  return decodeURIComponent(target.replace(/\?.*$/s, ''));
}

const CURSOR = 'last_processed_event_id';

/** Returns a request that leaves the cursor where it is: with null in place of an event id. Undefined if it cannot be told whether it does. */
function withoutCursor(request: MockRequest): MockRequest | undefined {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(request.body);
  const changed = text.replaceAll(new RegExp(`"${CURSOR}":"[^"]*"`, 'g'), `"${CURSOR}":null`);
  // A string of JSON, which the deployed server reads as the object.
  if (changed.includes(String.raw`\"${CURSOR}\"`)) return undefined;
  const value = parseJson(changed.replace('\ufeff', '').trim());
  const cursor = isObject(value) ? value[CURSOR] : undefined;
  if (typeof cursor === 'string' && cursor !== '') return undefined;
  return changed === text ? request : { ...request, body: new TextEncoder().encode(changed) };
}
