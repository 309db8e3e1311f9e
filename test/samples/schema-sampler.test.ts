import { describe, expect, test } from 'vitest';
import { TEXT_FORMATS } from '../../src/pydantic/text-format.ts';
import { sampleSchema, sampleWithVerdict } from './small-document.ts';

const TEXT = { type: 'string' };
const REF = (name: string): object => ({ $ref: `#/components/schemas/${name}` });

describe('what the contract gives comes first', () => {
  test.each([
    ['a constant', { const: 'only' }, 'only'],
    ['an example', { ...TEXT, examples: ['an example'], default: 'a default' }, 'an example'],
    ['an example as in OpenAPI 3.0', { ...TEXT, example: 'an example' }, 'an example'],
    ['a default', { ...TEXT, default: 'a default' }, 'a default'],
    ['a default that is null', { anyOf: [TEXT, { type: 'null' }], default: null }, null],
    ['an example of an object', { type: 'object', properties: { a: TEXT }, example: { a: 'b' } }, { a: 'b' }],
    ['an example of a list', { type: 'array', items: TEXT, example: ['b', 'c'] }, ['b', 'c']],
    ['the example of a member', { type: 'object', properties: { a: { ...TEXT, example: 'b' } } }, { a: 'b' }],
  ])('%s', (_, schema, expected) => {
    expect(sampleSchema(schema, { seed: 'a' })).toEqual(expected);
    expect(sampleSchema(schema)).toEqual(expected);
  });

  test('an example that breaks the schema is left out, wherever it is', () => {
    expect(sampleSchema({ type: 'integer', example: 'five' })).toBe(5);
    const member = { ...TEXT, maxLength: 3, examples: ['long text'], default: 'abc' };
    expect(sampleSchema({ type: 'object', required: ['a'], properties: { a: member } })).toEqual({ a: 'abc' });
  });
});

test.each<[string, unknown]>([
  ['true', true],
  ['nothing', {}],
  ['null', { type: 'null' }],
  ['a choice of every type', { enum: [null, 1, 'a'] }],
  ['a boolean', { type: 'boolean' }],
  ['several types', { type: ['null', 'integer', 'string'], minimum: 1000 }],
  ['bounds without a type', { minimum: 5, maximum: 6 }],
  ['a length without a type', { minLength: 30 }],
  ['items without a type', { items: TEXT, minItems: 3 }],
  ['members without a type', { properties: { a: TEXT }, required: ['a'] }],
  ['an integer between two others', { type: 'integer', exclusiveMinimum: 3, exclusiveMaximum: 5 }],
  ['an integer far away', { type: 'integer', minimum: 1_000_000_000_000 }],
  ['a negative integer', { type: 'integer', maximum: -3 }],
  ['a number between two near ones', { type: 'number', exclusiveMinimum: 0.1, exclusiveMaximum: 0.1001 }],
  ['a multiple of a fraction', { type: 'number', multipleOf: 0.1, minimum: 0.25 }],
  ['an integer that is a multiple of a fraction', { type: 'integer', multipleOf: 2.5, minimum: 1 }],
  ['a multiple in a narrow range', { type: 'integer', multipleOf: 7, minimum: 15, maximum: 22 }],
  ['a long text', { ...TEXT, minLength: 5000 }],
  ['a short text', { ...TEXT, maxLength: 2 }],
  ['an empty text', { ...TEXT, maxLength: 0 }],
  ['a list of a length', { type: 'array', items: TEXT, minItems: 7, maxItems: 7 }],
  ['a list of anything', { type: 'array', minItems: 2 }],
  ['an empty list', { type: 'array', items: TEXT, maxItems: 0 }],
  ['a list without items', { type: 'array', items: false }],
  ['different items', { type: 'array', items: TEXT, minItems: 50, uniqueItems: true }],
  ['different choices', { type: 'array', items: { enum: ['a', 'b', 'c'] }, minItems: 3, uniqueItems: true }],
  ['a tuple', { type: 'array', prefixItems: [TEXT, { type: 'integer' }], items: false, minItems: 2 }],
  ['a list that contains something', { type: 'array', contains: { type: 'integer', minimum: 5 }, minContains: 2 }],
  ['an object without members', { type: 'object', additionalProperties: false }],
  ['a member of any name', { type: 'object', required: ['a', 'constructor', '__proto__'] }],
  ['a dictionary', { type: 'object', additionalProperties: { type: 'integer' } }],
  ['a dictionary of a size', { type: 'object', additionalProperties: { type: 'integer' }, minProperties: 3 }],
  ['a dictionary of anything', { type: 'object', minProperties: 2 }],
  ['a required member of a dictionary', { type: 'object', required: ['a'], additionalProperties: { type: 'null' } }],
  [
    'a dictionary with names of a pattern',
    {
      type: 'object',
      patternProperties: { '^x-[a-z]+$': { type: 'integer' } },
      minProperties: 2,
      additionalProperties: false,
    },
  ],
  [
    'a dictionary with restricted names',
    { type: 'object', propertyNames: { pattern: '^[A-Z]{2}$' }, additionalProperties: TEXT, minProperties: 2 },
  ],
  ['few members', { type: 'object', properties: { a: TEXT, b: TEXT, c: TEXT }, required: ['c'], maxProperties: 2 }],
  [
    'members that exclude each other',
    { type: 'object', properties: { a: TEXT, b: TEXT }, not: { required: ['a', 'b'] } },
  ],
  [
    'members that require each other',
    { type: 'object', properties: { a: TEXT, b: TEXT }, dependentRequired: { a: ['b'] } },
  ],
  ['a union whose first branch has no value', { anyOf: [false, { type: 'integer', minimum: 5 }] }],
  ['a union in which one branch alone must match', { oneOf: [{ type: 'integer' }, { type: 'number', minimum: 5 }] }],
  [
    'a union of objects beside members',
    { type: 'object', properties: { a: TEXT }, required: ['a', 'b'], anyOf: [{ properties: { b: TEXT } }] },
  ],
  [
    'all of several objects',
    { allOf: [{ type: 'object', properties: { a: TEXT }, required: ['a'] }, { required: ['b'] }] },
  ],
  ['all of several bounds', { allOf: [{ type: 'integer', minimum: 5 }, { maximum: 6 }] }],
])('%s gets a valid sample', (_, schema) => {
  expect(sampleWithVerdict(schema, { seed: 'a' })).toMatchObject({ isValid: true });
  expect(sampleWithVerdict(schema)).toMatchObject({ isValid: true });
});

test.each([...TEXT_FORMATS.keys()].map(String))('the format %s gets a text that pydantic reads', (format) => {
  for (const seed of [undefined, 'a', 'b']) {
    expect({ seed, ...sampleWithVerdict({ ...TEXT, format }, { seed }) }).toMatchObject({ isValid: true });
  }
});

test.each([
  'uri-reference',
  'hostname',
  'json-pointer',
  'relative-json-pointer',
  'regex',
  'uri-template',
  'byte',
  'json-string',
  'url',
])('the format %s gets a valid text', (format) => {
  expect(sampleWithVerdict({ ...TEXT, format }, { seed: 'a' })).toMatchObject({ isValid: true });
});

test('a format that is not known is any text', () => {
  expect(sampleSchema({ ...TEXT, format: 'constructor' })).toBe('text');
});

describe('recursion ends', () => {
  test('in an optional member, a nullable one, a list and a union', () => {
    const Node = {
      type: 'object',
      properties: {
        name: TEXT,
        parent: REF('Node'),
        next: { anyOf: [REF('Node'), { type: 'null' }] },
        children: { type: 'array', items: REF('Node') },
      },
      required: ['name', 'next', 'children'],
    };
    const expected = { name: 'text', next: null, children: [] };
    expect(sampleSchema(REF('Node'), { components: { Node } })).toEqual(expected);
    const Sum = { type: 'object', properties: { left: REF('Term'), right: REF('Term') }, required: ['left', 'right'] };
    const Term = { anyOf: [REF('Sum'), { type: 'integer' }] };
    expect(sampleSchema(REF('Sum'), { components: { Sum, Term } })).toEqual({ left: 5, right: 5 });
    expect(sampleSchema(REF('Term'), { components: { Sum, Term } })).toBe(5);
  });

  test('without a sample if a value must contain itself', () => {
    const Node = { type: 'object', properties: { next: REF('Node') }, required: ['next'] };
    expect(sampleSchema(REF('Node'), { components: { Node } })).toBeUndefined();
  });
});

describe('samples are bounded', () => {
  test('a schema whose sample would grow exponentially gets a sample that is cut', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const layers = Array.from({ length: 11 }, (_, index) => [
      `L${index}`,
      index === 10
        ? TEXT
        : { type: 'object', properties: Object.fromEntries(names.map((name) => [name, REF(`L${index + 1}`)])) },
    ]);
    const { value, isValid } = sampleWithVerdict(REF('L0'), {
      components: Object.fromEntries(layers) as object,
      seed: 'a',
    });
    expect(isValid).toBe(true);
    expect(JSON.stringify(value).length).toBeLessThan(5_000_000);
  });

  test('and one that cannot be cut gets none', () => {
    const layers = Array.from({ length: 20 }, (_, index) => [
      `L${index}`,
      index === 19
        ? TEXT
        : { type: 'object', properties: { a: REF(`L${index + 1}`), b: REF(`L${index + 1}`) }, required: ['a', 'b'] },
    ]);
    expect(sampleSchema(REF('L0'), { components: Object.fromEntries(layers) as object })).toBeUndefined();
  });

  test.each([
    ['a text of more than 10,000 characters', { ...TEXT, minLength: 10_001 }],
    ['a pattern for more than 10,000 characters', { ...TEXT, pattern: `^${'a{999}'.repeat(11)}$` }],
    ['a list of more than 1,000 items', { type: 'array', items: TEXT, minItems: 1001 }],
    ['more than 1,000 members', { type: 'object', additionalProperties: TEXT, minProperties: 1001 }],
    ['a schema without a value', { type: 'integer', minimum: 5, maximum: 4 }],
    ['a required member without a value', { type: 'object', properties: { a: false }, required: ['a'] }],
    ['a required member that is not allowed', { type: 'object', required: ['a'], additionalProperties: false }],
    ['names without a value', { type: 'object', propertyNames: false, minProperties: 1 }],
    ['items without a value', { type: 'array', items: false, minItems: 1 }],
    ['false', false],
  ])('there is no sample for %s', (_, schema) => {
    expect(sampleSchema(schema, { seed: 'a' })).toBeUndefined();
  });
});

describe('draws', () => {
  const schema = {
    type: 'object',
    properties: {
      id: TEXT,
      task_id: TEXT,
      name: TEXT,
      note_text: TEXT,
      owner_email: TEXT,
      callback_url: TEXT,
      status: { enum: ['A', 'B', 'C', 'D'] },
      count: { type: 'integer' },
      created_at: { ...TEXT, format: 'date-time' },
      updated_at: { ...TEXT, format: 'date-time' },
      day: { ...TEXT, format: 'date' },
    },
  };

  test('the same seed gives the same sample, another one another', () => {
    expect(sampleSchema(schema, { seed: 'a' })).toEqual(sampleSchema(schema, { seed: 'a' }));
    expect(sampleSchema(schema, { seed: 'a' })).not.toEqual(sampleSchema(schema, { seed: 'b' }));
  });

  test('texts say what they are, and an object is made before it is changed', () => {
    for (const seed of ['a', 'b', 'c', 'd']) {
      const uuid = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/;
      const sample = sampleSchema(schema, { seed }) as Record<string, string>;
      expect(sample).toEqual({
        id: expect.stringMatching(uuid) as string,
        task_id: expect.stringMatching(uuid) as string,
        name: expect.stringMatching(/^name [\da-f]{4}$/) as string,
        note_text: expect.stringMatching(/^note text [\da-f]{4}$/) as string,
        owner_email: expect.stringMatching(/^user-[\da-f]{4}@example\.com$/) as string,
        callback_url: expect.stringMatching(/^https:\/\/example\.com\/[\da-f]{4}$/) as string,
        status: expect.stringMatching(/^[A-D]$/) as string,
        count: expect.any(Number) as number,
        created_at: expect.stringMatching(/^2026-0[1-7]-\d\dT[\d:]{8}Z$/) as string,
        updated_at: expect.stringMatching(/^2026-0[1-7]-\d\dT[\d:]{8}Z$/) as string,
        day: expect.stringMatching(/^2026-0[1-7]-\d\d$/) as string,
      });
      expect(String(sample['created_at']) < String(sample['updated_at'])).toBe(true);
    }
  });

  test('a member does not depend on the members beside it', () => {
    const { name, ...others } = schema.properties;
    const smaller = sampleSchema({ type: 'object', properties: others }, { seed: 'a' });
    expect(sampleSchema(schema, { seed: 'a' })).toEqual({ ...(smaller as object), name: expect.any(String) as string });
    expect(name).toBe(TEXT);
  });

  test('null is taken last, unless the other branch says nothing', () => {
    expect(sampleSchema({ anyOf: [{ type: 'null' }, TEXT] })).toBe('text');
    expect(sampleSchema({ anyOf: [{}, { type: 'null' }] })).toBeNull();
    expect(sampleSchema({ anyOf: [{ title: 'Any' }, { type: 'null' }] })).toBeNull();
  });
});
