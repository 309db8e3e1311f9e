import { describe, expect, test } from 'vitest';
import { createTrackerMock } from '../../src/index.ts';
import { addField, createSmallContract, createSmallContractWorld } from '../contract/small-contract.ts';
import type { Answer } from '../suite/client.ts';
import { handle, toMessage } from '../suite/client.ts';

// A lone surrogate has no UTF-8. FastAPI fails (500) where it would have to print one; here it is refused, and named where it stands.

const LONE = String.raw`\ud800`;
const TEXT = { type: 'string' };

function put(schema: object, json: string): Answer {
  const contract = createSmallContract();
  addField(contract, 'added', schema);
  const mock = createTrackerMock({ contract, fixtures: createSmallContractWorld() });
  const headers = { 'content-type': 'application/json' };
  return handle(mock, toMessage('PUT /tracker/t-1', { headers, body: `{"added":${json}}` }));
}

function toPlaces({ json }: Answer): unknown {
  return (json as { detail: { type: string; loc: unknown[] }[] }).detail.map(({ type, loc }) => [
    type,
    ...loc.slice(2),
  ]);
}

const model = (properties: object, more: object = {}): object => ({ type: 'object', properties, ...more });

describe('PUT /tracker/{tracker_id} with a lone surrogate', () => {
  test.each([
    ['a text', TEXT, `"${LONE}"`, []],
    ['a text that may be null', { anyOf: [TEXT, { type: 'null' }] }, `"${LONE}"`, []],
    ['anything', {}, `"${LONE}"`, []],
    ['an item of a list', { type: 'array', items: TEXT }, `["a","${LONE}"]`, [1]],
    ['an item of any list', { type: 'array' }, `[["${LONE}"]]`, [0, 0]],
    ['a place of a tuple', { type: 'array', prefixItems: [TEXT, TEXT] }, `["a","${LONE}"]`, [1]],
    ['a place behind a tuple', { type: 'array', prefixItems: [TEXT], items: TEXT }, `["a","${LONE}"]`, [1]],
    ['a field of a model', model({ name: TEXT }), `{"name":"${LONE}"}`, ['name']],
    ['a field that a model lets in', model({}, { additionalProperties: true }), `{"a":["${LONE}"]}`, ['a', 0]],
    ['a field that a model lets in by a rule', model({}, { additionalProperties: TEXT }), `{"a":"${LONE}"}`, ['a']],
    ['a value of a dictionary', { type: 'object', additionalProperties: TEXT }, `{"a":"${LONE}"}`, ['a']],
    ['a value of any dictionary', { type: 'object' }, `{"a":{"b":"${LONE}"}}`, ['a', 'b']],
    ['a value under any schema', { type: 'object', additionalProperties: true }, `{"a":"${LONE}"}`, ['a']],
    [
      'a branch of a union',
      { anyOf: [{ type: 'array', items: TEXT }, model({ a: TEXT })] },
      `["${LONE}"]`,
      ['list[str]', 0],
    ],
    [
      'a branch that a tag chooses',
      {
        oneOf: [model({ kind: { const: 'a' }, name: TEXT }, { required: ['kind'] })],
        discriminator: { propertyName: 'kind', mapping: {} },
      },
      `{"kind":"a","name":"${LONE}"}`,
      ['name'],
    ],
    [
      'a branch of two that a tag chooses',
      {
        oneOf: ['a', 'b'].map((tag) => model({ kind: { const: tag }, name: TEXT }, { required: ['kind'] })),
        discriminator: { propertyName: 'kind', mapping: {} },
      },
      `{"kind":"b","name":"${LONE}"}`,
      ['b', 'name'],
    ],
  ])('refuses it in %s', (_, schema, json, place) => {
    const answer = put(schema, json);
    expect(answer.status).toBe(422);
    expect(toPlaces(answer)).toEqual([['string_unicode', ...place]]);
    expect(answer.text.isWellFormed()).toBe(true);
  });

  test.each([
    ['a field that the model leaves out', model({}), `{"a":"${LONE}"}`],
    ['a name that the model leaves out', model({}), `{"${LONE}":1}`],
    ['a name in a dictionary', { type: 'object', additionalProperties: { type: 'integer' } }, `{"${LONE}":1}`],
  ])('takes it in %s', (_, schema, json) => {
    const answer = put(schema, json);
    expect(answer.status).toBe(200);
  });

  test('accepts two that form a pair', () => {
    expect(put(TEXT, String.raw`"\ud83e\uddea"`).json).toMatchObject({ added: '\u{1f9ea}' });
  });
});

describe('PUT /tracker/{tracker_id} chooses a branch of a union as pydantic does', () => {
  const time = { type: 'string', format: 'date-time' };
  const set = { type: 'array', uniqueItems: true, items: time };
  const list = { type: 'array', items: TEXT };

  test.each([
    ['a text before a time', { anyOf: [time, TEXT] }, '2026-08-18T20:28:14.0Z', '2026-08-18T20:28:14.0Z'],
    ['a list before a set', { anyOf: [set, list] }, ['2026-08-18T20:28:14.0Z'], ['2026-08-18T20:28:14.0Z']],
    ['the first of those as good', { anyOf: [{ ...TEXT, minLength: 1 }, TEXT] }, 'a', 'a'],
    [
      'the model with the most fields',
      { anyOf: [model({ a: {} }), model({ a: {}, b: {} })] },
      { a: 1, b: 2 },
      { a: 1, b: 2 },
    ],
    [
      'a value as it is before a model that would convert it',
      { anyOf: [true, model({ at: time })] },
      { at: '2026-08-18T20:28:14.0Z' },
      { at: '2026-08-18T20:28:14.0Z' },
    ],
    ['a number by the first', { anyOf: [{ type: 'number' }, { type: 'integer' }, time] }, 5, 5],
  ])('%s', (_, schema, value, kept) => {
    expect(put(schema, JSON.stringify(value)).json).toMatchObject({ added: kept });
  });

  test('distinguishes two spellings of one UUID, since the contract does', () => {
    const ids = ['3f2504e0-4f89-41d3-9a0c-0305e82c3301', '3F2504E0-4F89-41D3-9A0C-0305E82C3301'];
    const schema = { type: 'array', uniqueItems: true, items: { type: 'string', format: 'uuid' } };
    expect(put(schema, JSON.stringify(ids)).json).toMatchObject({ added: ids });
  });

  test('keeps a recursive model', () => {
    const contract = createSmallContract();
    const tree = { type: 'array', items: { $ref: '#/components/schemas/Tree' } };
    Object.assign(contract.components.schemas, { Tree: model({ at: time, children: tree }) });
    addField(contract, 'tree', { $ref: '#/components/schemas/Tree' });
    const mock = createTrackerMock({ contract, fixtures: createSmallContractWorld() });
    const json = { tree: { children: [{ at: '2026-08-18T20:28:14.0Z', more: 1 }] } };
    expect(handle(mock, toMessage('PUT /tracker/t-1', { json })).json).toMatchObject({
      tree: { children: [{ at: '2026-08-18T20:28:14Z' }] },
    });
  });
});
