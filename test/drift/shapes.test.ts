import { expect, test } from 'vitest';
import { DRIFT_PLACES } from '../../src/budgets.ts';
import type { Contract } from '../../src/contract/contract.ts';
import { loadContract } from '../../src/contract/load-contract.ts';
import { compareShapes } from '../../src/drift/compare-shapes.ts';
import { toDeclared } from '../../src/drift/declared.ts';
import { addToShape, createShape } from '../../src/drift/shape.ts';
import type { Shape } from '../../src/drift/shape.ts';

function createContract(schema: unknown): Contract {
  return loadContract({
    openapi: '3.1.0',
    info: { title: 'T', version: '1' },
    paths: { '/x': { get: { responses: { 200: { description: 'x' } } } } },
    components: { schemas: { Body: schema } },
  });
}

/** @param schema undefined for replies that the contract does not declare */
function toShape(schema: unknown, bodies: readonly unknown[]): Shape {
  const { schemas } = createContract(schema ?? true);
  const shape = createShape();
  const declared = schema === undefined ? undefined : toDeclared(schemas.document, ['/components/schemas/Body']);
  for (const body of bodies) addToShape(shape, schemas, body, declared);
  return shape;
}

function compare(schema: unknown, a: readonly unknown[], b: readonly unknown[]): string[] {
  return compareShapes(toShape(schema, a), toShape(schema, b)).map(
    ({ severity, at, what }) => `${severity} ${at}: ${what}`,
  );
}

const TIME = '2026-08-18T20:00:00Z';
const UUID = '9c41e6d8-80d8-4983-95db-d03ae99b3c71';

test.each([
  ['the same shape', { n: 1, s: 'a' }, { n: 2, s: 'b' }, []],
  ['another type', { n: 1 }, { n: '1' }, ['breaking body.n: string in B, integer in A']],
  ['a fraction', { n: 1 }, { n: 1.5 }, ['breaking body.n: number in B, integer in A']],
  ['a whole number', { n: 1.5 }, { n: 1 }, []],
  ['a list in place of an object', [], {}, ['breaking body: object in B, array in A']],
  ['true in place of a text', { s: 'a' }, { s: true }, ['breaking body.s: boolean in B, string in A']],
  ['null', { s: 'a' }, { s: null }, ['warning body.s: null only in B']],
  [
    'no null',
    { s: null },
    { s: 'a' },
    ['information body.s: null only in A', 'warning body.s: string in B, always null in A'],
  ],
  ['a new member', {}, { 'odd name': 1 }, ['warning body."odd name": only in B']],
  ['a member less', { s: 'a' }, {}, ['breaking body.s: missing in B; every object of A has it']],
  [
    'a time without zone',
    { t: TIME },
    { t: TIME.slice(0, -1) },
    ['warning body.t: date-time without zone in B, date-time in A'],
  ],
  ['no time', { t: TIME }, { t: 'now' }, ['warning body.t: other text in B, date-time in A']],
  ['a time in place of a text', { t: 'now' }, { t: '2026-08-18' }, ['information body.t: date in B, other text in A']],
  ['an id that is no UUID', { i: UUID }, { i: 'one' }, ['information body.i: other text in B, uuid in A']],
  ['an id that is a UUID', { i: 'one' }, { i: UUID }, []],
  ['a long text', { i: 'one' }, { i: `http://a.test/${'x'.repeat(3000)}` }, []],
  ['an item of a list in a list', [[1]], [['a']], ['breaking body[][]: string in B, integer in A']],
  ['an empty list', [[1]], [[]], []],
])('without a contract, %s', (_, a, b, differences) => {
  expect(compare(undefined, [a], [b])).toEqual(differences);
});

test('of several bodies, what some have counts as well', () => {
  expect(compare(undefined, [{ s: 'a' }, { s: 'b' }], [{ s: 'a' }, {}])).toEqual([
    'breaking body.s: missing in some objects of B; every object of A has it',
  ]);
  expect(compare(undefined, [{ s: 'a' }, {}], [{}])).toEqual([
    'information body.s: missing in B; some objects of A have it',
  ]);
  expect(compare(undefined, [{ s: 'a' }, { s: 1 }, { s: null }], [{ s: 1 }, { s: null }])).toEqual([
    'information body.s: string only in A',
  ]);
  expect(compare(undefined, [{ s: 'a' }, { s: null }], [{ s: null }])).toEqual([
    'information body.s: always null in B',
  ]);
});

test.each([
  ['an optional member', { s: 'a' }, {}, ['warning body.s: missing in B; every object of A has it']],
  ['a required member', { r: 1 }, {}, ['breaking body.r: missing in B; every object of A has it']],
  ['a declared member', {}, { s: 'a' }, ['information body.s: only in B; the contract declares it']],
  ['an unlisted member', {}, { u: 1 }, ['warning body.u: only in B; the contract does not declare it']],
  ['an allowed null', { s: 'a' }, { s: null }, ['information body.s: null only in B; the contract allows it']],
  ['a forbidden null', { r: 1 }, { r: null }, ['breaking body.r: null only in B; the contract does not allow it']],
  ['an allowed type', { s: 'a' }, { s: 5 }, ['information body.s: integer in B, string in A; the contract allows it']],
  ['a forbidden type', { s: 'a' }, { s: [] }, ['breaking body.s: array in B, string in A']],
  [
    'an allowed type in place of null',
    { s: null },
    { s: 'a' },
    ['information body.s: null only in A', 'information body.s: string in B, always null in A'],
  ],
  [
    'a value of another type in an enumeration',
    { e: 'a' },
    { e: 1 },
    ['information body.e: integer in B, string in A; the contract allows it'],
  ],
  ['a constant of another type', { c: 'a' }, { c: 1 }, ['breaking body.c: integer in B, string in A']],
  ['a format', { t: TIME }, { t: 'now' }, ['breaking body.t: other text in B, date-time in A']],
  ['anything', { any: { a: [1] } }, { any: { b: ['x'] } }, []],
  ['anything in a list', { any: [1] }, { any: ['x'] }, []],
  ['the entries of a map', { map: { a: 1 } }, { map: { b: 1 } }, []],
  ['a value of a map', { map: { a: 1 } }, { map: { b: 'x' } }, ['breaking body.map.*: string in B, integer in A']],
  ['an open object', { open: { a: 1 } }, { open: { b: 'x' } }, []],
  ['a tuple', { pair: ['a', 1] }, { pair: ['a', 'b'] }, ['information body.pair[]: integer only in A']],
])('with a contract, %s', (_, a, b, differences) => {
  const schema = {
    type: 'object',
    required: ['r'],
    properties: {
      s: { anyOf: [{ type: 'string' }, { type: 'null' }, { type: 'number' }] },
      r: { allOf: [{ type: 'integer' }, {}] },
      t: { type: 'string', format: 'date-time' },
      e: { enum: ['a', 1] },
      c: { const: 'a' },
      any: {},
      map: { type: 'object', additionalProperties: { type: 'integer' } },
      open: { type: 'object' },
      pair: { type: 'array', prefixItems: [{ type: 'string' }, { type: ['integer', 'string'] }] },
    },
  };
  expect(compare(schema, [a], [b])).toEqual(differences);
});

test('objects of different kinds are compared with those of their kind', () => {
  const schema = {
    oneOf: [
      { type: 'object', required: ['kind', 'text'], properties: { kind: { const: 'text' }, text: { type: 'string' } } },
      {
        type: 'object',
        required: ['kind', 'size'],
        properties: { kind: { const: 'file' }, size: { type: 'integer' } },
      },
    ],
  };
  const [text, file] = [
    { kind: 'text', text: 'a' },
    { kind: 'file', size: 1 },
  ];
  expect(compare(schema, [text, file], [file])).toEqual([]);
  expect(compare(schema, [text], [file])).toEqual([]);
  // It keeps neither schema, and is recognized by its constant.
  expect(compare(schema, [text, file], [text, { kind: 'file', size: 'big' }])).toEqual([
    'breaking body<1>.size: string in B, integer in A',
  ]);
  expect(compare(schema, [text], [{ ...text, kind: 'other' }])).toEqual([
    "breaking body: objects in B that keep none of the contract's alternatives",
  ]);
});

test('a schema that refers to itself is followed as deep as the bodies are', () => {
  const schema = {
    type: 'object',
    properties: { next: { anyOf: [{ $ref: '#/components/schemas/Body' }, { type: 'null' }] }, n: { type: 'integer' } },
  };
  expect(compare(schema, [{ next: { n: 1 } }], [{ next: { n: 'x' } }])).toEqual([
    'breaking body.next.n: string in B, integer in A',
  ]);
});

test('a shape keeps a limited number of places', () => {
  const body = Object.fromEntries(Array.from({ length: DRIFT_PLACES }, (_, index) => [`m${index}`, index]));
  const shape = toShape(undefined, [body]);
  expect({ isCut: shape.isCut, places: shape.places.size }).toEqual({ isCut: true, places: DRIFT_PLACES });
});
