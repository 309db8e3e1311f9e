import { VERIFY_EVENT_PAIRS, VERIFY_TRACKERS } from '../budgets.ts';
import type { Contract } from '../contract/contract.ts';
import type { JsonObject } from '../contract/document.ts';
import { isObject, resolvePlace } from '../contract/document.ts';
import type { Operation } from '../contract/operation.ts';
import { findSuccess } from '../contract/operation.ts';
import { parseJson } from '../exchange/parse-json.ts';
import { MockError } from '../mock-error.ts';
import type { OperationKind } from '../operations/operation-kind.ts';
import { findOperationKind } from '../operations/operation-kind.ts';
import type { CheckDiscovery } from './check-discovery.ts';
import type { RepairedRow } from './repair-row.ts';
import { repairRow } from './repair-row.ts';
import { createGet, toTarget } from './verify-case.ts';
import type { Sender, ServerReply } from './verify-sender.ts';
import { isRefused, NO_TLS } from './verify-sender.ts';

/** What a server holds, as far as it was read. */
export interface VerifyData {
  /** In the order in which the server lists them, each as the mock can take it. */
  readonly trackers: readonly JsonObject[];
  /** By their order, without those that the mock cannot take. */
  readonly events: readonly JsonObject[];
  /** The ids of the events that were read one by one, so that the other events of their task are not known. */
  readonly unlisted: ReadonlySet<unknown>;
  /** The members of trackers that broke the contract, and so cannot be compared. */
  readonly repaired: ReadonlySet<string>;
  /** False if the server may hold more trackers than were read, or did not list those that are to be updated. */
  readonly isWhole: boolean;
  /** The status of the reply that lists the trackers; undefined if there is none. */
  readonly listStatus?: number | undefined;
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

/**
 * Reads the trackers and their events. Sends GET requests only.
 *
 * @param written the ids of the trackers that will be updated, whose events are read first
 * @param check throws if a reply shows that the run cannot start
 * @throws {MockError} `option-invalid` if there is no reply to the first request
 */
export async function readVerifyData(
  contract: Contract,
  sender: Sender,
  written: readonly string[] = [],
  signal?: AbortSignal,
  check: CheckDiscovery = () => {},
): Promise<VerifyData> {
  let listStatus: number | undefined;
  const notes: string[] = [];
  const repaired = new Set<string>();

  const read = async (target: string, inspect?: (reply: ServerReply) => void): Promise<unknown> => {
    const request = createGet(target);
    const reply = await sender.send(request, { signal });
    if ('failure' in reply) {
      if (sender.met.sent > 1) {
        notes.push(`no reply to GET ${target}: ${reply.failure}`);
        return undefined;
      }
      throw new MockError(
        'option-invalid',
        `Failed to verify the server: no reply to GET ${target}: ${reply.failure}.${reply.failure === NO_TLS ? '' : ' Give the address of a running server.'}`,
      );
    }
    check(request, reply);
    inspect?.(reply);
    if (reply.status === 200) return parseJson(reply.body);
    // The report counts these.
    if (!isRefused(reply.status) && reply.status !== 404) notes.push(`GET ${target} has status ${reply.status}`);
    return undefined;
  };
  const readList = async (target: string, inspect?: (reply: ServerReply) => void): Promise<readonly unknown[]> => {
    const value = await read(target, inspect);
    if (Array.isArray(value)) return value as unknown[];
    if (value !== undefined) notes.push(`GET ${target} gives no list`);
    return [];
  };
  const take = (rows: readonly unknown[], repair: Repair): JsonObject[] => {
    const found = rows.map((row) => repair(row)).filter((row) => row !== undefined);
    // Without its id, a row cannot be told from another.
    const usable = found.filter((one) => !one.repaired.has('id'));
    for (const member of usable.flatMap((one) => [...one.repaired])) repaired.add(member);
    if (usable.length < rows.length) {
      notes.push(
        `${rows.length - usable.length} of ${rows.length} rows break the contract so far that they cannot be compared`,
      );
    }
    return usable.map(({ row }) => row);
  };
  /** Reads what lists do not hold, one by one. */
  const readEach = async (ids: readonly unknown[], kind: 'retrieve' | 'retrieve-event'): Promise<JsonObject[]> => {
    const path = findKind(contract, kind)?.path;
    const rows: JsonObject[] = [];
    for (const id of path === undefined ? [] : ids) {
      const value = await read(toTarget(path ?? '', String(id)));
      if (value !== undefined) rows.push(...take([value], createRepair(contract, kind)));
    }
    return rows;
  };

  const list = findKind(contract, 'list');
  const inspectList = ({ status }: ServerReply): void => {
    listStatus = status;
  };
  const rows = list === undefined ? [] : await readList(`${list.path}?limit=${VERIFY_TRACKERS}`, inspectList);
  const listed = take(rows, createRepair(contract, 'retrieve'));
  const isLimited = rows.length >= VERIFY_TRACKERS;
  if (isLimited) {
    notes.push(`the server has ${VERIFY_TRACKERS} trackers or more, so the rules of their list were not checked`);
  }
  const missing = written.filter((id) => !listed.some((row) => row['id'] === id));
  const others = await readEach(missing, 'retrieve');
  if (others.length > 0 && !isLimited) {
    notes.push(`GET ${list?.path} does not list ${missing.join(', ')}, so the rules of the list were not checked`);
  }
  const trackers = [...listed, ...others];

  const own = trackers.filter(({ id }) => written.includes(String(id)));
  const listEvents = findKind(contract, 'list-events');
  const isKnown = !repaired.has('task_id') && !repaired.has('agent_id');
  const pairs = new Set(
    [...own, ...trackers].map(
      ({ task_id: task, agent_id: agent }) =>
        `task_id=${encodeURIComponent(String(task))}&agent_id=${encodeURIComponent(String(agent))}`,
    ),
  );
  const events = new Map<unknown, JsonObject>();
  const repairEvent = createRepair(contract, 'retrieve-event');
  for (const query of listEvents === undefined || !isKnown ? [] : [...pairs].slice(0, VERIFY_EVENT_PAIRS)) {
    const found = take(await readList(`${listEvents?.path}?${query}`), repairEvent);
    for (const event of found) events.set(event['id'], event);
  }
  // Without the event of its cursor, the mock takes any event for a later one.
  const cursors = own.map((row) => row['last_processed_event_id']);
  const passed = cursors.filter((cursor) => typeof cursor === 'string' && !events.has(cursor));
  const single = await readEach(passed, 'retrieve-event');
  for (const event of single) events.set(event['id'], event);
  return {
    trackers,
    events: [...events.values()].toSorted((a, b) => Number(a['sequence_id']) - Number(b['sequence_id'])),
    unlisted: new Set(single.map(({ id }) => id)),
    repaired,
    isWhole: !isLimited && others.length === 0,
    listStatus,
    notes,
  };
}

/**
 * Returns how many trackers have changed since they were read, other than those that the run may update: other clients use the server.
 *
 * @param written the ids of the trackers that the run may update
 */
export async function countChanged(
  contract: Contract,
  sender: Sender,
  { trackers, isWhole }: VerifyData,
  written: readonly string[],
): Promise<number> {
  const path = findKind(contract, 'list')?.path;
  if (path === undefined || !isWhole) return 0;
  const reply = await sender.send(createGet(`${path}?limit=${VERIFY_TRACKERS}`));
  const value = 'failure' in reply ? undefined : parseJson(reply.body);
  if (!Array.isArray(value)) return 0;
  const repair = createRepair(contract, 'retrieve');
  const toText = (rows: readonly (JsonObject | undefined)[]): Map<unknown, string> =>
    new Map(
      rows.filter((row) => !written.includes(String(row?.['id']))).map((row) => [row?.['id'], JSON.stringify(row)]),
    );
  const [before, now] = [toText(trackers), toText(value.map((row: unknown) => repair(row)?.row))];
  return [...new Set([...before.keys(), ...now.keys()])].filter((id) => before.get(id) !== now.get(id)).length;
}
