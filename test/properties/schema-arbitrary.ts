import * as fc from 'fast-check';

/** Schemas that have a value: every kind of bound, unions, and references, which may be recursive. */
export interface SchemaNode {
  readonly [keyword: string]: unknown;
}

/** The names of the component schemas that others may refer to. */
export const COMPONENTS = ['A', 'B', 'C'] as const;

const NAMES = ['id', 'task_id', 'name', 'a b', 'status', 'constructor', 'created_at'];
const FORMATS = ['date-time', 'date', 'time', 'uuid', 'email', 'uri', 'ipv4', 'duration', 'unknown'];

/** Pieces of patterns, all in the syntax that RE2, Rust and JavaScript share. */
const PIECES = [
  '[a-z0-9]',
  String.raw`\d`,
  'x',
  '(?:ab|c)',
  String.raw`[^\s/]`,
  '.',
  String.raw`\.`,
  '[A-Z_]',
  String.raw`\w`,
];
const REPEATS = ['', '', '+', '*', '?', '{2}', '{1,3}', '{2,}'];

const pattern: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('^', ''),
    fc.array(fc.tuple(fc.constantFrom(...PIECES), fc.constantFrom(...REPEATS)), { minLength: 1, maxLength: 4 }),
    fc.constantFrom('$', ''),
  )
  .map(([start, parts, end]) => start + parts.map((part) => part.join('')).join('') + end);

const text: fc.Arbitrary<SchemaNode> = fc.oneof(
  fc.record({ minLength: fc.nat(40), more: fc.nat(40), hasMost: fc.boolean() }).map(({ minLength, more, hasMost }) => ({
    type: 'string',
    minLength,
    ...(hasMost ? { maxLength: minLength + more } : {}),
  })),
  fc.constantFrom(...FORMATS).map((format) => ({ type: 'string', format })),
  pattern.map((value) => ({ type: 'string', pattern: value })),
);

const number: fc.Arbitrary<SchemaNode> = fc
  .record({
    type: fc.constantFrom('integer', 'number'),
    least: fc.integer({ min: -1000, max: 1000 }),
    step: fc.integer({ min: 1, max: 9 }),
    keywords: fc.uniqueArray(
      fc.constantFrom('minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'),
    ),
  })
  .map(({ type, least, step, keywords }) => {
    // Two multiples apart, so that one is inside of the bounds.
    const values: SchemaNode = {
      minimum: least,
      exclusiveMinimum: least,
      maximum: least + 2 * step,
      exclusiveMaximum: least + 2 * step,
      multipleOf: step,
    };
    return { type, ...Object.fromEntries(keywords.map((keyword) => [keyword, values[keyword]])) };
  });

const simple: fc.Arbitrary<SchemaNode> = fc.oneof(
  text,
  number,
  fc.constantFrom<SchemaNode>({ type: 'boolean' }, { type: 'null' }, {}, { const: 'only' }, { enum: ['a', 1, null] }),
);

const reference: fc.Arbitrary<SchemaNode> = fc
  .constantFrom(...COMPONENTS)
  .map((name) => ({ $ref: `#/components/schemas/${name}` }));

/** A member that may be another component, or the same again. A union outside of an object must not refer to itself. */
const referring: fc.Arbitrary<SchemaNode> = fc.oneof(
  reference,
  reference.map((branch) => ({ anyOf: [branch, { type: 'null' }] })),
);

/** A wrong example must not reach a sample. */
function withExample(schema: fc.Arbitrary<SchemaNode>): fc.Arbitrary<SchemaNode> {
  return fc
    .tuple(schema, fc.constantFrom('examples', 'example', 'default', undefined, undefined, undefined), fc.jsonValue())
    .map(([node, keyword, value]) =>
      keyword === undefined ? node : { ...node, [keyword]: keyword === 'examples' ? [value] : value },
    );
}

const { schema } = fc.letrec<{ schema: SchemaNode; object: SchemaNode }>((tie) => ({
  object: fc
    .record({
      properties: fc.dictionary(fc.constantFrom(...NAMES), tie('schema'), { maxKeys: 4, noNullPrototype: true }),
      optional: fc.dictionary(fc.constantFrom('next', 'other'), referring, { maxKeys: 1, noNullPrototype: true }),
      required: fc.subarray(NAMES),
      more: fc.oneof(fc.constant(undefined), fc.boolean(), tie('schema')),
      least: fc.nat(3),
    })
    .map(({ properties, optional, required, more, least }) => ({
      type: 'object',
      properties: { ...properties, ...optional },
      required: required.filter((name) => Object.hasOwn(properties, name)),
      ...(more === undefined ? {} : { additionalProperties: more }),
      ...(more === false ? {} : { minProperties: least }),
    })),
  schema: withExample(
    fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      simple,
      tie('object'),
      fc
        .record({ items: fc.oneof(tie('schema'), simple), minItems: fc.nat(3), more: fc.nat(3) })
        .map(({ items, minItems, more }) => ({ type: 'array', items, minItems, maxItems: minItems + more })),
      reference.map((items) => ({ type: 'array', items })),
      fc.array(tie('schema'), { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
      fc.array(tie('object'), { minLength: 1, maxLength: 3 }).map((branches) => ({
        oneOf: branches.map((branch, index) => withKind(branch, `kind-${index}`)),
      })),
    ),
  ),
}));

/** A branch of a union that is told from the others by a member. */
function withKind(branch: SchemaNode, kind: string): SchemaNode {
  const { properties, required } = branch as { readonly properties: object; readonly required: readonly string[] };
  return { ...branch, properties: { ...properties, kind: { const: kind } }, required: [...required, 'kind'] };
}

/** The component schemas of a contract. */
export const components: fc.Arbitrary<Record<(typeof COMPONENTS)[number], SchemaNode>> = fc.record({
  A: schema,
  B: schema,
  C: schema,
});
