import type { ContractDocument, JsonObject, Place } from '../contract/document.ts';
import { findNode, isObject, resolvePlace } from '../contract/document.ts';
import { toPointer } from '../contract/json-pointer.ts';
import type { Schemas } from '../contract/schema.ts';
import { replaceMember } from '../python/lossless-value.ts';
import { ParsedText } from '../python/parsed-text.ts';
import { REREAD_MODELS } from './backend-models.ts';
import { toPlaceClass } from './class-name.ts';
import { toLaxValue } from './lax-value.ts';
import type { RereadText } from './reread-text.ts';
import { rereadText } from './reread-text.ts';
import type { Spot } from './sent-value.ts';
import { createSource, findSent, toMemberSpot } from './sent-value.ts';
import { findUnionBranches } from './union-branch.ts';
import { findTags } from './union-tag.ts';

/** A value in the form that its schema publishes. */
export interface ModelInput {
  readonly value: unknown;
  /** Returns the value as Python shows it, given what was sent, with the strings that were read as objects as `ParsedText`. */
  readonly toInput: (sent: unknown) => unknown;
  /** The exception that a model raised. */
  readonly exception: (RereadText & { readonly kind: 'raised' })['exception'] | undefined;
}

/**
 * Converts what pydantic accepts and a published schema does not: values that its lax mode converts, and strings that the backend's models read
 * as JSON. What pydantic refuses as well is left as it is.
 *
 * @param toSent returns the losslessly read value
 */
export function toModelInput(schemas: Schemas, pointer: string, value: unknown, toSent: () => unknown): ModelInput {
  const state: State = { schemas, reread: [], exception: undefined };
  const converted = convert(state, pointer, value, { at: [], source: createSource(0, toSent) });
  const toInput = (sent: unknown): unknown => {
    let input = sent;
    for (const part of state.reread) input = replaceMember(input, part.at, new ParsedText(part.text, part.toInput()));
    return input;
  };
  return { value: converted, toInput, exception: state.exception };
}

interface State {
  readonly schemas: Schemas;
  readonly reread: { at: Spot['at']; text: string; toInput: () => unknown }[];
  exception: ModelInput['exception'];
}

/** Deeper than pydantic follows recursive models, so that what is below is refused anyway. */
const MOST_LEVELS = 600;

function convert(state: State, pointer: string, value: unknown, spot: Spot): unknown {
  const { document } = state.schemas;
  if (spot.at.length > MOST_LEVELS || !isObject(findNode(document, pointer))) return value;
  const place = resolvePlace(document, pointer);
  const branches = findUnionBranches(place);
  if (branches !== undefined) {
    const branch = findBranch(document, place.node, branches, value);
    if (value === null) return value;
    return branch === undefined ? convertInUnion(state, branches, value, spot) : convert(state, branch, value, spot);
  }
  if (isObject(place.node['properties'])) return convertModel(state, place, place.node['properties'], value, spot);
  if (Array.isArray(value)) {
    const items = toPointer(place.pointer, 'items');
    const isList = 'items' in place.node && !('prefixItems' in place.node);
    return isList ? value.map((item, index) => convert(state, items, item, toMemberSpot(spot, index))) : value;
  }
  if (isObject(value)) {
    const values = toPointer(place.pointer, 'additionalProperties');
    return isObject(place.node['additionalProperties']) ? convertMembers(state, value, spot, () => values) : value;
  }
  return toLaxValue(place.node, value, () => findSent(spot));
}

/** Returns the branch of a union in which a value is converted: the only one, the one with the value's tag, or a model that reads a string. */
function findBranch(
  document: ContractDocument,
  { discriminator }: JsonObject,
  branches: readonly string[],
  value: unknown,
): string | undefined {
  if (branches.length === 1) return branches[0];
  if (isObject(discriminator)) {
    const member = String(discriminator['propertyName']);
    const tag = isObject(value) ? value[member] : undefined;
    return findTags(document, member, discriminator['mapping'], branches).find((choice) => choice.tag === tag)?.pointer;
  }
  if (typeof value !== 'string') return undefined;
  return branches.every((branch) => REREAD_MODELS.has(toPlaceClass(resolvePlace(document, branch))))
    ? branches[0]
    : undefined;
}

/**
 * Converts a scalar in a union: as pydantic's smart mode does, it stays as it is if a branch accepts it, and otherwise is what the first branch
 * that accepts it makes of it.
 */
function convertInUnion(state: State, branches: readonly string[], value: unknown, spot: Spot): unknown {
  if (typeof value === 'object') return value;
  const { schemas } = state;
  const scalars = branches
    .filter((branch) => !isObject(resolvePlace(schemas.document, branch).node['properties']))
    .map((branch) => ({ check: schemas.compile(branch).check, converted: convert(state, branch, value, spot) }));
  const accepting = scalars.filter(({ check, converted }) => check(converted) === undefined);
  const [first] = accepting;
  if (first !== undefined) return accepting.some(({ converted }) => converted === value) ? value : first.converted;
  // A float that no branch accepts as an integer.
  return scalars.find(({ converted }) => typeof value === 'number' && converted !== value)?.converted ?? value;
}

function convertModel(state: State, place: Place, properties: JsonObject, value: unknown, spot: Spot): unknown {
  const model = REREAD_MODELS.get(toPlaceClass(place));
  let members = value;
  let inner = spot;
  if (typeof value === 'string' && model !== undefined) {
    const read = rereadText(value, model);
    if (read.kind === 'raised') state.exception ??= read.exception;
    if (read.kind !== 'object') return value;
    const source = createSource(spot.at.length, read.toInput);
    state.reread.push({ at: spot.at, text: value, toInput: source.read });
    members = read.value;
    inner = { at: spot.at, source };
  }
  if (!isObject(members)) return members;
  return convertMembers(state, members, inner, (key) =>
    Object.hasOwn(properties, key) ? toPointer(place.pointer, 'properties', key) : undefined,
  );
}

function convertMembers(
  state: State,
  value: JsonObject,
  spot: Spot,
  toMember: (key: string) => string | undefined,
): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      const pointer = toMember(key);
      return [key, pointer === undefined ? member : convert(state, pointer, member, toMemberSpot(spot, key))];
    }),
  );
}
