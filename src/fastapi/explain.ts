import type { JsonObject, Place } from '../contract/document.ts';
import { isObject, resolvePlace } from '../contract/document.ts';
import { findByPointer, toPointer } from '../contract/json-pointer.ts';
import type { Schemas } from '../contract/schema.ts';
import { NOT_A_MODEL, toLengthWording, toSetLengthWording } from './container-wording.ts';
import { findMember, listNames } from './lossless-value.ts';
import { toLossyText } from './lossy-text.ts';
import type { Mistake, Wording } from './mistake.ts';
import { toPythonRepr } from './python-text.ts';
import { findChoices, ILL_FORMED_TEXT, isIllFormed, toChoiceWording, toScalarWording } from './scalar-wording.ts';
import { findUnionBranches } from './union-branch.ts';
import { toUnionLabel } from './union-label.ts';

type Path = readonly (string | number)[];

/** A value in its schema, on the way down. */
interface Spot {
  readonly schemas: Schemas;
  readonly pointer: string;
  readonly value: unknown;
  /** The value again, with numbers and the order of names as they were sent. */
  readonly input: unknown;
  readonly loc: Path;
  readonly at: Path;
}

/**
 * Every mistake in a value that breaks its schema, as FastAPI lists them: in the schema's order of fields, each said once.
 *
 * ajv gives the verdict on each part, the schema at hand gives the words. Returns at least one mistake where ajv finds one, and none
 * where it finds none.
 *
 * Source: recorded answers of FastAPI 0.142 with pydantic 2.13.
 *
 * @param input the value as it was read losslessly, where it was
 */
export function explain(schemas: Schemas, pointer: string, value: unknown, input: unknown = value): Mistake[] {
  return explainSpot({ schemas, pointer, value, input, loc: [], at: [] });
}

function explainSpot(spot: Spot): Mistake[] {
  const { schemas, pointer, value } = spot;
  const errors = schemas.compile(pointer).check(value);
  if (errors === undefined) return [];
  const found = explainByKind(spot);
  if (found.length > 0) return found;
  const [first] = errors;
  return [
    toMistake(spot, {
      type: 'value_error',
      msg: `Value error, ${first?.message ?? 'not as the contract says'}`,
      ctx: { error: {} },
    }),
  ];
}

function explainByKind(spot: Spot): Mistake[] {
  const { schemas, pointer, value } = spot;
  if (typeof schemas.compile(pointer).node === 'boolean') return [];
  const place = resolvePlace(schemas.document, pointer);
  const schema = place.node;
  const here: Spot = { ...spot, pointer: place.pointer };

  const branches = findUnionBranches(place);
  if (branches !== undefined) return explainUnion(here, schema, branches);
  if (Array.isArray(schema['allOf'])) {
    return schema['allOf'].flatMap((_, index) =>
      explainSpot({ ...here, pointer: toPointer(here.pointer, 'allOf', index) }),
    );
  }
  const choices = findChoices(schema);
  if (choices !== undefined) {
    const isText = isIllFormed(value) && choices.some((choice) => typeof choice === 'string');
    return [toMistake(spot, isText ? ILL_FORMED_TEXT : toChoiceWording(choices, isEnumClass(pointer, place)))];
  }
  if (schema['type'] === 'array') return explainArray(here, schema);
  if (schema['type'] === 'object' || isObject(schema['properties'])) return explainObject(here, schema);
  const wording = toScalarWording(schema, value, schemas.compile(here.pointer).check(value) ?? []);
  return wording === undefined ? [] : [toMistake(spot, wording)];
}

/** An Enum class is published under a name of its own, a Literal where it is used. */
function isEnumClass(pointer: string, place: Place): boolean {
  return pointer !== place.pointer && 'enum' in place.node;
}

function toMistake(spot: Spot, wording: Wording): Mistake {
  return { ...wording, loc: spot.loc, inputAt: spot.at };
}

function child(spot: Spot, pointer: string, key: string | number, value: unknown): Spot {
  return {
    ...spot,
    pointer,
    value,
    input: findMember(spot.input, key),
    loc: [...spot.loc, typeof key === 'string' ? toLossyText(key) : key],
    at: [...spot.at, key],
  };
}

function explainUnion(spot: Spot, schema: JsonObject, branches: readonly string[]): Mistake[] {
  const [only] = branches;
  if (branches.length === 1 && only !== undefined) return explainSpot({ ...spot, pointer: only });
  const discriminator = schema['discriminator'];
  if (isObject(discriminator) && typeof discriminator['propertyName'] === 'string') {
    return explainTagged(spot, discriminator['propertyName'], discriminator['mapping'], branches);
  }
  return branches.flatMap((pointer) => {
    const label = toUnionLabel(spot.schemas.document, pointer);
    return explainSpot({ ...spot, pointer, loc: [...spot.loc, label] });
  });
}

function explainTagged(spot: Spot, member: string, mapping: unknown, branches: readonly string[]): Mistake[] {
  const { value } = spot;
  const discriminator = `'${member}'`;
  if (!isObject(value)) return [toMistake(spot, NOT_A_MODEL)];
  if (!Object.hasOwn(value, member)) {
    const msg = `Unable to extract tag using discriminator ${discriminator}`;
    return [toMistake(spot, { type: 'union_tag_not_found', msg, ctx: { discriminator } })];
  }
  const given = findMember(spot.input, member);
  const tag = toLossyText(typeof given === 'string' ? given : toPythonRepr(given));
  const tags = isObject(mapping) ? Object.keys(mapping) : [];
  const branch = branches.find(
    (pointer) => isObject(mapping) && findByPointer(spot.schemas.document, toPointer(pointer, '$ref')) === mapping[tag],
  );
  if (branch !== undefined && tags.includes(tag)) {
    return explainSpot({ ...spot, pointer: branch, loc: [...spot.loc, tag] });
  }
  const expected = tags.map((known) => `'${known}'`).join(', ');
  const msg = `Input tag '${tag}' found using ${discriminator} does not match any of the expected tags: ${expected}`;
  return [toMistake(spot, { type: 'union_tag_invalid', msg, ctx: { discriminator, tag, expected_tags: expected } })];
}

function explainArray(spot: Spot, schema: JsonObject): Mistake[] {
  const { value } = spot;
  const prefix = Array.isArray(schema['prefixItems']) ? schema['prefixItems'] : undefined;
  const kind = prefix === undefined ? (schema['uniqueItems'] === true ? 'Set' : 'List') : 'Tuple';
  if (!Array.isArray(value)) {
    return [
      toMistake(spot, { type: `${kind.toLowerCase()}_type`, msg: `Input should be a valid ${kind.toLowerCase()}` }),
    ];
  }
  if (kind === 'Set') return explainSet(spot, schema, value);
  const length = value.length;
  const most = schema['maxItems'];
  // Pydantic counts before it reads the items.
  if (typeof most === 'number' && length > most) {
    return [toMistake(spot, toLengthWording('too_long', kind, most, length))];
  }
  const fixed = prefix?.length ?? 0;
  const items = value.flatMap((item, index) => explainItem(spot, schema, item, index, fixed));
  const missing = Array.from({ length: Math.max(0, fixed - length) }, (_, index) => toMissing(spot, length + index));
  if (items.length + missing.length > 0) return [...items, ...missing];
  const least = schema['minItems'];
  return typeof least === 'number' && length < least
    ? [toMistake(spot, toLengthWording('too_short', kind, least, length))]
    : [];
}

function explainItem(spot: Spot, schema: JsonObject, item: unknown, index: number, fixed: number): Mistake[] {
  if (index >= fixed && schema['items'] === undefined) return [];
  const pointer = index < fixed ? toPointer(spot.pointer, 'prefixItems', index) : toPointer(spot.pointer, 'items');
  return explainSpot(child(spot, pointer, index, item));
}

/** Pydantic counts a set while it reads: items that it takes, each once. What is wrong with others it forgets once there are too many. */
function explainSet(spot: Spot, schema: JsonObject, items: readonly unknown[]): Mistake[] {
  const [most, least] = [schema['maxItems'], schema['minItems']];
  const taken = new Set<string>();
  const mistakes: Mistake[] = [];
  for (const [index, item] of items.entries()) {
    const found = explainItem(spot, schema, item, index, 0);
    mistakes.push(...found);
    if (found.length === 0) taken.add(JSON.stringify(item));
    if (typeof most === 'number' && taken.size > most) return [toMistake(spot, toSetLengthWording(most))];
  }
  if (mistakes.length > 0 || typeof least !== 'number' || taken.size >= least) return mistakes;
  return [toMistake(spot, toLengthWording('too_short', 'Set', least, taken.size))];
}

function toMissing(spot: Spot, key: string | number): Mistake {
  return { type: 'missing', loc: [...spot.loc, key], inputAt: spot.at, msg: 'Field required' };
}

function explainObject(spot: Spot, schema: JsonObject): Mistake[] {
  const { value } = spot;
  const properties = isObject(schema['properties']) ? schema['properties'] : undefined;
  if (properties === undefined) return explainDictionary(spot, schema);
  if (!isObject(value)) return [toMistake(spot, NOT_A_MODEL)];
  const extra = listSent(spot).filter((key) => !Object.hasOwn(properties, key));
  // Pydantic reads no further where it has to look at such a name.
  if (schema['additionalProperties'] !== undefined && extra.some(isIllFormed)) {
    return [toMistake(spot, ILL_FORMED_TEXT)];
  }
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const fields = Object.keys(properties).flatMap((key) => {
    if (Object.hasOwn(value, key)) {
      return explainSpot(child(spot, toPointer(spot.pointer, 'properties', key), key, value[key]));
    }
    return required.includes(key) ? [toMissing(spot, key)] : [];
  });
  return [...fields, ...explainExtra(spot, schema, extra, value)];
}

function explainExtra(spot: Spot, schema: JsonObject, keys: readonly string[], value: JsonObject): Mistake[] {
  const allowed = schema['additionalProperties'];
  if (allowed === false) {
    return keys.map((key) =>
      toMistake(child(spot, spot.pointer, key, value[key]), {
        type: 'extra_forbidden',
        msg: 'Extra inputs are not permitted',
      }),
    );
  }
  if (!isObject(allowed)) return [];
  return keys.flatMap((key) =>
    explainSpot(child(spot, toPointer(spot.pointer, 'additionalProperties'), key, value[key])),
  );
}

/** The names in an object, in the order in which they were sent. */
function listSent({ value, input }: Spot): string[] {
  if (typeof input === 'object' && input !== null) return listNames(input);
  return typeof value === 'object' && value !== null ? listNames(value) : [];
}

function explainDictionary(spot: Spot, schema: JsonObject): Mistake[] {
  const { value } = spot;
  if (!isObject(value)) return [toMistake(spot, { type: 'dict_type', msg: 'Input should be a valid dictionary' })];
  const keys = listSent(spot);
  const values = explainExtra(spot, schema, keys, value);
  if (values.length > 0) return values;
  const [least, most] = [schema['minProperties'], schema['maxProperties']];
  if (typeof least === 'number' && keys.length < least) {
    return [toMistake(spot, toLengthWording('too_short', 'Dictionary', least, keys.length))];
  }
  if (typeof most === 'number' && keys.length > most) {
    return [toMistake(spot, toLengthWording('too_long', 'Dictionary', most, keys.length))];
  }
  return [];
}
