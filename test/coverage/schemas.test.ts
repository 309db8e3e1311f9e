import { describe, expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load-contract.ts';
import { listElements } from '../../src/coverage/list-elements.ts';
import { createTally } from '../../src/coverage/tally.ts';
import type { Exchange } from '../../src/index.ts';

/** A contract with one operation, whose reply has this schema. */
function load(schema: unknown, schemas: object = {}, more: object = {}) {
  return loadContract({
    openapi: '3.1.0',
    info: {},
    paths: {
      '/things/{id}': {
        post: {
          parameters: [
            { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
            { name: 'X-Tag', in: 'header', schema: { type: 'array', items: { enum: ['a', 'b'] } } },
          ],
          requestBody: { content: { 'application/json': { schema: { type: 'object' } } } },
          responses: { '2XX': { content: { 'application/json': { schema }, 'text/*': {} }, ...more }, default: {} },
        },
      },
    },
    components: { schemas },
  });
}

/** What a reply covers: the labels of a kind, without the operation's name. */
function cover(
  contract: ReturnType<typeof load>,
  reply: Partial<Exchange['reply']> & { readonly value?: unknown },
  kind = 'alternatives',
  request: Partial<Exchange['request']> & { readonly target?: string } = {},
): string[] {
  const tally = createTally(contract);
  const { value, ...given } = reply;
  tally.add({
    operation: contract.operations[0],
    session: 'default',
    target: '/things/1',
    violations: [],
    reply: { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value), ...given },
    request: { method: 'POST', target: '/things/1', headers: {}, body: new Uint8Array(), ...request },
  } as unknown as Exchange);
  return listElements(contract)
    .filter((element) => element.kind === kind && tally.hits().has(element.key))
    .map(({ label }) => label.replace('POST /things/{id}: ', ''));
}

const OMITTED = ['path parameter id: valid', 'header parameter X-Tag: omitted', 'request body: omitted'];

describe('the alternatives of a value', () => {
  test('are found in lists, tuples, dictionaries and every part of an allOf that is not merged', () => {
    const contract = load(
      {
        type: 'object',
        properties: {
          list: { type: 'array', items: { enum: [1, 2] } },
          tuple: { type: 'array', prefixItems: [{ enum: ['x', 'y'] }, true] },
          open: true,
        },
        additionalProperties: { $ref: '#/components/schemas/Kind' },
        allOf: [
          { required: ['list'] },
          { properties: { both: { enum: [{ a: 1, b: 2 }] } }, additionalProperties: true },
        ],
      },
      { Kind: { enum: ['k', 'l'] } },
    );
    const labels = cover(contract, { value: { list: [2], tuple: ['y', 5], open: {}, other: 'k' } });
    expect(labels).toEqual(expect.arrayContaining(['status 2XX.list: 2', 'status 2XX.tuple: "y"', 'Kind: "k"']));
    expect(labels).not.toContain('Kind: "l"');
  });

  test('of a union are all branches that allow the value, named by component, type, title or number', () => {
    const contract = load(
      {
        anyOf: [
          { $ref: '#/components/schemas/Kind' },
          { type: 'string' },
          { title: 'Long', minLength: 2 },
          { minLength: 1 },
          { type: 'null' },
        ],
      },
      { Kind: { enum: ['k'] } },
    );
    expect(cover(contract, { value: 'k' })).toEqual([
      ...OMITTED,
      'status 2XX: Kind',
      'Kind: "k"',
      'status 2XX: string',
      'status 2XX: alternative 4',
    ]);
    expect(cover(contract, { value: null })).toContain('status 2XX: null');
  });

  test('of a recursive schema are listed once, and found at every depth, also where two branches have the same values', () => {
    const tree = (leaf: string): object => ({
      type: 'object',
      properties: { leaf: { enum: [leaf, 'end'] }, child: { $ref: '#/components/schemas/Tree' } },
    });
    const contract = load(
      { $ref: '#/components/schemas/Tree' },
      { Tree: { anyOf: [tree('a'), tree('b'), { type: 'null' }] } },
    );
    const value = Array.from({ length: 100 }).reduce<object>((child) => ({ child }), { leaf: 'end' });
    const branch = ['object', 'leaf: present', 'leaf: omitted', 'leaf: "end"', 'child: present', 'child: omitted'];
    const labels = branch.map((part) => (part === 'object' ? 'Tree: object' : `Tree.${part}`));
    expect(cover(contract, { value })).toEqual([...OMITTED, ...labels, ...labels]);
  });

  test('of a header are those of its texts, and of a body what was sent', () => {
    const contract = load(true);
    const request = { headers: { 'x-tag': ['a', 'b'] }, body: new TextEncoder().encode('{}') };
    expect(cover(contract, { value: 1 }, 'alternatives', request)).toEqual([
      'path parameter id: valid',
      'header parameter X-Tag: present',
      'header parameter X-Tag: valid',
      'header parameter X-Tag: "a"',
      'header parameter X-Tag: "b"',
      'request body: present',
      'request body: valid',
    ]);
    const text = { body: new TextEncoder().encode('no JSON') };
    expect(cover(contract, { value: 1 }, 'media-types', text)).toEqual(['status 2XX as application/json']);
  });
});

describe('a reply', () => {
  test.each([
    ['of a listed range', { value: 5 }, ['status 2XX as application/json']],
    [
      'of a media range',
      { headers: { 'content-type': 'Text/Plain; charset=utf-8' }, body: 'x' },
      ['status 2XX as text/*'],
    ],
    ['of another type', { headers: { 'content-type': 'image/png' }, body: 'x' }, []],
    ['without a type', { headers: {}, body: '' }, []],
    ['that is not JSON', { body: '{' }, []],
    ['that breaks its schema', { value: 'five' }, []],
  ])('%s covers what the contract declares', (_, reply, mediaTypes) => {
    expect(cover(load({ type: 'integer' }), reply, 'media-types')).toEqual(mediaTypes);
  });

  test('of the default status covers it without a body', () => {
    expect(cover(load(true), { status: 404, headers: {}, body: '' }, 'statuses')).toEqual(['status default']);
  });

  test('of success to a request that breaks the contract covers nothing', () => {
    const contract = load(true);
    const tally = createTally(contract);
    const exchange = {
      operation: contract.operations[0],
      violations: [{ side: 'request', location: ['body'], rule: 'type', message: '' }],
      reply: { status: 200, headers: { 'content-type': 'application/json' }, body: '1' },
    };
    tally.add(exchange as unknown as Exchange);
    expect(tally.hits().size).toBe(0);
  });
});
