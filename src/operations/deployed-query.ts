import { toPythonRepr } from '../python/text.ts';
import type { DeployedFault } from './deployed-fault.ts';
import { toDeployedFault } from './deployed-fault.ts';

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

const TABLE = 'agent_task_tracker';
/** In the order in which the server selects them. */
const COLUMNS = [
  'id',
  'agent_id',
  'task_id',
  'created_at',
  'updated_at',
  'status',
  'status_reason',
  'last_processed_event_id',
];
const SELECT = `SELECT ${COLUMNS.map((name) => toColumn(name)).join(', ')} \nFROM ${TABLE}`;

/** Returns the SQL name of a column of the table. */
export function toColumn(name: string): string {
  return `${TABLE}.${name}`;
}

/** Returns the fault of a query by id, or undefined if the database accepts it. */
export function findIdFault(id: string): DeployedFault | undefined {
  return isStorable(id)
    ? undefined
    : toDatabaseFault(NUL_REFUSED, `${SELECT} \nWHERE ${toColumn('id')} = $1::VARCHAR`, [id]);
}

/** Returns the fault of a list query, or undefined if the database accepts it. The driver refuses numbers before the database refuses strings. */
export function findListFault(query: DeployedListQuery): DeployedFault | undefined {
  const { agentId, taskId, limit, offset } = query;
  const parameters = [agentId, limit, offset, taskId].filter((parameter) => parameter !== undefined);
  const tooLarge = parameters.findIndex((parameter) => typeof parameter === 'bigint' && parameter > LARGEST_INT64);
  if (tooLarge !== -1) {
    const text = truncate(String(parameters[tooLarge]), 40, (start) => `${start}...`);
    const reason = `invalid input for query argument $${tooLarge + 1}: ${text} (value out of int64 range)`;
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

/** Whether PostgreSQL can store a string, and its driver can encode it as UTF-8. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

const LARGEST_INT64 = 2n ** 63n - 1n;
const LARGEST_INT32 = 2n ** 31n - 1n;

interface Refusal {
  /** The class of asyncpg's exception. */
  readonly error: string;
  readonly reason: string;
  /** The class of SQLAlchemy's exception; `DBAPIError` by default. */
  readonly wrapper?: string;
}

const NUL_REFUSED: Refusal = {
  error: 'CharacterNotInRepertoireError',
  reason: 'invalid byte sequence for encoding "UTF8": 0x00',
};
const CONSTANT_REFUSED: Refusal = {
  error: 'PostgresSyntaxError',
  reason: 'non-integer constant in ORDER BY',
  wrapper: 'ProgrammingError',
};

function toDatabaseFault(
  { error, reason, wrapper }: Refusal,
  sql: string,
  parameters: readonly (string | bigint)[],
): DeployedFault {
  const values = parameters.map((parameter) => truncate(toPythonRepr(parameter), 300, cutMiddle));
  const lines = [
    `(sqlalchemy.dialects.postgresql.asyncpg.${wrapper ?? 'Error'}) <class 'asyncpg.exceptions.${error}'>: ${reason}`,
    `[SQL: ${sql}]`,
    `[parameters: (${values.join(', ')}${values.length === 1 ? ',' : ''})]`,
    `(Background on this error at: https://sqlalche.me/e/20/${wrapper === undefined ? 'dbapi' : 'f405'})`,
  ];
  return toDeployedFault(`sqlalchemy.exc.${wrapper ?? 'DBAPIError'}`, lines.join('\n'));
}

function truncate(text: string, longest: number, cut: (start: string, text: string) => string): string {
  return text.length > longest ? cut(text.slice(0, longest), text) : text;
}

/** SQLAlchemy shows the first and the last 150 characters of a long parameter. */
function cutMiddle(start: string, text: string): string {
  return `${start.slice(0, 150)} ... (${text.length - 300} characters truncated) ... ${text.slice(-150)}`;
}

function toListSql({ agentId, taskId, orderBy, direction, limit, offset }: DeployedListQuery): string {
  const first = agentId === undefined ? 1 : 2;
  const conditions = [
    ...(agentId === undefined ? [] : [`${toColumn('agent_id')} = $1::VARCHAR`]),
    ...(taskId === undefined ? [] : [`${toColumn('task_id')} IN ($${first + 2}::VARCHAR)`]),
  ];
  const where = conditions.length === 0 ? '' : ` \nWHERE ${conditions.join(' AND ')}`;
  const keys = [...(orderBy === undefined ? [] : [orderBy]), toColumn('updated_at'), toColumn('created_at')];
  const order = keys.map((key) => `${key} ${direction}`).join(', ');
  const paging = `LIMIT $${first}::${toSqlType(limit)} OFFSET $${first + 1}::${toSqlType(offset)}`;
  return `${SELECT}${where} ORDER BY ${order} \n ${paging}`;
}

function toSqlType(count: bigint): string {
  return count > LARGEST_INT32 ? 'BIGINT' : 'INTEGER';
}
