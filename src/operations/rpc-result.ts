import { isObject, resolvePlace } from '../contract/document.ts';
import { toPointer } from '../contract/json-pointer.ts';
import type { Schemas } from '../contract/schema.ts';
import { toPlaceClass } from '../pydantic/class-name.ts';
import { findUnionBranches } from '../pydantic/union-branch.ts';

/** The model of the result of each method; other methods reply with any of the union, the first one if it can be. Source: the response types of agentex-client 0.28. */
const RESULT_MODELS: ReadonlyMap<unknown, string> = new Map([
  ['task/create', 'Task'],
  ['task/cancel', 'Task'],
  ['task/interrupt', 'Task'],
  ['event/send', 'Event'],
]);

/** What an RPC request says of its reply, beside the contract. */
export interface RpcCall {
  /** The id of the reply, by JSON-RPC 2.0: null if the request has none. */
  readonly id: unknown;
  readonly params: unknown;
  /** The pointer of the schema of the result, which depends on the method. */
  readonly result: string;
}

/**
 * Reads the body of an RPC request, or returns undefined if the operation is another one.
 *
 * @param pointer the pointer of the reply's schema
 */
export function readRpcCall({ document }: Schemas, pointer: string, body: unknown): RpcCall | undefined {
  const reply = resolvePlace(document, pointer);
  if (toPlaceClass(reply) !== 'AgentRPCResponse' || !isObject(body)) return undefined;
  const model = RESULT_MODELS.get(body['method']);
  const result = toPointer(reply.pointer, 'properties', 'result');
  const branches = findUnionBranches(resolvePlace(document, result));
  return {
    id: body['id'] ?? null,
    params: body['params'],
    result: branches?.find((branch) => toPlaceClass(resolvePlace(document, branch)) === model) ?? result,
  };
}
