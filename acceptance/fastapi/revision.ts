import type { Random } from '../random.ts';

/** A type as `revisions.py` builds it. */
export type FieldType =
  | { readonly kind: 'int' | 'float' | 'str'; readonly bounds?: Readonly<Record<string, number | string>> }
  | { readonly kind: 'bool' | 'datetime' | 'date' | 'uuid' | 'any' }
  | { readonly kind: 'literal'; readonly values: readonly (string | number | boolean)[] }
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'optional'; readonly inner: FieldType }
  | {
      readonly kind: 'list' | 'set' | 'dict';
      readonly inner: FieldType;
      readonly bounds?: Readonly<Record<string, number>>;
    }
  | { readonly kind: 'tuple' | 'union'; readonly branches: readonly FieldType[] }
  | { readonly kind: 'tagged'; readonly member: string; readonly branches: readonly FieldType[] };

export interface Field {
  readonly name: string;
  readonly type: FieldType;
  /** Not there where the field is required. */
  readonly default?: unknown;
}

export interface Model {
  readonly name: string;
  readonly extra: 'ignore' | 'forbid' | 'allow';
  readonly fields: readonly Field[];
}

/** A later revision of the contract: what its update request has more than the published one. */
export interface Revision {
  readonly extra: Model['extra'];
  readonly fields: readonly Field[];
  readonly models: readonly Model[];
  readonly enums: readonly { readonly name: string; readonly values: readonly (string | number)[] }[];
}

/** Draws a revision. The first ones have one kind of field each, so that none is left to chance. */
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

  const makeTagged = (depth: number): FieldType => {
    const tags = random.pick([['a', 'b'], ['a', 'b', 'low'], ['x']]);
    if (tags.length === 1) return makeModel(depth);
    return {
      kind: 'tagged',
      member: 'kind',
      branches: tags.map((tag) => makeModel(depth, { name: 'kind', type: { kind: 'literal', values: [tag] } })),
    };
  };

  const makeType = (depth: number, kind = random.pick(depth < 2 ? KINDS : SCALAR_KINDS)): FieldType => {
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
        return { kind };
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
        return { kind, inner: inner(), ...(random.chance(0.4) ? { bounds: makeLengthBounds(random) } : {}) };
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
    if (random.chance(0.35)) return { name, type };
    return { name, ...makeDefault(type, random) };
  };

  const only = KINDS[index];
  const fields = Array.from({ length: only === undefined ? 3 + random.below(6) : 3 }, (_, at) =>
    makeField(`field_${at}`, 0, only),
  );
  return { extra: random.pick(['ignore', 'ignore', 'ignore', 'forbid', 'allow']), fields, models, enums };
}

const SCALAR_KINDS = ['int', 'float', 'bool', 'str', 'literal', 'enum', 'datetime', 'date', 'uuid'] as const;
const KINDS = [...SCALAR_KINDS, 'any', 'model', 'optional', 'list', 'dict', 'set', 'tuple', 'union', 'tagged'] as const;
/** Not a type that takes anything, nor one that is a union by itself. */
const BRANCH_KINDS = [...SCALAR_KINDS, 'model', 'list', 'dict', 'set', 'tuple', 'tagged'] as const;
type FieldKind = (typeof KINDS)[number];

function makeNumberBounds(kind: 'int' | 'float', random: Random): Record<string, number> {
  const low = random.pick([0, 1, -5, 10]);
  const high = low + random.pick([2, 5, 50, 90]);
  const step = random.pick(kind === 'int' ? [2, 5] : [0.5, 0.25, 2]);
  const bounds: Record<string, number>[] = [
    { ge: low },
    { gt: low },
    { le: high },
    { lt: high },
    { ge: low, le: high },
    { gt: low, lt: high },
    { multiple_of: step },
    { multiple_of: step, ge: low },
  ];
  if (kind === 'float') bounds.push({ ge: 0.1, lt: 0.75 }, { gt: -1e-7, le: 1e16 });
  return random.pick(bounds);
}

function makeStringBounds(random: Random): Record<string, number | string> {
  const pattern = random.pick([
    '^[A-Z]{3}$',
    '^[a-z]+$',
    String.raw`^\d+$`,
    String.raw`^\w+$`,
    '^[^a]',
    'b',
    String.raw`^v\d+\.\d+$`,
    "^it's$",
    '^.$',
    String.raw`^\S+\s?$`,
    String.raw`\bab`,
    String.raw`(?i)^[a-z&&[^k]]\B`,
    String.raw`\w\b$`,
  ]);
  return random.pick<Record<string, number | string>>([
    { min_length: 1 },
    { max_length: 3 },
    { min_length: 1, max_length: 4 },
    { min_length: 2 },
    { pattern },
    { pattern, max_length: 5 },
  ]);
}

function makeLengthBounds(random: Random): Record<string, number> {
  return random.pick<Record<string, number>>([
    { min_length: 1 },
    { max_length: 2 },
    { min_length: 1, max_length: 3 },
    { min_length: 2 },
    { min_length: 2, max_length: 2 },
  ]);
}

/** A default that the type allows, or null in an optional type. */
function makeDefault(type: FieldType, random: Random): { type: FieldType; default: unknown } {
  if (type.kind === 'str' && type.bounds === undefined) return { type, default: 'd' };
  if (type.kind === 'int' && type.bounds === undefined) return { type, default: 7 };
  if (type.kind === 'float' && type.bounds === undefined) return { type, default: random.pick([0.5, 1]) };
  if (type.kind === 'bool') return { type, default: random.chance(0.5) };
  if (type.kind === 'literal' && random.chance(0.5)) return { type, default: type.values[0] };
  return { type: type.kind === 'optional' ? type : { kind: 'optional', inner: type }, default: null };
}
