import { toPythonRepr } from '../python/text.ts';
import type { DeployedFault } from './deployed-fault.ts';
import { toDeployedFault } from './deployed-fault.ts';

/** A table of the deployed server's database. */
export interface Table {
  readonly name: string;
  /** In the order in which the server selects them. */
  readonly columns: readonly string[];
}

/** Returns the SQL name of a column. */
export function toColumn({ name }: Table, column: string): string {
  return `${name}.${column}`;
}

/** Returns the beginning of a query for some columns. @default all columns of the table */
export function toSelect(table: Table, columns: readonly string[] = table.columns): string {
  return `SELECT ${columns.map((column) => toColumn(table, column)).join(', ')} \nFROM ${table.name}`;
}

/** Returns the fault of a query by id, or undefined if the database accepts it. */
export function findIdFault(table: Table, id: string, columns?: readonly string[]): DeployedFault | undefined {
  const sql = `${toSelect(table, columns)} \nWHERE ${toColumn(table, 'id')} = $1::VARCHAR`;
  return isStorable(id) ? undefined : toDatabaseFault(NUL_REFUSED, sql, [id]);
}

/** Whether PostgreSQL can store a string, and its driver can encode it as UTF-8. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/** Returns the SQL type of a parameter that is compared with no column. */
export function toSqlType(count: bigint): string {
  return count > LARGEST_INT32 ? 'BIGINT' : 'INTEGER';
}

const LARGEST_INT32 = 2n ** 31n - 1n;

/** Why the database refuses a statement. */
export interface Refusal {
  /** The class of asyncpg's exception. */
  readonly error: string;
  readonly reason: string;
  /** The class of SQLAlchemy's exception; `DBAPIError` by default. */
  readonly wrapper?: string;
}

export const NUL_REFUSED: Refusal = {
  error: 'CharacterNotInRepertoireError',
  reason: 'invalid byte sequence for encoding "UTF8": 0x00',
};

/** Returns the fault of a statement that the database refuses. */
export function toDatabaseFault(
  { error, reason, wrapper }: Refusal,
  sql: string,
  parameters: readonly (string | bigint)[],
): DeployedFault {
  const values = parameters.map((parameter) => cutMiddle(toPythonRepr(parameter)));
  const lines = [
    `(sqlalchemy.dialects.postgresql.asyncpg.${wrapper ?? 'Error'}) <class 'asyncpg.exceptions.${error}'>: ${reason}`,
    `[SQL: ${sql}]`,
    `[parameters: (${values.join(', ')}${values.length === 1 ? ',' : ''})]`,
    `(Background on this error at: https://sqlalche.me/e/20/${wrapper === undefined ? 'dbapi' : 'f405'})`,
  ];
  return toDeployedFault(`sqlalchemy.exc.${wrapper ?? 'DBAPIError'}`, lines.join('\n'));
}

/** SQLAlchemy shows the first and the last 150 characters of a long parameter. */
function cutMiddle(text: string): string {
  if (text.length <= 300) return text;
  return `${text.slice(0, 150)} ... (${text.length - 300} characters truncated) ... ${text.slice(-150)}`;
}
