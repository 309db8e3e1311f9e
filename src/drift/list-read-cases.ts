import { DRIFT_OBJECTS } from '../budgets.ts';
import { listOperationCases } from '../cases/generate-cases.ts';
import type { Sampler } from '../cases/sample-values.ts';
import type { Contract } from '../contract/contract.ts';
import type { Operation } from '../contract/operation.ts';
import { findSuccess, toOperationName } from '../contract/operation.ts';
import type { MockRequest } from '../exchange/exchange.ts';
import { toDeclared, toItems } from './declared.ts';
import type { DriftCase, Fact } from './drift-case.ts';
import { createRead } from './drift-case.ts';
import type { KnownObjects, KnownValues } from './known-objects.ts';
import { createFilterFact, createLimitFact, createOrderFact, createPagesFact } from './list-facts.ts';

/** An id that no server has. */
const UNKNOWN_ID = '00000000-0000-4000-8000-00000000d21f';

/** How many values of a filter are tried. */
const FILTER_VALUES = 3;

type Both<Value> = readonly [a: Value, b: Value];

/**
 * Lists requests to an operation that change nothing, with the ids that each side knows. One at a time, since the replies to the first one
 * show values for the filters.
 *
 * @param known what each side has shown so far
 */
export function* listReadCases(
  contract: Contract,
  operation: Operation,
  sampler: Sampler,
  known: Both<KnownObjects>,
): Generator<DriftCase> {
  const samples = sampleRequired(operation, sampler);
  const [inA, inB] = known.map((objects) => objects.list(operation).map((values) => ({ ...samples, ...values })));
  const [a, b] = [inA?.[0], inB?.[0]];
  if (a === undefined || b === undefined) return;
  const create = ([label, requests, facts]: Labelled): DriftCase => ({
    operation: toOperationName(operation),
    label,
    a: requests[0],
    b: requests[1],
    facts,
  });
  const each = [inA ?? [], inB ?? []].map((sets) => sets.map((values) => toGet(operation, values)));
  yield create(['each object', [each[0] ?? [], each[1] ?? []], listOrderFacts(contract, operation)]);
  const rest = [
    ...listGenerated(operation, sampler, [a, b]),
    ...listFilters(operation, known, [a, b]),
    ...listPages(operation, [a, b]),
    ...listOrders(contract, operation, [a, b]),
    ...listMethods(operation, [a, b]),
  ];
  for (const one of rest) yield create(one);
}

/** Lists the requests to an operation that need no id: those with an id that nobody has. */
export function listUnknownCases(operation: Operation): DriftCase[] {
  const inPath = operation.parameters.filter((parameter) => parameter.in === 'path');
  const rest = operation.parameters.filter(({ required, in: place }) => required && place !== 'path');
  if (inPath.length === 0 || rest.length > 0) return [];
  const request = toGet(operation, Object.fromEntries(inPath.map(({ name }) => [name, UNKNOWN_ID])));
  return [{ operation: toOperationName(operation), label: 'unknown id', a: [request], b: [request] }];
}

type Labelled = readonly [label: string, requests: Both<readonly MockRequest[]>, facts: readonly Fact[]];

function listGenerated(operation: Operation, sampler: Sampler, [a, b]: Both<KnownValues>): Labelled[] {
  const others = new Map(listOperationCases(operation, sampler, b).map(({ label, request }) => [label, request]));
  return listOperationCases(operation, sampler, a).flatMap(({ label, request }): Labelled[] => {
    const other = others.get(label);
    // A body in a GET request means nothing to most servers.
    return other === undefined || request.body.length > 0 ? [] : [[label, [[request], [other]], []]];
  });
}

/** Lists the requests with one optional parameter that has a value of the side's own objects. */
function listFilters(operation: Operation, known: Both<KnownObjects>, values: Both<KnownValues>): Labelled[] {
  const optional = operation.parameters.filter((parameter) => parameter.in === 'query' && !parameter.required);
  return optional.flatMap(({ name }): Labelled[] => {
    const [a, b] = known.map((objects, index) =>
      objects
        .listOf(operation, name)
        .slice(0, FILTER_VALUES)
        .map((value) => toGet(operation, values[index] ?? {}, [[name, value]])),
    );
    if (a === undefined || b === undefined || a.length === 0 || b.length === 0) return [];
    return [[`query ${name}: a known value`, [a, b], [createFilterFact(name)]]];
  });
}

function listPages(operation: Operation, values: Both<KnownValues>): Labelled[] {
  const names = new Set(operation.parameters.filter((one) => one.in === 'query').map(({ name }) => name));
  if (!names.has('limit')) return [];
  const toBoth = (queries: readonly (readonly (readonly [string, string])[])[]): Both<readonly MockRequest[]> => [
    queries.map((query) => toGet(operation, values[0], query)),
    queries.map((query) => toGet(operation, values[1], query)),
  ];
  // Shows more objects than a list without a limit.
  const long: Labelled = ['a long list', toBoth([[['limit', String(DRIFT_OBJECTS + 1)]]]), []];
  const limits: Labelled = ['limits', toBoth([[['limit', '1']], [['limit', '2']]]), [createLimitFact('limit')]];
  const page = (limit: number, number: number): [string, string][] => [
    ['limit', String(limit)],
    ['page_number', String(number)],
  ];
  if (!names.has('page_number')) return [long, limits];
  return [
    long,
    limits,
    ['pages', toBoth([[['limit', '2']], page(1, 1), page(1, 2)]), [createPagesFact()]],
    ['a page after the last', toBoth([page(50, 100_000)]), []],
  ];
}

/** Other methods that change nothing, and the path with a slash at its end. */
function listMethods(operation: Operation, [a, b]: Both<KnownValues>): Labelled[] {
  const [inA, inB] = [toGet(operation, a), toGet(operation, b)];
  const toBoth = (change: (request: MockRequest) => MockRequest): Both<readonly MockRequest[]> => [
    [change(inA)],
    [change(inB)],
  ];
  return [
    ['the method HEAD', toBoth((request) => ({ ...request, method: 'HEAD' })), []],
    ['the method OPTIONS', toBoth((request) => ({ ...request, method: 'OPTIONS' })), []],
    ['a slash at the end', toBoth((request) => ({ ...request, target: request.target.replace(/(?=\?|$)/, '/') })), []],
  ];
}

/** Lists the rules for the order that a list has by itself. Which of them it keeps, only the replies show. */
function listOrderFacts(contract: Contract, operation: Operation): Fact[] {
  return listRequiredMembers(contract, operation).flatMap((member) =>
    DIRECTIONS.map(([, direction]) => createOrderFact(member, direction)),
  );
}

/** Lists the requests for an order. */
function listOrders(contract: Contract, operation: Operation, values: Both<KnownValues>): Labelled[] {
  const names = new Set(operation.parameters.filter((one) => one.in === 'query').map(({ name }) => name));
  if (!names.has('order_by') || !names.has('order_direction')) return [];
  return listRequiredMembers(contract, operation).flatMap((member) =>
    DIRECTIONS.map(([text, direction]): Labelled => {
      const query = [
        ['order_by', member],
        ['order_direction', text],
      ] as const;
      const requests = [[toGet(operation, values[0], query)], [toGet(operation, values[1], query)]] as const;
      return [`${direction} order of ${member}`, requests, [createOrderFact(member, direction, 'breaking')]];
    }),
  );
}

const DIRECTIONS = [
  ['asc', 'ascending'],
  ['desc', 'descending'],
] as const;

/** Lists the members that every item of an operation's list has. */
function listRequiredMembers({ schemas }: Contract, operation: Operation): string[] {
  const schema = findSuccess(operation).response?.schema;
  const list = schema === undefined ? undefined : toDeclared(schemas.document, [schema.pointer]);
  const items = list === undefined ? undefined : toItems(list);
  const required = items?.schemas.flatMap(({ node }): unknown[] => [node['required'] ?? []].flat());
  return [...new Set(required)].filter((name) => typeof name === 'string');
}

/** Returns values of the required parameters, which those that are known replace. */
function sampleRequired({ parameters }: Operation, sampler: Sampler): KnownValues {
  const required = parameters.filter((parameter) => parameter.required);
  return Object.fromEntries(
    required.map(({ name, schema }) => {
      const value = sampler.findValid(schema.pointer) ?? '';
      return [name, typeof value === 'string' ? value : JSON.stringify(value)];
    }),
  );
}

/** Returns a request with the required parameters. */
function toGet(
  { path, parameters }: Operation,
  values: KnownValues,
  more: readonly (readonly [string, string])[] = [],
): MockRequest {
  const query = parameters.flatMap(({ in: place, name, required }): [string, string][] =>
    place === 'query' && required ? [[name, values[name] ?? '']] : [],
  );
  const headers = parameters.flatMap(({ in: place, name, required }): [string, string][] =>
    place === 'header' && required ? [[name.toLowerCase(), values[name] ?? '']] : [],
  );
  const search = [...query, ...more]
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
  const target = path.replaceAll(/\{([^}]*)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
  return { ...createRead(search === '' ? target : `${target}?${search}`), headers: Object.fromEntries(headers) };
}
