import { withDecimal } from './decimal-schema.ts';
import { mapDocument, walkDocument } from './document-walk.ts';
import type { ContractDocument, JsonObject } from './document.ts';
import { isObject, toReferencedPointer } from './document.ts';
import { findByPointer, toPointer } from './json-pointer.ts';
import { isAnnotation, mergeSchemas } from './merge-all-of.ts';
import { splitTypes } from './type-list.ts';

/**
 * Rewrites a document's schemas into the forms that pydantic publishes, so that other code handles one form only: no `nullable`,
 * which OpenAPI 3.1 does not have; one type per schema; the fields of an `allOf` in one model; a union that requires its tag; and dictionaries
 * that restrict their keys with `propertyNames`.
 *
 * Apart from the last two, which pydantic enforces without publishing them, the rewritten schemas allow the same values. Returns the
 * document itself if there is nothing to rewrite.
 */
export function toPlainDocument(document: ContractDocument): ContractDocument {
  const targets = listTargets(document);
  // A schema that contains the target of a reference is not moved.
  const isReferencedWithin = (pointer: string): boolean => targets.some((target) => target.startsWith(`${pointer}/`));
  const mergeAllOf = createAllOfMerger(document, isReferencedWithin);
  return mapDocument(document, (node, pointer) => {
    const merged = mergeAllOf(withoutNullable(node), pointer);
    const split = Array.isArray(merged['type']) && !isReferencedWithin(pointer) ? splitTypes(merged) : merged;
    return withUrlFormat(
      withContentFormat(withKeyNames(withRequiredTag(withDecimal(split, isReferencedWithin(pointer))))),
    );
  });
}

function listTargets(document: ContractDocument): string[] {
  const targets = new Set<string>();
  walkDocument(document, ({ $ref: reference }) => {
    if (typeof reference === 'string') targets.add(toReferencedPointer(reference) ?? '');
  });
  return [...targets];
}

function withoutNullable(node: JsonObject): JsonObject {
  if (!Object.hasOwn(node, 'nullable')) return node;
  const { nullable: _, ...others } = node;
  return others;
}

type MergeAllOf = (node: JsonObject, pointer: string) => JsonObject;

/** Merges the parts of an `allOf`, and the keywords beside a `$ref`, which apply as well. */
function createAllOfMerger(document: ContractDocument, isReferencedWithin: (pointer: string) => boolean): MergeAllOf {
  const known = new WeakMap<JsonObject, JsonObject>();
  const merge = (node: JsonObject): JsonObject => {
    let merged = known.get(node);
    if (merged === undefined) {
      merged = mergeNew(node);
      known.set(node, merged);
    }
    return merged;
  };
  const mergeNew = (node: JsonObject): JsonObject => {
    const { allOf, $ref: reference, ...own } = node;
    const given: unknown[] = [
      ...(reference === undefined ? [] : [{ $ref: reference }]),
      ...(Array.isArray(allOf) ? (allOf as readonly unknown[]) : []),
    ];
    const rules = Object.keys(own).filter((keyword) => !isAnnotation(keyword));
    const [only] = given;
    // A reference with only a title or a default beside it is kept, since the name of its target matters.
    if (
      given.length === 1 &&
      rules.length === 0 &&
      isObject(only) &&
      Object.keys(only).every((key) => key === '$ref')
    ) {
      return { ...only, ...own };
    }
    const parts = given.map((part) => (isObject(part) ? findWhole(part) : undefined));
    if (parts.some((part) => part === undefined)) return node;
    return mergeSchemas([...(parts as JsonObject[]), own]) ?? node;
  };
  /** Returns a part with its references resolved, or undefined if it cannot be written as one schema. */
  const findWhole = (part: JsonObject): JsonObject | undefined => {
    const { $ref: reference, ...own } = part;
    if (typeof reference !== 'string') {
      const merged = merge(withoutNullable(part));
      return 'allOf' in merged ? undefined : merged;
    }
    const target = findByPointer(document, toReferencedPointer(reference) ?? '');
    const whole = isObject(target) ? findWhole(target) : undefined;
    if (whole === undefined) return undefined;
    // Annotations such as title and default are those of the part itself.
    const rules = Object.fromEntries(Object.entries(whole).filter(([keyword]) => !isAnnotation(keyword)));
    return mergeSchemas([rules, own]);
  };
  return (node, pointer) => {
    const hasMore =
      'allOf' in node || ('$ref' in node && Object.keys(node).some((key) => key !== '$ref' && !isAnnotation(key)));
    if (!hasMore || isReferencedWithin(toPointer(pointer, 'allOf'))) return node;
    return merge(node);
  };
}

/** Pydantic requires the tag of a tagged union even if each model has a default for it. */
function withRequiredTag(node: JsonObject): JsonObject {
  const { discriminator, oneOf, anyOf, required, properties } = node;
  const tag = isObject(discriminator) ? discriminator['propertyName'] : undefined;
  if (typeof tag !== 'string' || !Array.isArray(oneOf ?? anyOf) || properties !== undefined) return node;
  const known: unknown[] = Array.isArray(required) ? required : [];
  return known.includes(tag) ? node : { ...node, required: [...known, tag] };
}

/** Pydantic publishes the pattern of a dictionary's keys as that of their values, and refuses any other key. */
function withKeyNames(node: JsonObject): JsonObject {
  const { patternProperties, properties, additionalProperties, propertyNames: given, ...others } = node;
  const patterns = isObject(patternProperties) ? Object.keys(patternProperties) : [];
  const isKeyed = properties === undefined && patterns.length === 1 && additionalProperties !== true;
  if (given === undefined && !(isKeyed && !isObject(additionalProperties))) return node;
  const names = isObject(given) ? { ...given } : {};
  if (given !== undefined && !isObject(given)) return node;
  if (!['type', '$ref', 'enum', 'const', 'anyOf', 'oneOf', 'allOf'].some((keyword) => keyword in names)) {
    names['type'] = 'string';
  }
  if (!isKeyed || isObject(additionalProperties) || 'pattern' in names || '$ref' in names) {
    return { ...node, propertyNames: names };
  }
  return { ...others, patternProperties, propertyNames: { ...names, pattern: patterns[0] } };
}

/** Media types of a string's content that correspond to one of pydantic's formats. */
const CONTENT_FORMATS: ReadonlyMap<unknown, string> = new Map([
  ['application/json', 'json-string'],
  ['application/octet-stream', 'binary'],
]);

function withContentFormat(node: JsonObject): JsonObject {
  const format = CONTENT_FORMATS.get(node['contentMediaType']);
  return format === undefined || node['type'] !== 'string' || 'format' in node ? node : { ...node, format };
}

/** Pydantic publishes an `HttpUrl`, which allows two schemes only, as a URI of this length. */
const HTTP_URL_LENGTH = 2083;

function withUrlFormat(node: JsonObject): JsonObject {
  const isHttp = node['format'] === 'uri' && node['maxLength'] === HTTP_URL_LENGTH && node['minLength'] === 1;
  return isHttp ? { ...node, format: 'http-uri' } : node;
}
