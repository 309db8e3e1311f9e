import { isDeepStrictEqual } from 'node:util';
import type { Contract } from '../contract/contract.ts';
import type { JsonObject } from '../contract/document.ts';
import { isObject, resolvePlace } from '../contract/document.ts';
import { findSuccess, toOperationName } from '../contract/operation.ts';
import { parseJson } from '../exchange/parse-json.ts';
import type { WireReply } from '../prism/send-request.ts';
import { shortenReply } from './compare-errors.ts';
import type { Finding, VerifyCase } from './verify-case.ts';
import { createCase, createGet } from './verify-case.ts';
import type { VerifyData } from './verify-data.ts';
import { findKind } from './verify-data.ts';
import type { ServerReply } from './verify-sender.ts';

/** How many rows the pages of the rules hold. */
const PAGE_SIZES = [1, 2, 3];

/**
 * Lists the cases of the lists' rules. The order is compared with the mock's; filters and pages with the server's own list, so that a wrong
 * order does not show as a wrong page, too.
 *
 * @param drawn the same data in another order, from whose start filters take their values
 */
export function listRuleCases(contract: Contract, data: VerifyData, drawn: VerifyData): VerifyCase[] {
  return [...listTrackerCases(contract, data, drawn), ...listEventCases(contract, data, drawn)];
}

function listTrackerCases(contract: Contract, data: VerifyData, drawn: VerifyData): VerifyCase[] {
  const { trackers, isWhole, repaired } = data;
  const operation = findKind(contract, 'list');
  if (operation === undefined || trackers.length === 0 || !isWhole) return [];
  const name = toOperationName(operation);
  const known = new Map(trackers.map((row) => [row['id'], row]));
  const limit = trackers.length + 1;
  const create = (label: string, query: Record<string, string>, check: VerifyCase['check']): VerifyCase =>
    createCase({
      phase: 'list rules',
      operation: name,
      label,
      request: createGet(`${operation.path}?${new URLSearchParams(query).toString()}`),
      check: (reply, expected) => judgeStatus(name, reply, expected) ?? check(reply, expected),
    });

  let isDefaultWrong = false;
  const order = (column: string, direction: string): VerifyCase => {
    const query = {
      limit: String(limit),
      ...(column === '' ? {} : { order_by: column }),
      ...(direction === '' ? {} : { order_direction: direction }),
    };
    return create(`order by ${column || 'default'} ${direction}`.trim(), query, (reply, expected) => {
      const rows = readKeys(reply, known, column);
      const wanted = readKeys(expected, known, column) ?? [];
      const index = wanted.findIndex((key, at) => !isDeepStrictEqual(key, rows?.[at]));
      if (rows === undefined || index === -1) return undefined;
      // The order of texts is that of the database's locale, of which C is another one.
      if (isDeepStrictEqual(rows, toCodePointOrder(wanted, direction !== 'asc'))) return undefined;
      if (column === '') isDefaultWrong = true;
      return {
        rule: `${name} order ${isDefaultWrong ? '' : column}`,
        what: `the order differs from place ${index + 1} on: ${JSON.stringify(rows[index] ?? null)}, where ${JSON.stringify(wanted[index])} is expected`,
      };
    });
  };

  const filter = (column: string, value: string, text = value): VerifyCase =>
    create(`filter ${column}=${text}`, { limit: String(limit), [column]: value }, (reply) => {
      const wanted = trackers.filter((row) => value === '' || row[column] === value).map((row) => String(row['id']));
      return compareIds(`${name} filter ${column}`, reply, wanted, true);
    });

  const page = (size: number, number: number): VerifyCase =>
    create(`page ${number} of ${size}`, { limit: String(size), page_number: String(number) }, (reply) => {
      const wanted = trackers.slice((number - 1) * size, number * size);
      const rows = readKeys(reply, known, '');
      const keys = wanted.map((row) => toKey(row, ''));
      if (rows === undefined || isDeepStrictEqual(rows, keys)) return undefined;
      return compareIds(
        `${name} pages`,
        reply,
        wanted.map((row) => String(row['id'])),
        false,
      );
    });

  const columns = listColumns(contract).filter((column) => column !== 'id' && !repaired.has(column));
  const values = (column: string): string[] =>
    [...new Set(drawn.trackers.map((row) => String(row[column])))].slice(0, 3);
  return [
    order('', ''),
    order('', 'asc'),
    order('', 'desc'),
    ...columns.flatMap((column) => [order(column, 'asc'), order(column, 'desc')]),
    order('no_such_column', ''),
    ...['agent_id', 'task_id']
      .filter((column) => columns.includes(column))
      .flatMap((column) => [
        ...values(column).map((value, index) => filter(column, value, `value ${index + 1}`)),
        filter(column, '', 'empty'),
        filter(column, 'no-such-id'),
      ]),
    ...PAGE_SIZES.flatMap((size) => [1, 2, 3].map((number) => page(size, number))),
    page(trackers.length, 2),
  ];
}

function listColumns(contract: Contract): string[] {
  const operation = findKind(contract, 'retrieve');
  const schema = operation === undefined ? undefined : findSuccess(operation).response?.schema;
  if (schema === undefined) return [];
  const { properties } = resolvePlace(contract.schemas.document, schema.pointer).node;
  return isObject(properties) ? Object.keys(properties) : [];
}

/** Rows with equal keys have no defined order. */
function toKey(row: JsonObject | undefined, column: string): unknown[] {
  return [...(column === '' ? [] : [row?.[column]]), row?.['updated_at'], row?.['created_at']];
}

/** Sorts keys by code points, null last, or the reverse. The times of a key have one order in every locale. */
function toCodePointOrder(keys: readonly unknown[][], isDescending: boolean): unknown[][] {
  const compare = (a: unknown, b: unknown): number => {
    if (a === b) return 0;
    if (a === null || b === null) return a === null ? 1 : -1;
    return toSortText(a) < toSortText(b) ? -1 : 1;
  };
  const sorted = keys.toSorted(
    (a, b) => a.map((value, index) => compare(value, b[index])).find((order) => order !== 0) ?? 0,
  );
  return isDescending ? sorted.toReversed() : sorted;
}

/** A whole second has no fraction. */
function toSortText(value: unknown): string {
  return String(value).replace(/(T\d\d:\d\d:\d\d)Z$/, '$1.Z');
}

function judgeStatus(name: string, reply: ServerReply, expected: WireReply): Finding | undefined {
  if (reply.status === expected.status) return undefined;
  return {
    rule: `${name} list ${reply.status}`,
    what: `status ${reply.status}, where ${expected.status} is expected: ${shortenReply(reply)}`,
  };
}

/** Returns undefined for a reply that is no list, which the contract's cases report. */
function readKeys(reply: WireReply, known: ReadonlyMap<unknown, JsonObject>, column: string): unknown[][] | undefined {
  const value = parseJson(reply.body);
  if (!Array.isArray(value)) return undefined;
  return value.map((row: unknown) => toKey(known.get(isObject(row) ? row['id'] : undefined), column));
}

/** @param asSet whether the order is not compared */
function compareIds(rule: string, reply: WireReply, wanted: readonly string[], asSet: boolean): Finding | undefined {
  const value = parseJson(reply.body);
  if (!Array.isArray(value)) return undefined;
  const found = value.map((row: unknown) => String(isObject(row) ? row['id'] : row));
  const [left, right] = asSet ? [found.toSorted(), wanted.toSorted()] : [found, wanted];
  if (isDeepStrictEqual(left, right)) return undefined;
  return { rule, what: `the list holds ${toIds(found)}, where ${toIds(wanted)} should be` };
}

function toIds(ids: readonly string[]): string {
  const more = ids.length > 5 ? `, and ${ids.length - 5} more` : '';
  const list = ids.length === 0 ? '' : ` (${ids.slice(0, 5).join(', ')}${more})`;
  return `${ids.length} ${ids.length === 1 ? 'row' : 'rows'}${list}`;
}

function listEventCases(contract: Contract, { events }: VerifyData, drawn: VerifyData): VerifyCase[] {
  const operation = findKind(contract, 'list-events');
  const first = drawn.events.find(({ id }) => !drawn.unlisted.has(id));
  if (operation === undefined || first === undefined) return [];
  const name = toOperationName(operation);
  const { task_id: task, agent_id: agent } = first;
  const own = events.filter((event) => event['task_id'] === task && event['agent_id'] === agent);
  const create = (label: string, query: Record<string, string>, wanted: readonly JsonObject[]): VerifyCase =>
    createCase({
      phase: 'list rules',
      operation: name,
      label,
      request: createGet(
        `${operation.path}?${new URLSearchParams({ task_id: String(task), agent_id: String(agent), ...query }).toString()}`,
      ),
      check: (reply, expected) =>
        judgeStatus(name, reply, expected) ??
        compareIds(
          `${name} ${label}`,
          reply,
          wanted.map(({ id }) => String(id)),
          false,
        ),
    });
  const middle = own[Math.floor(own.length / 2)];
  return [
    create('order', {}, own),
    create('limit', { limit: '1' }, own.slice(0, 1)),
    create(
      'after an event',
      { last_processed_event_id: String(middle?.['id']) },
      own.slice(Math.floor(own.length / 2) + 1),
    ),
    create('after an unknown event', { last_processed_event_id: 'no-such-event' }, own),
    create('unknown task', { task_id: 'no-such-task' }, []),
  ];
}
