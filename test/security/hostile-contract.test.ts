import { expect, test } from 'vitest';
import type { TrackerMock } from '../../src/index.ts';
import { createHostileContract } from './hostile-contract.ts';

function put(mock: TrackerMock, body: unknown): number {
  const bytes = Buffer.from(JSON.stringify(body));
  return mock.handle({
    method: 'PUT',
    target: '/tracker/t-fresh',
    headers: { 'content-type': 'application/json' },
    body: bytes,
  }).status;
}

function nest(levels: number): unknown {
  let node: unknown = { type: 'object' };
  for (let level = 0; level < levels; level++) node = { allOf: [node] };
  return node;
}

test.each([
  ['a schema that nests too deep', () => nest(20_000)],
  ['a schema that is itself', () => ({ $ref: '#/components/schemas/UpdateAgentTaskTrackerRequest/properties/more' })],
  ['a pattern that is none', () => ({ type: 'string', pattern: '(' })],
  ['a type that is none', () => ({ type: 'thing' })],
])('a contract with %s is refused, and does not end the process', (_, createSchema) => {
  const create = (): TrackerMock =>
    createHostileContract(({ properties }) => Object.assign(properties, { more: createSchema() }));
  expect(create).toThrow(/^Failed to load the contract: #/);
});

const MORE = '/components/schemas/UpdateAgentTaskTrackerRequest/properties/more';
const ADVICE =
  "Write it for pydantic's own engine, Rust's regex crate; what only regex_engine='python-re' takes is not read here.";

test.each([
  [
    'look-around',
    { pattern: '^(?=.*\\d).+$' },
    '/pattern',
    'look-around, including look-ahead and look-behind, is not supported',
  ],
  ['a backreference', { pattern: '(a)\\1' }, '/pattern', 'backreferences are not supported'],
  ['a pattern that grows', { pattern: '((a{1000}){1000}){1000}' }, '/pattern', 'it takes too much to compile'],
  [
    'such a pattern for names',
    { type: 'object', patternProperties: { '(?!a)': {} } },
    '/patternProperties/(?!a)',
    'look-around, including look-ahead and look-behind, is not supported',
  ],
])('a contract with %s in a pattern is refused at the start, and the place is named', (_, schema, at, reason) => {
  const create = (): TrackerMock =>
    createHostileContract(({ properties }) => Object.assign(properties, { more: { type: 'string', ...schema } }));
  const pattern = JSON.stringify('pattern' in schema ? schema.pattern : '(?!a)');
  expect(create).toThrow(
    `Failed to load the contract: #${MORE}${at} is no pattern that can be served (${pattern}): ${reason}. ${ADVICE}`,
  );
});

test('PUT with a text that a pattern goes back on without end in other engines is judged at once', () => {
  const mock = createHostileContract(({ properties }) =>
    Object.assign(properties, { status: { type: 'string', pattern: '^(a+)+$' } }),
  );
  expect(put(mock, { status: `${'a'.repeat(500_000)}!` })).toBe(422);
  expect(put(mock, { status: 'a'.repeat(500_000) })).toBe(200);
});

test('PUT with a name that such a pattern is for is judged at once', () => {
  const mock = createHostileContract(({ properties }) =>
    Object.assign(properties, {
      more: { type: 'object', patternProperties: { '^(a+)+$': { type: 'integer' } }, additionalProperties: true },
    }),
  );
  expect(put(mock, { more: { [`${'a'.repeat(100_000)}!`]: 'x' } })).toBe(200);
  expect(put(mock, { more: { ['a'.repeat(100_000)]: 'x' } })).toBe(422);
});

/** The pattern cannot be found by the walk over the document, which passes over data: ajv meets it first. */
test('a pattern in an extension that a schema refers to is looked for in linear time, too', () => {
  const mock = createHostileContract(({ properties }, document) => {
    Object.assign(document, { 'x-more': { type: 'string', pattern: '^(a+)+$' } });
    Object.assign(properties, { more: { $ref: '#/x-more' } });
  });
  expect(put(mock, { more: `${'a'.repeat(100_000)}!` })).toBe(422);
});

/** Compared with each other one by one, these would keep the mock busy for a minute. */
test.each([
  ['objects', { type: 'object' }, Array.from({ length: 40_000 }, (_, index) => ({ index, other: [index] }))],
  ['anything', {}, Array.from({ length: 100_000 }, (_, index) => index)],
])('PUT with a long list of %s, each there once, is judged at once', (_, items, list) => {
  const mock = createHostileContract(({ properties }) =>
    Object.assign(properties, { more: { type: 'array', uniqueItems: true, items } }),
  );
  expect(put(mock, { more: list })).toBe(200);
});

test.each([
  [
    [
      { a: 1, b: [2] },
      { b: [2], a: 1 },
    ],
    422,
  ],
  [[1, '1', true, null, [1], ['1'], {}, []], 200],
  [[{ a: '1' }, { a: 1 }], 200],
])('PUT with the list %j, of which each item may be there once, is answered with %i', (list, status) => {
  const mock = createHostileContract(({ properties }) =>
    Object.assign(properties, { more: { type: 'array', uniqueItems: true, items: {} } }),
  );
  expect(put(mock, { more: list })).toBe(status);
});

test('PUT with a text that looks like a URL for very long is judged at once', () => {
  const mock = createHostileContract(({ properties }) =>
    Object.assign(properties, { status: { type: 'string', format: 'url' } }),
  );
  expect(put(mock, { status: `http://${'a-'.repeat(200_000)} x` })).toBe(422);
  expect(put(mock, { status: 'https://example.com/a' })).toBe(200);
});
