import { VERIFY_EVENT_PAIRS, VERIFY_TRACKERS } from '../budgets.ts';
import type { Contract } from '../contract/contract.ts';
import type { JsonObject } from '../contract/document.ts';
import { isObject, resolvePlace } from '../contract/document.ts';
import type { Operation } from '../contract/operation.ts';
import { findSuccess } from '../contract/operation.ts';
import type { OperationKind } from '../operations/find-operations.ts';
import { findOperationKind } from '../operations/find-operations.ts';
import { parseJson } from '../prism/prism-answer.ts';
import type { RepairedRow } from './repair-row.ts';
import { repairRow } from './repair-row.ts';
import { createGet } from './verify-case.ts';
import type { Sender } from './verify-sender.ts';

/** What a server holds, as far as it was read. */
export interface VerifyData {
  /** In the order in which the server lists them, each as the mock can take it. */
  readonly trackers: readonly JsonObject[];
  /** By their order, without those that the mock cannot take. */
  readonly events: readonly JsonObject[];
  /** The members of trackers that broke the contract, and so cannot be compared. */
  readonly repaired: ReadonlySet<string>;
  /** False if the server may hold more trackers than it was asked for. */
  readonly isWhole: boolean;
  /** What could not be read, or not be taken. */
  readonly notes: readonly string[];
}

/** Repairs rows by the schema of the operation that retrieves one; undefined if the contract has none. */
export type Repair = (row: unknown) => RepairedRow | undefined;

export function findKind(contract: Contract, kind: OperationKind): Operation | undefined {
  return contract.operations.find((operation) => findOperationKind(operation) === kind);
}

export function createRepair(contract: Contract, kind: OperationKind): Repair {
  const operation = findKind(contract, kind);
  const schema = operation === undefined ? undefined : findSuccess(operation).response?.schema;
  if (schema === undefined) return () => undefined;
  const { properties } = resolvePlace(contract.schemas.document, schema.pointer).node;
  const names = isObject(properties) ? Object.keys(properties) : [];
  return (row) => (isObject(row) ? repairRow(row, names, schema.check) : undefined);
}

/** Reads the trackers and their events. Sends GET requests only. */
export async function readVerifyData(contract: Contract, sender: Sender, signal?: AbortSignal): Promise<VerifyData> {
  const notes: string[] = [];
  const repaired = new Set<string>();
  const readList = async (target: string): Promise<unknown[]> => {
    const reply = await sender.send(createGet(target), signal);
    const value = 'failure' in reply ? undefined : parseJson(reply.body);
    if (!('failure' in reply) && reply.status === 200 && Array.isArray(value)) return value as unknown[];
    notes.push(`GET ${target} gives no list: ${'failure' in reply ? reply.failure : `status ${reply.status}`}`);
    return [];
  };
  const take = (rows: readonly unknown[], repair: Repair): JsonObject[] => {
    const found = rows.map((row) => repair(row)).filter((row) => row !== undefined);
    // Without its id, a row cannot be told from another.
    const usable = found.filter((one) => !one.repaired.has('id'));
    for (const member of usable.flatMap((one) => [...one.repaired])) repaired.add(member);
    const taken = usable.map(({ row }) => row);
    if (taken.length < rows.length) {
      notes.push(
        `${rows.length - taken.length} of ${rows.length} rows break the contract so far that they cannot be compared`,
      );
    }
    return taken;
  };

  const list = findKind(contract, 'list');
  const rows = list === undefined ? [] : await readList(`${list.path}?limit=${VERIFY_TRACKERS}`);
  const trackers = take(rows, createRepair(contract, 'retrieve'));

  // Neither a task nor an agent is known if the trackers do not say which.
  const isKnown = !repaired.has('task_id') && !repaired.has('agent_id');
  const isWhole = rows.length < VERIFY_TRACKERS;
  if (!isWhole) {
    notes.push(`the server has ${VERIFY_TRACKERS} trackers or more, so the rules of their list were not checked`);
  }
  const listEvents = findKind(contract, 'list-events');
  const pairs = new Map(
    trackers.map(({ task_id: task, agent_id: agent }) => [
      `task_id=${encodeURIComponent(String(task))}&agent_id=${encodeURIComponent(String(agent))}`,
      true,
    ]),
  );
  const events = new Map<unknown, JsonObject>();
  const repairEvent = createRepair(contract, 'retrieve-event');
  for (const query of listEvents === undefined || !isKnown ? [] : [...pairs.keys()].slice(0, VERIFY_EVENT_PAIRS)) {
    const found = take(await readList(`${listEvents?.path}?${query}`), repairEvent);
    for (const event of found) events.set(event['id'], event);
  }
  return {
    trackers,
    events: [...events.values()].toSorted((a, b) => Number(a['sequence_id']) - Number(b['sequence_id'])),
    repaired,
    isWhole,
    notes,
  };
}
