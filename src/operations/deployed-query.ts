import type { Refusal, Table } from './database-fault.ts';
import { isStorable, NUL_REFUSED, toColumn, toDatabaseFault, toSelect, toSqlType } from './database-fault.ts';
import type { DeployedFault } from './deployed-fault.ts';

/** The parameters of the deployed server's database query for a list. */
export interface DeployedListQuery {
  /** Undefined if the list is not filtered by agent. */
  readonly agentId: string | undefined;
  /** Undefined if the list is not filtered by task. */
  readonly taskId: string | undefined;
  /** SQL expression of the first sort key, or undefined for the default order. */
  readonly orderBy: string | undefined;
  readonly direction: 'ASC' | 'DESC';
  readonly limit: bigint;
  readonly offset: bigint;
}

/** The table of the trackers. */
export const TRACKERS: Table = {
  name: 'agent_task_tracker',
  columns: [
    'id',
    'agent_id',
    'task_id',
    'created_at',
    'updated_at',
    'status',
    'status_reason',
    'last_processed_event_id',
  ],
};

/** Returns the fault of a list query, or undefined if the database accepts it. The driver refuses numbers before the database refuses strings. */
export function findListFault(query: DeployedListQuery): DeployedFault | undefined {
  const { agentId, taskId, limit, offset } = query;
  const parameters = [agentId, limit, offset, taskId].filter((parameter) => parameter !== undefined);
  const tooLarge = parameters.findIndex((parameter) => typeof parameter === 'bigint' && parameter > LARGEST_INT64);
  if (tooLarge !== -1) {
    const number = String(parameters[tooLarge]);
    const shown = number.length > 40 ? `${number.slice(0, 40)}...` : number;
    const reason = `invalid input for query argument $${tooLarge + 1}: ${shown} (value out of int64 range)`;
    return toDatabaseFault({ error: 'DataError', reason }, toListSql(query), parameters);
  }
  const isRefused = parameters.some((parameter) => typeof parameter === 'string' && !isStorable(parameter));
  return isRefused ? toDatabaseFault(NUL_REFUSED, toListSql(query), parameters) : undefined;
}

/** Returns the fault of a list sorted by a constant, which the database refuses when it prepares the statement. */
export function toConstantOrderFault(query: DeployedListQuery): DeployedFault {
  const { agentId, taskId, limit, offset } = query;
  const parameters = [agentId, limit, offset, taskId].filter((parameter) => parameter !== undefined);
  return toDatabaseFault(CONSTANT_REFUSED, toListSql(query), parameters);
}

const LARGEST_INT64 = 2n ** 63n - 1n;

const CONSTANT_REFUSED: Refusal = {
  error: 'PostgresSyntaxError',
  reason: 'non-integer constant in ORDER BY',
  wrapper: 'ProgrammingError',
};

function toListSql({ agentId, taskId, orderBy, direction, limit, offset }: DeployedListQuery): string {
  const first = agentId === undefined ? 1 : 2;
  const conditions = [
    ...(agentId === undefined ? [] : [`${toColumn(TRACKERS, 'agent_id')} = $1::VARCHAR`]),
    ...(taskId === undefined ? [] : [`${toColumn(TRACKERS, 'task_id')} IN ($${first + 2}::VARCHAR)`]),
  ];
  const where = conditions.length === 0 ? '' : ` \nWHERE ${conditions.join(' AND ')}`;
  const keys = [
    ...(orderBy === undefined ? [] : [orderBy]),
    toColumn(TRACKERS, 'updated_at'),
    toColumn(TRACKERS, 'created_at'),
  ];
  const order = keys.map((key) => `${key} ${direction}`).join(', ');
  const paging = `LIMIT $${first}::${toSqlType(limit)} OFFSET $${first + 1}::${toSqlType(offset)}`;
  return `${toSelect(TRACKERS)}${where} ORDER BY ${order} \n ${paging}`;
}
