import { findBodySchema } from './body-schema.ts';
import type { Answers } from './compare.ts';
import type { KnownName } from './known-differences.ts';
import { parseExactly } from './parse-exactly.ts';
import { toItems } from './set-items.ts';
import type { SchemaNode } from './values.ts';
import { resolve } from './values.ts';
import { hasWholeFloat } from './whole-floats.ts';

/** The known differences between two trackers that came back; undefined if they do not account for all. */
export function accountForReply({ request, oracle, mock }: Answers, document: SchemaNode): KnownName[] | undefined {
  const names = new Set<KnownName>();

  const sent = request.body?.toString() ?? '';

  /** With what the contract says of this place, union by union. */
  const compare = (a: unknown, b: unknown, schemas: readonly SchemaNode[], place: Place): boolean => {
    if (isAlike(a, b, schemas, place)) return true;
    // In another branch of a union the whole looks otherwise.
    const isObject = [a, b].every((value) => typeof value === 'object' && value !== null);
    return isObject && isUnion(schemas) && hasWholeFloat(sent, place) && names.add('whole-float').size > 0;
  };
  const isAlike = (a: unknown, b: unknown, schemas: readonly SchemaNode[], place: Place): boolean => {
    if (Object.is(a, b)) return true;
    if (a === 0 && b === 0) return names.add('negative-zero').size > 0;
    if (typeof a === 'boolean' && typeof b === 'number') {
      return Number(a) === b && names.add('equal-in-python').size > 0;
    }
    if (typeof a === 'number' && typeof b === 'boolean') {
      return a === Number(b) && names.add('equal-in-python').size > 0;
    }
    if (typeof a === 'bigint' || typeof b === 'bigint') {
      return Number(a) === Number(b) && names.add('large-integer').size > 0;
    }
    if (typeof b === 'string' && isConverted(a, b)) {
      const types = new Set(schemas.map(({ type }) => type));
      const isOther = types.has(typeof a) || (typeof a === 'number' && types.has('integer'));
      return isOther && types.has('string') && names.add('converted').size > 0;
    }
    const formats = new Set(schemas.map(({ format }) => format));
    if (typeof a === 'string' && typeof b === 'number') {
      return (formats.has('date') || formats.has('date-time')) && names.add('converted').size > 0;
    }
    if (typeof a === 'string' && typeof b === 'string') {
      const isDecimal = schemas.some(({ pattern }) => String(pattern).startsWith('^(?!^[-+.]*$)'));
      if (isDecimal && Number(a) === Number(b)) {
        if (/\.0$|E/.test(a)) return names.add('whole-float').size > 0;
        if (Math.abs(Number(a)) >= 2 ** 53) return names.add('large-integer').size > 0;
      }
      // Midnight and its day.
      const isDate = [
        [a, b],
        [b, a],
      ].some(([day, time]) => time?.startsWith(`${day}T00:00:00`) === true);
      return isDate && formats.has('date') && formats.has('date-time') && names.add('format').size > 0;
    }
    if (Array.isArray(a) && Array.isArray(b)) {
      const items = schemas
        .flatMap((schema) => [schema['items'], ...toList(schema['prefixItems'])])
        .flatMap((schema) => listBranches(document, schema));
      const isSame = (item: unknown, index: number): boolean => compare(item, b[index], items, [...place, index]);
      if (a.length === b.length && a.every(isSame)) return true;
      if (!schemas.some((schema) => schema['uniqueItems'] === true)) return false;
      if (isPermutation(a, b)) return names.add('set-order').size > 0;
      return a.length < b.length && isPermutation(toItems(a), toItems(b)) && names.add('repeats').size > 0;
    }
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
    const [left, right] = [Object.entries(a), b as SchemaNode];
    if (left.length !== Object.keys(right).length) return false;
    const lossy = new Map(Object.keys(right).map((key) => [toLossy(key), key]));
    return left.every(([name, member]) => {
      const key = lossy.get(name);
      if (key === undefined) return false;
      if (key !== name) names.add('surrogate-key');
      const below = schemas.flatMap((schema) => [
        (schema['properties'] as SchemaNode | undefined)?.[key],
        schema['additionalProperties'],
      ]);
      return compare(
        member,
        right[key],
        below.flatMap((schema) => listBranches(document, schema)),
        [...place, key],
      );
    });
  };

  const tracker = listBranches(document, { $ref: '#/components/schemas/AgentTaskTracker' });
  const [a, b] = [parseExactly(oracle.body), parseExactly(mock.body)];
  if (typeof a !== 'object' || typeof b !== 'object') return undefined;
  // Then pydantic may take another model for the whole body.
  if (isUnion(listBranches(document, findBodySchema(document))) && hasLargeFloat(sent)) return ['large-integer'];
  const isAccounted = compare({ ...a, updated_at: null }, { ...b, updated_at: null }, tracker, []);
  return isAccounted && names.size > 0 ? [...names] : undefined;
}

/** Whether a text of JSON has a float of more than 64 bits, which pydantic takes for no integer. */
function hasLargeFloat(text: string): boolean {
  const floats = text.match(/-?\d+(?:\.\d+(?:e[+-]?\d+)?|e[+-]?\d+)/gi) ?? [];
  return floats.some((float) => Math.abs(Number(float)) >= 2 ** 63);
}

type Place = readonly (string | number)[];

/** Whether a place may hold objects or lists of more than one kind. */
function isUnion(schemas: readonly SchemaNode[]): boolean {
  return schemas.filter(({ type }) => type === 'object' || type === 'array').length > 1;
}

/** A text as pydantic prints it: a lone surrogate would be three bytes, each of which is no UTF-8. */
function toLossy(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, '\ufffd'.repeat(3));
}

function toList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Returns a schema and, if it is a union, its branches. */
function listBranches(document: SchemaNode, schema: unknown): SchemaNode[] {
  const node = resolve(document, schema);
  return [
    node,
    ...[...toList(node['anyOf']), ...toList(node['oneOf'])].flatMap((branch) => listBranches(document, branch)),
  ];
}

/** Whether pydantic makes this of a text. */
function isConverted(value: unknown, text: string): boolean {
  if (typeof value === 'boolean') {
    return (value ? /^(?:1|t|true|y|yes|on)$/i : /^(?:0|f|false|n|no|off)$/i).test(text);
  }
  return typeof value === 'number' && text.trim() !== '' && Number(text) === value;
}

function isPermutation(a: readonly unknown[], b: readonly unknown[]): boolean {
  const toText = (item: unknown): string =>
    JSON.stringify(item, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value));
  const sort = (items: readonly unknown[]): string => JSON.stringify(items.map(toText).toSorted());
  return sort(a) === sort(b);
}
