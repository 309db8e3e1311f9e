import type { Random } from '../random.ts';
import { makeDecimalBounds, makeKeys, makeLengthBounds, makeNumberBounds, makeStringBounds } from './field-bounds.ts';
import type { RevisionShape } from './revision-shape.ts';
import { makeShape, PLAIN_SHAPE, SHAPE_COUNT } from './revision-shape.ts';

/** A type as `revisions.py` builds it. */
export type FieldType =
  | { readonly kind: 'int' | 'float' | 'str'; readonly bounds?: Readonly<Record<string, number | string>> }
  | { readonly kind: 'bool' | 'datetime' | 'date' | 'uuid' | 'any' | FormatKind }
  | { readonly kind: 'decimal'; readonly bounds?: Readonly<Record<string, number>> }
  | { readonly kind: 'box'; readonly inner: FieldType }
  | { readonly kind: 'literal'; readonly values: readonly (string | number | boolean)[] }
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'optional'; readonly inner: FieldType }
  | {
      readonly kind: 'list' | 'set' | 'dict';
      readonly inner: FieldType;
      /** What a dictionary's keys have to be; any text if not given. */
      readonly keys?: FieldType;
      readonly bounds?: Readonly<Record<string, number>>;
    }
  | { readonly kind: 'tuple' | 'union'; readonly branches: readonly FieldType[] }
  | { readonly kind: 'tagged'; readonly member: string; readonly branches: readonly FieldType[] };

export interface Field {
  readonly name: string;
  readonly type: FieldType;
  /** Missing if the field is required, or if a factory makes its default, which FastAPI does not publish. */
  readonly default?: unknown;
  readonly factory?: 'list' | 'dict';
  /** The default is the model with its own defaults. */
  readonly hasModelDefault?: boolean;
}

export interface Model {
  readonly name: string;
  readonly extra: 'ignore' | 'forbid' | 'allow';
  readonly fields: readonly Field[];
}

/** A later revision of the contract: the fields that its update request adds to the published one, and how its operations are declared. */
export interface Revision {
  readonly shape: RevisionShape;
  readonly extra: Model['extra'];
  readonly fields: readonly Field[];
  readonly models: readonly Model[];
  readonly enums: readonly { readonly name: string; readonly values: readonly (string | number)[] }[];
}

/** Draws a revision. The first ones have one kind of field or of declaration each, so that none is left to chance. */
export function makeRevision(index: number, random: Random): Revision {
  const models: Model[] = [];
  const enums = [
    { name: 'Color', values: ['red', 'blue', 'low'] },
    { name: 'Level', values: [1, 2, 5] },
    { name: 'Only', values: ['x'] },
  ];

  const makeModel = (depth: number, first?: Field): FieldType => {
    const fields = Array.from({ length: 1 + random.below(3) }, (_, at) => makeField(`f${at}`, depth + 1));
    const name = `${random.pick(['Owner', 'Step', 'Note'])}${models.length}`;
    models.push({
      name,
      extra: random.pick(['ignore', 'ignore', 'forbid', 'allow']),
      fields: first === undefined ? fields : [first, ...fields],
    });
    return { kind: 'named', name };
  };

  const hasDefaults = (name: string): boolean =>
    models.find((model) => model.name === name)?.fields.every((field) => 'default' in field) === true;

  const makeTagged = (depth: number): FieldType => {
    const tags = random.pick([['a', 'b'], ['a', 'b', 'low'], ['x']]);
    if (tags.length === 1) return makeModel(depth);
    return {
      kind: 'tagged',
      member: 'kind',
      branches: tags.map((tag) => {
        const kind: Field = { name: 'kind', type: { kind: 'literal', values: [tag] } };
        // Pydantic requires the tag even if it has a default.
        return makeModel(depth, random.chance(0.3) ? { ...kind, default: tag } : kind);
      }),
    };
  };

  const makeType = (
    depth: number,
    kind: FieldKind = random.pick(depth < 2 ? NESTED_KINDS : SCALAR_KINDS),
  ): FieldType => {
    const inner = (): FieldType => makeType(depth + 1);
    switch (kind) {
      case 'int':
      case 'float':
        return { kind, ...(random.chance(0.6) ? { bounds: makeNumberBounds(kind, random) } : {}) };
      case 'str':
        return { kind, ...(random.chance(0.6) ? { bounds: makeStringBounds(random) } : {}) };
      case 'bool':
      case 'datetime':
      case 'date':
      case 'uuid':
      case 'any':
      case 'timedelta':
      case 'time':
      case 'aware':
      case 'url':
      case 'email':
      case 'ipv4':
      case 'ipv6':
      case 'ipv4_network':
      case 'ipv6_network':
      case 'uuid4':
      case 'uuid7':
      case 'json':
      case 'bytes':
      case 'path':
      case 'pattern':
      case 'password':
        return { kind };
      case 'decimal':
        return { kind, ...(random.chance(0.6) ? { bounds: makeDecimalBounds(random) } : {}) };
      case 'box':
        return {
          kind: 'union',
          branches: (['int', 'str'] as const).map((value) => ({ kind: 'box', inner: makeType(2, value) })),
        };
      case 'literal':
        return {
          kind,
          values: random.pick([['low', 'high'], ['x'], [1, 2, 5], ['a', 1], [true, 'on'], ["it's", 'a"b'], [0, false]]),
        };
      case 'enum':
        return { kind: 'named', name: random.pick(enums).name };
      case 'model':
        return makeModel(depth);
      case 'optional':
        return { kind, inner: inner() };
      case 'list':
      case 'dict':
        return {
          kind,
          inner: inner(),
          ...(kind === 'dict' && random.chance(0.5) ? { keys: makeKeys(random) } : {}),
          ...(random.chance(0.4) ? { bounds: makeLengthBounds(random) } : {}),
        };
      case 'set':
        return {
          kind,
          inner: makeType(2, random.pick(['int', 'str', 'literal', 'enum', 'uuid'])),
          ...(random.chance(0.4) ? { bounds: makeLengthBounds(random) } : {}),
        };
      case 'tuple':
        return { kind, branches: Array.from({ length: 1 + random.below(3) }, inner) };
      case 'union':
        return {
          kind,
          branches: Array.from({ length: 2 + random.below(2) }, () => makeType(depth + 1, random.pick(BRANCH_KINDS))),
        };
      case 'tagged':
        return makeTagged(depth);
    }
  };

  const makeField = (name: string, depth: number, kind?: FieldKind): Field => {
    const type = makeType(depth, kind);
    if ((type.kind === 'list' || type.kind === 'dict') && type.bounds === undefined && random.chance(0.3)) {
      return { name, type, factory: type.kind };
    }
    if (type.kind === 'named' && hasDefaults(type.name) && random.chance(0.6)) {
      return { name, type, hasModelDefault: true };
    }
    if (random.chance(0.35)) return { name, type };
    return { name, ...makeDefault(type, random) };
  };

  const only = KINDS[index];
  const isShaped = index >= KINDS.length;
  const shape = isShaped ? makeShape(index - KINDS.length, random) : PLAIN_SHAPE;
  // Without a response model FastAPI writes values that are no JSON in other forms than pydantic.
  const kinds: readonly FieldKind[] = shape.untyped === undefined ? KINDS : ['int', 'bool', 'str', 'literal'];
  const isMixed = index >= KINDS.length + SHAPE_COUNT;
  const fields = Array.from({ length: isMixed ? 3 + random.below(6) : 3 }, (_, at) =>
    makeField(`field_${at}`, shape.untyped === undefined ? 0 : 2, only ?? random.pick(kinds)),
  );
  const extra = random.pick<Model['extra']>(['ignore', 'ignore', 'ignore', 'forbid', 'allow']);
  return { shape, extra, fields, models, enums };
}

/** Texts with a format of their own. */
const FORMAT_KINDS = [
  'timedelta',
  'time',
  'aware',
  'url',
  'email',
  'ipv4',
  'ipv6',
  'ipv4_network',
  'ipv6_network',
  'uuid4',
  'uuid7',
  'json',
  'bytes',
  'path',
  'pattern',
  'password',
] as const;
type FormatKind = (typeof FORMAT_KINDS)[number];
const SCALAR_KINDS = ['int', 'float', 'bool', 'str', 'literal', 'enum', 'datetime', 'date', 'uuid'] as const;
const KINDS = [
  ...SCALAR_KINDS,
  'any',
  'model',
  'optional',
  'list',
  'dict',
  'set',
  'tuple',
  'union',
  'tagged',
  'decimal',
  'box',
  ...FORMAT_KINDS,
] as const;
/** A text with JSON comes back as what it held, which no tracker could hold as a text; so it is drawn for the update's own fields alone. */
const NESTED_KINDS: readonly FieldKind[] = KINDS.filter((kind) => kind !== 'json');
/** Not a type that takes anything, nor one that is a union by itself. */
const BRANCH_KINDS = [...SCALAR_KINDS, 'model', 'list', 'dict', 'set', 'tuple', 'tagged'] as const;
type FieldKind = (typeof KINDS)[number];

/** A default that the type allows, or null in an optional type. */
function makeDefault(type: FieldType, random: Random): { type: FieldType; default: unknown } {
  if (type.kind === 'str' && type.bounds === undefined) return { type, default: 'd' };
  if (type.kind === 'int' && type.bounds === undefined) return { type, default: 7 };
  if (type.kind === 'float' && type.bounds === undefined) return { type, default: random.pick([0.5, 1]) };
  if (type.kind === 'bool') return { type, default: random.chance(0.5) };
  if (type.kind === 'literal' && random.chance(0.5)) return { type, default: type.values[0] };
  return { type: type.kind === 'optional' ? type : { kind: 'optional', inner: type }, default: null };
}
