import type { Random } from '../random.ts';

/** How a revision declares its operations; `app.py` builds them so. */
export interface RevisionShape {
  /** The update's body: a model, `Model | None`, an embedded model, two body parameters, a union, a tagged union. */
  readonly body: 'plain' | 'optional' | 'embedded' | 'two' | 'union' | 'tagged';
  /** The update's documented success status. */
  readonly status: 200 | 201 | 202 | 204;
  readonly id: 'str' | 'int' | 'uuid';
  /** The operation that is declared without a response model, if any. */
  readonly untyped: 'update' | 'retrieve' | 'list' | undefined;
  /** Whether the list holds a smaller model than the tracker's. */
  readonly hasSmallList: boolean;
  /** The order in which the operations are declared. */
  readonly order: readonly ('retrieve' | 'update' | 'list')[];
  /** Names of query parameters of the list beside the published ones, of those that `app.py` knows. */
  readonly parameters: readonly string[];
}

const ORDER: RevisionShape['order'] = ['retrieve', 'update', 'list'];
const REVERSED: RevisionShape['order'] = ['list', 'update', 'retrieve'];
const PARAMETERS = ['literal_int', 'int_enum', 'literal_text', 'pair', 'day', 'since', 'ids', 'flag', 'amount'];

/** The shape of the published contract. */
export const PLAIN_SHAPE: RevisionShape = {
  body: 'plain',
  status: 200,
  id: 'str',
  untyped: undefined,
  hasSmallList: false,
  order: ORDER,
  parameters: [],
};

/** One shape for each kind of declaration, so that none is left to chance. */
const SHAPES: readonly Partial<RevisionShape>[] = [
  { body: 'optional' },
  { body: 'embedded' },
  { body: 'two' },
  { body: 'union' },
  { body: 'tagged' },
  { status: 201 },
  { status: 202 },
  { status: 204 },
  { id: 'int' },
  { id: 'uuid' },
  { untyped: 'update' },
  { untyped: 'retrieve' },
  { untyped: 'list' },
  { hasSmallList: true, order: REVERSED },
  { parameters: PARAMETERS },
];

/** How many revisions have one kind of declaration each. */
export const SHAPE_COUNT: number = SHAPES.length;

/** The shape with this number; beyond those, one with kinds drawn together. */
export function makeShape(index: number, random: Random): RevisionShape {
  const only = SHAPES[index];
  if (only !== undefined) return { ...PLAIN_SHAPE, ...only };
  return {
    body: random.pick(['plain', 'plain', 'optional', 'embedded', 'two', 'union', 'tagged']),
    status: random.pick([200, 200, 201, 202]),
    id: random.pick(['str', 'str', 'int', 'uuid']),
    untyped: undefined,
    hasSmallList: random.chance(0.3),
    order: random.pick([ORDER, REVERSED]),
    parameters: random.sample(PARAMETERS, random.below(3)),
  };
}
