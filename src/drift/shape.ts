import { DRIFT_PLACES } from '../budgets.ts';
import type { Place } from '../contract/document.ts';
import { isObject } from '../contract/document.ts';
import type { Schemas } from '../contract/schema.ts';
import type { Declared, JsonType } from './declared.ts';
import { isMap, listVariants, toDeclared, toItems, toJsonType, toMapValues, toMember } from './declared.ts';
import type { TextForm } from './text-form.ts';
import { findTextForm } from './text-form.ts';

/** What was seen at one place of all bodies. */
export interface SeenPlace {
  /** The path of the object or list around it; undefined for the whole body. */
  readonly parent: string | undefined;
  /** The name of the member, if the place is one that the contract could require. */
  readonly member: string | undefined;
  readonly declared: Declared | undefined;
  readonly types: Map<JsonType, number>;
  readonly forms: Map<TextForm, number>;
}

/** The shape of bodies: what was seen at each place, by its path, such as `body[].created_at`. */
export interface Shape {
  readonly places: Map<string, SeenPlace>;
  /** Whether the bodies have more places than are kept. */
  isCut: boolean;
}

export function createShape(): Shape {
  return { places: new Map(), isCut: false };
}

/** Adds the places of a body. Recurses, so the caller must refuse bodies that nest deep. */
export function addToShape(shape: Shape, schemas: Schemas, body: unknown, declared: Declared | undefined): void {
  add({ shape, schemas }, 'body', { parent: undefined, member: undefined, declared }, body);
}

interface Walk {
  readonly shape: Shape;
  readonly schemas: Schemas;
}

type NewPlace = Pick<SeenPlace, 'parent' | 'member' | 'declared'>;

function add(walk: Walk, path: string, place: NewPlace, value: unknown): void {
  const seen = see(walk, path, place);
  if (seen === undefined) return;
  const type = toJsonType(value);
  count(seen.types, type);
  const { declared } = place;
  if (typeof value === 'string') {
    const form = findTextForm(value);
    if (form !== undefined) count(seen.forms, form);
  } else if (Array.isArray(value)) {
    // What any value can be in is data.
    if (declared?.isAny === true) return;
    const items = declared === undefined ? undefined : toItems(declared);
    for (const item of value) add(walk, `${path}[]`, { parent: path, member: undefined, declared: items }, item);
  } else if (isObject(value)) addMembers(walk, path, declared, value);
}

function addMembers(
  walk: Walk,
  path: string,
  declared: Declared | undefined,
  value: Readonly<Record<string, unknown>>,
): void {
  if (declared !== undefined && isMap(declared)) {
    const values = declared.isAny ? undefined : toMapValues(declared);
    if (values === undefined) return;
    const place = { parent: path, member: undefined, declared: values };
    for (const member of Object.values(value)) add(walk, `${path}.*`, place, member);
    return;
  }
  const variants = declared === undefined ? [] : listVariants(declared);
  const variant = findVariant(walk.schemas, variants, value);
  const at = variants.length === 0 ? path : `${path}${variant === undefined ? NO_VARIANT : toVariantName(variant)}`;
  const own = variant === undefined ? declared : toDeclared(walk.schemas.document, [variant.pointer]);
  if (at !== path) {
    const seen = see(walk, at, { parent: path, member: undefined, declared: own });
    if (seen === undefined) return;
    count(seen.types, 'object');
  }
  for (const [name, member] of Object.entries(value)) {
    const inner = own === undefined ? undefined : toMember(own, name);
    add(walk, `${at}.${toPathName(name)}`, { parent: at, member: name, declared: inner }, member);
  }
}

/** Returns the alternative that an object is meant to be: the one that it keeps, or else the one whose fixed values it has. */
function findVariant(schemas: Schemas, variants: readonly Place[], value: object): Place | undefined {
  return (
    variants.find(({ pointer }) => schemas.compile(pointer).check(value) === undefined) ??
    variants.find(({ node }) => hasFixedValues(node['properties'], value))
  );
}

function hasFixedValues(properties: unknown, value: object): boolean {
  const fixed = Object.entries(isObject(properties) ? properties : {}).flatMap(([name, schema]) =>
    isObject(schema) && 'const' in schema ? [[name, schema['const']] as const] : [],
  );
  const members = new Map(Object.entries(value));
  return fixed.length > 0 && fixed.every(([name, wanted]) => members.get(name) === wanted);
}

/** The end of a path whose objects are none of the contract's alternatives. */
export const NO_VARIANT = '<none of the alternatives>';

function toVariantName({ pointer }: Place): string {
  return `<${pointer.slice(pointer.lastIndexOf('/') + 1)}>`;
}

function toPathName(name: string): string {
  return /^[\w$-]+$/.test(name) ? name : JSON.stringify(name);
}

/** Returns what was seen at a place so far, or undefined if there are too many places. */
function see({ shape }: Walk, path: string, place: NewPlace): SeenPlace | undefined {
  const known = shape.places.get(path);
  if (known !== undefined) return known;
  if (shape.places.size >= DRIFT_PLACES) {
    Object.assign(shape, { isCut: true });
    return undefined;
  }
  const seen = { ...place, types: new Map(), forms: new Map() };
  shape.places.set(path, seen);
  return seen;
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
