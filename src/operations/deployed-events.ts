import type { Contract } from '../contract/contract.ts';
import type { Operation } from '../contract/operation.ts';
import type { TrackerEvent } from '../control/control-types.ts';
import { toErrorText } from '../pydantic/error-text.ts';
import { explain } from '../pydantic/explain.ts';
import type { World } from '../trackers/world.ts';
import type { Table } from './database-fault.ts';
import {
  findIdFault,
  isStorable,
  NUL_REFUSED,
  toColumn,
  toDatabaseFault,
  toSelect,
  toSqlType,
} from './database-fault.ts';
import type { DeployedFault } from './deployed-fault.ts';
import { toDeployedFault } from './deployed-fault.ts';
import { findEventSchema } from './event-schemas.ts';

/** The table of the events. */
export const EVENTS: Table = {
  name: 'events',
  columns: ['id', 'sequence_id', 'task_id', 'agent_id', 'content', 'created_at'],
};

type Parameters = Readonly<Record<string, unknown>>;

/** Returns the fault of the queries for a list of events, or undefined if the database accepts them. */
export function findEventListFault(parameters: Parameters, world: World): DeployedFault | undefined {
  const { task_id: task, agent_id: agent, last_processed_event_id: cursor, limit } = parameters;
  const passed = typeof cursor === 'string' ? cursor : undefined;
  const fault = passed === undefined ? undefined : findIdFault(EVENTS, passed, ['sequence_id']);
  const texts = [task, agent].filter((text) => typeof text === 'string');
  if (fault !== undefined || texts.every((text) => isStorable(text))) return fault;

  const sequence = passed === undefined ? undefined : world.findEvent(passed)?.sequence_id;
  const values: (string | bigint)[] = [...texts];
  const place = (value: number): string => `$${values.push(BigInt(value))}`;
  const after = sequence === undefined ? '' : ` AND ${toColumn(EVENTS, 'sequence_id')} > ${place(sequence)}::BIGINT`;
  const most = typeof limit === 'number' ? ` \n LIMIT ${place(limit)}::${toSqlType(BigInt(limit))}` : '';
  const filter = `${toColumn(EVENTS, 'task_id')} = $1::VARCHAR AND ${toColumn(EVENTS, 'agent_id')} = $2::VARCHAR`;
  const order = ` ORDER BY ${toColumn(EVENTS, 'sequence_id')}`;
  return toDatabaseFault(NUL_REFUSED, `${toSelect(EVENTS)} \nWHERE ${filter}${after}${order}${most}`, values);
}

/** The model that the deployed server reads an event of the database into. */
const MODEL = 'EventEntity';

/** Returns a function that returns the fault with which the server fails to read an event, or undefined if its content is valid. */
export function createContentCheck(
  { schemas }: Contract,
  operation: Operation,
): (event: TrackerEvent) => DeployedFault | undefined {
  const pointer = findEventSchema(schemas, operation);
  if (pointer === undefined) return () => undefined;
  const { check } = schemas.compile(pointer);
  // Events are never changed.
  const valid = new WeakSet<TrackerEvent>();
  return (event) => {
    const errors = valid.has(event) ? undefined : check(event);
    if (errors === undefined) {
      valid.add(event);
      return undefined;
    }
    const text = toErrorText(MODEL, explain(schemas, pointer, event, errors), event);
    return toDeployedFault('pydantic_core._pydantic_core.ValidationError', text);
  };
}
