import { isObject, resolvePlace } from '../contract/document.ts';
import { toPointer } from '../contract/json-pointer.ts';
import type { Schemas } from '../contract/schema.ts';
import { toPlaceClass } from '../pydantic/class-name.ts';
import { findUnionBranches } from '../pydantic/union-branch.ts';

/** The model of the result of each method; other methods reply with the first of the union. Source: the response types of agentex-client 0.28. */
const RESULT_MODELS: ReadonlyMap<unknown, string> = new Map([
  ['task/create', 'Task'],
  ['task/cancel', 'Task'],
  ['task/interrupt', 'Task'],
  ['event/send', 'Event'],
]);

/**
 * Returns the pointer of the schema of an RPC reply's result, which depends on the method of the request and not on the contract alone, or
 * undefined if the contract says enough.
 *
 * @param pointer the pointer of the reply's schema
 */
export function findRpcResult({ document }: Schemas, pointer: string, body: unknown): string | undefined {
  const reply = resolvePlace(document, pointer);
  if (toPlaceClass(reply) !== 'AgentRPCResponse' || !isObject(body)) return undefined;
  const model = RESULT_MODELS.get(body['method']);
  const result = resolvePlace(document, toPointer(reply.pointer, 'properties', 'result'));
  return findUnionBranches(result)?.find((branch) => toPlaceClass(resolvePlace(document, branch)) === model);
}
