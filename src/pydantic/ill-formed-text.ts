import type { Place } from '../contract/document.ts';
import { isObject, resolvePlace } from '../contract/document.ts';
import { toPointer } from '../contract/json-pointer.ts';
import type { Schemas } from '../contract/schema.ts';
import type { ValidationRun } from '../contract/validation-run.ts';
import { createRun } from '../contract/validation-run.ts';
import { limitErrors } from './error-limit.ts';
import { toLossyText } from './lossy-text.ts';
import { ILL_FORMED_TEXT, isIllFormed } from './scalar-wording.ts';
import { findUnionBranch, findUnionBranches } from './union-branch.ts';
import { toUnionLabel } from './union-label.ts';
import type { ValidationError } from './validation-error.ts';

type Path = readonly (string | number)[];

/**
 * Finds every string with a lone surrogate, name or value, that a valid value would bring into its model; members that the model
 * ignores may contain any. Pydantic accepts such a string if no rule applies to it, and FastAPI then fails to write its reply (500). The mock refuses it.
 */
export function findIllFormedTexts(schemas: Schemas, pointer: string, value: unknown): ValidationError[] {
  return limitErrors(find({ schemas, run: createRun() }, pointer, value, [], []), value, schemas.mostErrors);
}

interface Search {
  readonly schemas: Schemas;
  readonly run: ValidationRun;
}

/** Without a pointer, everything in the value is part of the model. */
function find(search: Search, pointer: string | undefined, value: unknown, loc: Path, at: Path): ValidationError[] {
  const { schemas, run } = search;
  if (isIllFormed(value)) return [{ ...ILL_FORMED_TEXT, loc, inputAt: at }];
  if (typeof value !== 'object' || value === null) return [];
  const place =
    pointer === undefined || !isObject(schemas.compile(pointer).node)
      ? undefined
      : resolvePlace(schemas.document, pointer);
  const branches = place === undefined ? undefined : findUnionBranches(place);
  if (branches !== undefined) {
    const branch = findUnionBranch(schemas, branches, value, run);
    if (branch === undefined) return [];
    return find(
      search,
      branch,
      value,
      branches.length === 1 ? loc : [...loc, toLabel(schemas, place, branch, value)],
      at,
    );
  }
  return Object.entries(value).flatMap(([name, member]: [string, unknown]) => {
    const key = Array.isArray(value) ? Number(name) : name;
    const next = place === undefined ? ANYTHING : findMember(place, key);
    if (next === undefined) return [];
    if (isIllFormed(key) && !next.isKeyFree) return [{ ...ILL_FORMED_TEXT, loc, inputAt: at }];
    const shown = typeof key === 'string' ? toLossyText(key) : key;
    const errors = find(search, next.pointer, member, [...loc, shown], [...at, key]);
    return isIllFormed(key) && place !== undefined && hasBoundedNames(schemas, place)
      ? [{ ...ILL_FORMED_TEXT, loc: [...loc, shown, '[key]'], inputAt: [...at, key], isKey: true }, ...errors]
      : errors;
  });
}

/** Whether the keys of a dictionary have a length or a pattern: such keys pydantic reads, and refuses if they are ill-formed. */
function hasBoundedNames({ document }: Schemas, { node, pointer }: Place): boolean {
  if (!isObject(node['propertyNames'])) return false;
  const names = resolvePlace(document, toPointer(pointer, 'propertyNames')).node;
  return ['minLength', 'maxLength', 'pattern'].some((rule) => rule in names);
}

/** Returns the `loc` segment of a branch: its name, or the tag that selected it. */
function toLabel(schemas: Schemas, place: Place | undefined, branch: string, value: object): string {
  const discriminator = place?.node['discriminator'];
  const member = isObject(discriminator) ? discriminator['propertyName'] : undefined;
  const tag = typeof member === 'string' && isObject(value) ? value[member] : undefined;
  return typeof tag === 'string' ? tag : toUnionLabel(schemas.document, branch);
}

interface Member {
  readonly pointer: string | undefined;
  /** Whether any name is allowed: pydantic prints the keys of a dictionary without bounds whatever they contain. */
  readonly isKeyFree?: boolean;
}

const ANYTHING: Member = { pointer: undefined };
const ANY_ENTRY: Member = { pointer: undefined, isKeyFree: true };

/** Returns the schema of a member, or undefined if the model ignores it. */
function findMember({ node, pointer }: Place, key: string | number): Member | undefined {
  const { properties, prefixItems, items, additionalProperties: extra } = node;
  if (typeof key === 'number') {
    if (Array.isArray(prefixItems) && key < prefixItems.length) {
      return { pointer: toPointer(pointer, 'prefixItems', key) };
    }
    return items === undefined ? ANYTHING : { pointer: toPointer(pointer, 'items') };
  }
  if (isObject(properties) && Object.hasOwn(properties, key)) return { pointer: toPointer(pointer, 'properties', key) };
  if (isObject(extra)) {
    return { pointer: toPointer(pointer, 'additionalProperties'), isKeyFree: !isObject(properties) };
  }
  if (!isObject(properties)) return ANY_ENTRY;
  return extra === true ? ANYTHING : undefined;
}
