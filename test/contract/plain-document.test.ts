import { describe, expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load-contract.ts';
import { toPlainDocument } from '../../src/contract/plain-document.ts';
import { createTrackerMock } from '../../src/index.ts';
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
