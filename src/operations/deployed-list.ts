import type { Operation } from '../contract/operation.ts';
import { parsePydanticInteger } from '../pydantic/number.ts';
import { parseQueryString } from '../python/query-string.ts';
import type { TrackerModel } from '../trackers/tracker-model.ts';
import { toColumn } from './database-fault.ts';
import type { DeployedFault } from './deployed-fault.ts';
import { findAttributeOrder } from './deployed-order.ts';
import { findListFault, toConstantOrderFault, TRACKERS } from './deployed-query.ts';

/** A valid request for a list. */
export interface ListRequest {
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Without the question mark. */
  readonly query: string;
}

/** Returns a function that returns the fault with which the deployed server fails to list, or undefined if it succeeds. */
export function createListCheck(
  operation: Operation,
  { columnNames }: TrackerModel,
): (request: ListRequest) => DeployedFault | undefined {
  const readCount = (name: 'limit' | 'page_number', query: string): bigint => {
    // Read from the query, since the parsed integers are doubles, which are inexact past 2^53.
    const text = parseQueryString(query).findLast(([given]) => given === name)?.[1];
    const parameter = operation.parameters.find((known) => known.name === name);
    const count = text === undefined ? undefined : parsePydanticInteger(text);
    return BigInt(count?.ok === true ? count.value : Number(parameter?.default ?? 1));
  };

  return ({ parameters, query }) => {
    const order = toText(parameters['order_by']);
    const isColumn = order !== undefined && columnNames.has(order);
    const attribute = order === undefined || isColumn ? undefined : findAttributeOrder(order);
    if (attribute !== undefined && 'status' in attribute) return attribute;

    const limit = readCount('limit', query);
    const offset = (readCount('page_number', query) - 1n) * limit;
    const list = {
      agentId: toText(parameters['agent_id']),
      taskId: toText(parameters['task_id']),
      direction: String(parameters['order_direction']).toLowerCase() === 'desc' ? 'DESC' : 'ASC',
      limit,
      offset,
    } as const;
    if (attribute !== undefined) return toConstantOrderFault({ ...list, orderBy: attribute.constant });
    return findListFault({ ...list, orderBy: isColumn ? toColumn(TRACKERS, order) : undefined });
  };
}

/** Returns a string, or undefined if a parameter is absent or empty: the server tests its truth value. */
function toText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
