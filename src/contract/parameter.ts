import type { ContractDocument, Place } from './document.ts';
import { contractError, isObject, resolvePlace } from './document.ts';
import { findByPointer, toPointer } from './json-pointer.ts';
import type { Schema, Schemas } from './schema.ts';

/** Where a parameter is read from. Cookies are refused: the mock does not read them. */
export type ParameterPlace = 'path' | 'query' | 'header';

export interface Parameter {
  readonly name: string;
  readonly in: ParameterPlace;
  readonly required: boolean;
  readonly schema: Schema;
  /** The value if the request has none; undefined if the contract gives no default. */
  readonly default: unknown;
}

/**
 * Returns the parameters of a path and its operation, in the contract's order.
 *
 * @throws {MockError} `contract-invalid`, with the pointer of the parameter that cannot be read
 */
export function loadParameters(schemas: Schemas, ...places: readonly Place[]): Parameter[] {
  const byKey = new Map<string, Parameter>();
  for (const { node, pointer } of places) {
    const list = node['parameters'] ?? [];
    if (!Array.isArray(list)) throw contractError(toPointer(pointer, 'parameters'), 'is not a list.');
    for (const index of list.keys()) {
      const parameter = loadParameter(schemas, toPointer(pointer, 'parameters', index));
      // A parameter of the operation replaces the path item's with the same name (OpenAPI 3.1, 4.8.10).
      byKey.set(`${parameter.in} ${parameter.name}`, parameter);
    }
  }
  return [...byKey.values()];
}

function loadParameter(schemas: Schemas, at: string): Parameter {
  const { node, pointer } = resolvePlace(schemas.document, at);
  const { name, in: place } = node;
  if (typeof name !== 'string') throw contractError(toPointer(pointer, 'name'), 'is not a string.');
  if (place !== 'path' && place !== 'query' && place !== 'header') {
    throw contractError(
      toPointer(pointer, 'in'),
      `is ${JSON.stringify(place)}. The mock reads path, query and header parameters.`,
    );
  }
  if (node['schema'] === undefined) throw contractError(pointer, 'has no schema.');
  checkStyle(schemas.document, { node, pointer }, place);
  const schema = schemas.compile(toPointer(pointer, 'schema'));
  return {
    name,
    in: place,
    required: node['required'] === true,
    schema,
    default: resolvePlace(schemas.document, schema.pointer).node['default'],
  };
}

/** OpenAPI's default styles, the only ones that FastAPI reads. */
const DEFAULT_STYLES = {
  path: { style: 'simple', explode: false },
  query: { style: 'form', explode: true },
  header: { style: 'simple', explode: false },
} as const;

/** Refuses parameter styles that FastAPI does not read. The style of a scalar makes no difference. */
function checkStyle(document: ContractDocument, { node, pointer }: Place, place: ParameterPlace): void {
  const types = listTypes(document, toPointer(pointer, 'schema'));
  const isList = types.has('array');
  for (const member of ['style', 'explode'] as const) {
    const { [member]: given = DEFAULT_STYLES[place][member] } = node;
    if (given === DEFAULT_STYLES[place][member] || (member === 'explode' && !isList && !types.has('object'))) continue;
    throw contractError(
      toPointer(pointer, member),
      `is ${JSON.stringify(given)}. FastAPI reads ${place} parameters only with ${JSON.stringify(DEFAULT_STYLES[place][member])}. Omit the member.`,
    );
  }
  if (types.has('object')) {
    const reason =
      'allows an object, which FastAPI does not read from a parameter. Define a parameter for each member.';
    throw contractError(toPointer(pointer, 'schema'), reason);
  }
}

/** Lists the types that a schema allows, through references and unions. */
function listTypes(document: ContractDocument, pointer: string): Set<unknown> {
  if (!isObject(findByPointer(document, pointer))) return new Set();
  const place = resolvePlace(document, pointer);
  const types = new Set<unknown>([place.node['type']].flat());
  for (const keyword of ['anyOf', 'oneOf', 'allOf'] as const) {
    const branches = place.node[keyword];
    if (!Array.isArray(branches)) continue;
    for (const index of branches.keys()) {
      for (const type of listTypes(document, toPointer(place.pointer, keyword, index))) types.add(type);
    }
  }
  return types;
}
