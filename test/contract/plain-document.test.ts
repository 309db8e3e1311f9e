import { describe, expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load-contract.ts';
import { toPlainDocument } from '../../src/contract/plain-document.ts';
import { createTrackerMock } from '../../src/index.ts';
import { catchMockError } from '../catch-mock-error.ts';
import type { Answer } from '../suite/client.ts';
import { handle, toMessage } from '../suite/client.ts';
import { addField, createSmallContract, createSmallContractWorld } from './small-contract.ts';

const BASE = {
  type: 'object',
  required: ['g'],
  properties: { g: { type: 'string' }, h: { type: 'number', default: 1 } },
};
const SCHEMAS = {
  Base: BASE,
  Derived: {
    type: 'object',
    allOf: [{ $ref: '#/components/schemas/Base' }],
    required: ['i'],
    properties: { i: { type: 'string' }, self: { $ref: '#/components/schemas/Derived' } },
  },
  Closed: { type: 'object', properties: { c: { type: 'integer' } }, additionalProperties: false },
  Neither: { allOf: [{ not: { const: 1 } }, { not: { const: 2 } }] },
};

/** What becomes of a value in a field of the schema: a reply's field, or the 422's type and place of each mistake. */
function put(schema: object, value: unknown): unknown {
  const contract = createSmallContract();
  addField(contract, 'added', schema);
  Object.assign(contract.components.schemas, SCHEMAS);
  const mock = createTrackerMock({ contract, fixtures: createSmallContractWorld() });
  const { status, json }: Answer = handle(mock, toMessage('PUT /tracker/t-1', { json: { added: value } }));
  if (status === 200) return (json as { added: unknown }).added;
  const { detail } = json as { detail: readonly { type: string; loc: readonly unknown[] }[] };
  return detail.map(({ type, loc }) => `${type} ${loc.slice(2).join('.')}`.trim());
}

describe('PUT /tracker/{tracker_id} by an allOf', () => {
  test.each([
    ['fields of both', { g: 'G', h: 2, i: 'I', z: 1 }, { g: 'G', h: 2, i: 'I' }],
    ['a default of the base', { g: 'G', i: 'I' }, { g: 'G', h: 1, i: 'I' }],
    ['what the base asks for', { i: 'I' }, ['missing g']],
    ['what both ask for, the base first', {}, ['missing g', 'missing i']],
    ['a model within itself', { g: 'G', i: 'I', self: { i: 'I' } }, ['missing self.g']],
    ['a value of another type once', 'x', ['model_attributes_type']],
  ])('beside properties takes %s', (_, value, expected) => {
    expect(put({ $ref: '#/components/schemas/Derived' }, value)).toEqual(expected);
  });

  test.each([
    [
      'one reference with a default',
      { allOf: [{ $ref: '#/components/schemas/Base' }], default: { g: 'x' } },
      {},
      ['missing g'],
    ],
    [
      'a reference beside properties',
      { $ref: '#/components/schemas/Base', properties: { i: { type: 'string' } } },
      { g: 'G', i: 5 },
      ['string_type i'],
    ],
    [
      'bounds of one number',
      {
        allOf: [
          { type: 'number', minimum: 1 },
          { type: 'integer', minimum: 3 },
        ],
      },
      2,
      ['greater_than_equal'],
    ],
    ['one type said twice', { allOf: [{ type: 'integer' }, { type: 'integer', maximum: 9 }] }, 'x', ['int_parsing']],
    [
      'one field said twice',
      { allOf: [{ properties: { a: { type: 'integer' } } }, { properties: { a: { type: 'integer', minimum: 1 } } }] },
      { a: 'x' },
      ['int_parsing a'],
    ],
    [
      'the same mistake in parts that are not one schema',
      {
        allOf: [
          { type: 'integer', not: { const: 1 } },
          { type: 'integer', not: { const: 2 } },
        ],
      },
      'x',
      ['int_parsing'],
    ],
    [
      'a part that allows nothing else',
      { allOf: [{ $ref: '#/components/schemas/Closed' }, { $ref: '#/components/schemas/Base' }] },
      { c: 1, g: 'G' },
      ['extra_forbidden g'],
    ],
  ])('says of %s what is wrong once', (_, schema, value, expected) => {
    expect(put(schema, value)).toEqual(expected);
  });

  test.each([
    ['the smaller of two maxima', { allOf: [{ type: 'number', maximum: 5 }, { maximum: 3 }] }, 4, ['less_than_equal']],
    [
      'the larger of two minima',
      { allOf: [{ type: 'number', minimum: 5 }, { minimum: 3 }] },
      4,
      ['greater_than_equal'],
    ],
    ['an integer that is a number', { allOf: [{ type: 'integer' }, { type: 'number' }] }, 3.5, ['int_from_float']],
    ['a number that is an integer', { allOf: [{ type: 'number' }, { type: 'integer' }] }, 3.5, ['int_from_float']],
    [
      'the types that both lists have',
      { allOf: [{ type: ['integer', 'string'] }, { type: ['string', 'integer', 'null'] }] },
      null,
      ['int_type int', 'string_type str'],
    ],
    ['types that exclude each other', { allOf: [{ type: 'integer' }, { type: 'string' }] }, 4, ['string_type']],
    [
      'a field that a reference needs',
      { $ref: '#/components/schemas/Base', required: ['h'] },
      { g: 'G' },
      ['missing h'],
    ],
  ])('asks for %s', (_, schema, value, expected) => {
    expect(put(schema, value)).toEqual(expected);
  });

  // Merged, each keyword would apply to those of the other part.
  test.each([
    [{ allOf: [{ if: { minimum: 5 }, then: { multipleOf: 5 } }, { else: { minimum: 100 } }] }, 1, 1],
    [{ allOf: [{ if: { minimum: 5 }, then: { multipleOf: 5 } }, { else: { minimum: 100 } }] }, 7, ['value_error']],
    [{ allOf: [{ prefixItems: [{ type: 'integer' }] }, { items: { type: 'integer' } }] }, [1, 2], [1, 2]],
    [{ allOf: [{ prefixItems: [{ type: 'integer' }] }, { items: { type: 'string' } }] }, [1, 'x'], ['value_error']],
    [{ allOf: [{ contains: { const: 'a' } }, { maxContains: 1 }] }, ['a', 'a'], ['a', 'a']],
    [{ allOf: [{ maxContains: 1 }, { minContains: 0 }] }, ['a', 'a'], ['a', 'a']],
  ])('keeps apart the parts of %j, which takes %j', (schema, value, expected) => {
    expect(put(schema, value)).toEqual(expected);
  });

  test.each([
    ['itself', { allOf: [{ allOf: SCHEMAS.Neither.allOf }, { type: 'integer' }] }],
    ['a reference', { $ref: '#/components/schemas/Neither', type: 'integer' }],
    ['a reference to it', { allOf: [{ $ref: '#/components/schemas/Neither' }, { type: 'integer' }] }],
  ])('keeps a part whose own parts are not one schema, by %s', (_, schema) => {
    expect([1, 2, 3].map((value) => put(schema, value))).toEqual([['value_error'], ['value_error'], 3]);
  });

  test('refuses a reference to a schema that is not an object', () => {
    const contract = createSmallContract();
    Object.assign(contract.components.schemas, { Flag: true });
    addField(contract, 'added', { $ref: '#/components/schemas/Flag', type: 'integer' });
    expect(catchMockError(() => createTrackerMock({ contract })).message).toBe(
      'Failed to load the contract: #/components/schemas/Flag is not an object.',
    );
  });

  test('keeps the fields of every part that cannot be merged', () => {
    const parts = [
      { properties: { a: { type: 'integer' } }, not: { required: ['x'] } },
      { properties: { b: { type: 'integer' } }, not: { required: ['y'] } },
    ];
    expect(put({ type: 'object', allOf: parts }, { a: 1, b: 2, c: 3 })).toEqual({ a: 1, b: 2 });
  });
});

describe('PUT /tracker/{tracker_id} by a list of types', () => {
  test.each([
    [{ type: ['string', 'null'], maxLength: 2 }, null, null],
    [{ type: ['string', 'null'], maxLength: 2 }, 'abc', ['string_too_long']],
    [{ type: ['string', 'integer'], minimum: 3 }, 2, ['string_type str', 'greater_than_equal constrained-int']],
    [{ type: ['integer', 'null'], enum: [1, 2] }, null, ['literal_error']],
    [{ type: ['integer', 'null'], enum: [1, null] }, null, null],
    [{ type: ['integer'] }, 'x', ['int_parsing']],
    [{ type: ['object', 'null'], properties: { a: { type: 'integer', default: 5 } } }, {}, { a: 5 }],
    [{ type: ['integer', 'null'], enum: ['x'] }, 1, ['literal_error']],
    [{ type: ['integer', 'null'], enum: [null] }, 1, ['none_required']],
    [{ type: ['array', 'object'], enum: [[1], { a: 1 }] }, [1], [1]],
    [
      { type: ['array', 'object'], enum: [[1], { a: 1 }] },
      [2],
      ['literal_error literal[[1]]', "literal_error literal[{'a': 1}]"],
    ],
    // A whole number belongs to the integers, if they are listed.
    [{ type: ['number', 'integer'], enum: [1, 1.5] }, 2, ['literal_error literal[1.5]', 'literal_error literal[1]']],
    [
      { type: ['number', 'string'], enum: [1, 1.5, 'x'] },
      2,
      ['literal_error literal[1,1.5]', "literal_error literal['x']"],
    ],
    // A rule that belongs to no single type.
    [{ type: ['integer', 'string'], not: { const: 'x' } }, 'y', 'y'],
    [{ type: ['integer', 'string'], not: { const: 'x' } }, 'x', ['value_error']],
  ])('%j takes %j as a union does', (schema, value, expected) => {
    expect(put(schema, value)).toEqual(expected);
  });
});

describe('PUT /tracker/{tracker_id} by nullable, which is not a keyword of OpenAPI 3.1', () => {
  test.each([
    [{ type: 'string', nullable: true }, null, ['string_type']],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }], nullable: true }, null, null],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }], nullable: false }, null, null],
    [{ type: 'object', properties: { nullable: { type: 'integer' } } }, { nullable: 1 }, { nullable: 1 }],
  ])('%j takes %j', (schema, value, expected) => {
    expect(put(schema, value)).toEqual(expected);
  });
});

describe('PUT /tracker/{tracker_id} by a tagged union', () => {
  const model = (tag: object): object => ({ type: 'object', properties: { kind: tag, a: { type: 'integer' } } });

  test.each([
    ['no mapping', {}, ["'x', 1, 'y'"]],
    ['a mapping in another order', { mapping: { y: '#/none', x: '#/none' } }, ["'x', 1, 'y'"]],
  ])('lists the tags in the order of the branches with %s', (_, more, expected) => {
    const contract = createSmallContract();
    const oneOf = [model({ enum: ['x', 1] }), model({ const: 'y' })];
    addField(contract, 'added', { oneOf, discriminator: { propertyName: 'kind', ...more } });
    const mock = createTrackerMock({ contract, fixtures: createSmallContractWorld() });
    const answer = handle(mock, toMessage('PUT /tracker/t-1', { json: { added: { kind: 'z' } } }));
    const { detail } = answer.json as { detail: { ctx: { expected_tags: string } }[] };
    expect(detail.map(({ ctx }) => ctx.expected_tags)).toEqual(expected);
  });

  test('uses the schemas’ names as tags if nothing else defines them', () => {
    const refs = ['Base', 'Closed'].map((name) => ({ $ref: `#/components/schemas/${name}` }));
    expect(put({ oneOf: refs, discriminator: { propertyName: 'kind' } }, { kind: 'Base' })).toEqual(['missing Base.g']);
  });
});

describe('PUT /tracker/{tracker_id} requires the tag of a union once', () => {
  const model = (kind: string): object => ({ type: 'object', properties: { kind: { const: kind } } });
  const discriminator = { propertyName: 'kind' };

  test.each([
    ['oneOf', { oneOf: [model('a'), model('b')], discriminator }],
    ['anyOf', { anyOf: [model('a'), model('b')], discriminator }],
    ['a union that requires it already', { oneOf: [model('a'), model('b')], discriminator, required: ['kind'] }],
    ['a union that requires more', { oneOf: [model('a'), model('b')], discriminator, required: ['more'] }],
  ])('by %s', (_, schema) => {
    expect(put(schema, {})).toEqual(['union_tag_not_found']);
  });
});

describe('PUT /tracker/{tracker_id} by the names of a dictionary', () => {
  const integers = { type: 'object', additionalProperties: { type: 'integer' } };
  const patternProperties = { '^a': { type: 'integer' } };

  test.each([
    [{ ...integers, propertyNames: true }, { b: 1 }, { b: 1 }],
    [{ ...integers, propertyNames: false }, {}, {}],
    [{ ...integers, propertyNames: false }, { b: 1 }, ['value_error']],
    [{ ...integers, propertyNames: { enum: ['a'] } }, { b: 1 }, ['literal_error b.[key]']],
    [{ type: 'object', patternProperties }, { b: 1 }, ['string_pattern_mismatch b.[key]']],
    [{ type: 'object', patternProperties, additionalProperties: true }, { b: 'x' }, { b: 'x' }],
    [{ ...integers, patternProperties }, { b: 'x' }, ['int_parsing b']],
  ])('%j takes %j', (schema, value, expected) => {
    expect(put(schema, value)).toEqual(expected);
  });
});

test.each([5e-24, 0.05, -1e-7])('PUT /tracker/{tracker_id} refuses %d for a Decimal with one place', (value) => {
  const pattern = String.raw`^(?!^[-+.]*$)[+-]?0*\d*\.?\d{0,1}0*$`;
  const schema = { anyOf: [{ type: 'number' }, { type: 'string', pattern }, { type: 'null' }] };
  expect([put(schema, value), put(schema, 0.5)]).toEqual([['decimal_max_places'], '0.5']);
});

describe('PUT /tracker/{tracker_id} by the bounds of a Decimal', () => {
  const TEXT = { type: 'string', pattern: String.raw`^(?!^[-+.]*$)[+-]?0*\d*\.?\d*$` };

  test.each([
    [{ maximum: 5 }, '5.00', '5.00'],
    [{ maximum: 5 }, '5.01', ['less_than_equal']],
    [{ maximum: 5 }, '٦', ['less_than_equal']],
    [{ exclusiveMaximum: 5 }, '5', ['less_than']],
    [{ minimum: -3 }, '-3', '-3'],
    [{ minimum: -3 }, '4', '4'],
    [{ minimum: -3 }, '-3.1', ['greater_than_equal']],
    [{ exclusiveMinimum: -0.5 }, '-0.5', ['greater_than']],
    [{ exclusiveMinimum: -0.5 }, '0', '0'],
    [{ exclusiveMinimum: 0 }, '-0.0', ['greater_than']],
    // Written with an exponent by JavaScript.
    [{ exclusiveMinimum: -0.5 }, -1e-7, '-0.0000001'],
    [{ exclusiveMinimum: -0.5 }, 1e22, '10000000000000000000000'],
    [{ multipleOf: 0.01 }, 1e-7, ['multiple_of']],
    [{ multipleOf: 0.01 }, '1.01', '1.01'],
    // Python takes no remainder of so many digits.
    [{ multipleOf: 0.01 }, '123456789012345678901234567890.123', '123456789012345678901234567890.123'],
  ])('%j takes %j', (bounds, value, expected) => {
    expect(put({ anyOf: [{ type: 'number', ...bounds }, TEXT] }, value)).toEqual(expected);
  });
});

describe('toPlainDocument', () => {
  test('returns a document that needs no change', () => {
    const { document } = loadContract(createSmallContract());
    expect(toPlainDocument(document)).toBe(document);
  });

  test('does not move the targets of references', () => {
    const contract = createSmallContract();
    const part = { properties: { a: { type: 'string' } } };
    Object.assign(contract.components.schemas, {
      Whole: { allOf: [part, { properties: { b: { type: 'string' } } }] },
      User: { properties: { c: { $ref: '#/components/schemas/Whole/allOf/0' } } },
    });
    expect(loadContract(contract).schemas.document).toMatchObject({
      components: { schemas: { Whole: { allOf: [part, {}] } } },
    });
  });

  test('merges a tower of allOf', () => {
    const contract = createSmallContract();
    const ref = (level: number): object => ({ $ref: `#/components/schemas/L${level}` });
    Object.assign(contract.components.schemas, { L0: { properties: { a: { type: 'string' } } } });
    for (let level = 1; level < 60; level++) {
      Object.assign(contract.components.schemas, {
        [`L${level}`]: { allOf: [ref(level - 1)], properties: { [`b${level}`]: {} } },
      });
    }
    expect(loadContract(contract).schemas.document).toMatchObject({
      components: { schemas: { L59: { properties: { a: { type: 'string' } } } } },
    });
  });
});
