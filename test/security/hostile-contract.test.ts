import { expect, test } from 'vitest';
import type { TrackerMock } from '../../src/index.ts';
import type { RequestSchema } from './hostile-contract.ts';
import { createHostileContract } from './hostile-contract.ts';

function put(mock: TrackerMock, body: unknown): number | null {
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
  ['an invalid pattern', () => ({ type: 'string', pattern: '(' })],
  ['an unknown type', () => ({ type: 'thing' })],
])('a contract with %s is refused, and does not end the process', (_, createSchema) => {
  const create = (): TrackerMock =>
    createHostileContract(({ properties }) => Object.assign(properties, { more: createSchema() }));
  expect(create).toThrow(/^Failed to load the contract: #/);
});

const MORE = '/components/schemas/UpdateAgentTaskTrackerRequest/properties/more';
const ADVICE = "Write it in the syntax that RE2 and pydantic's engine (Rust's regex crate) share.";

test.each([
  [
    'look-around',
    { pattern: '^(?=.*\\d).+$' },
    '/pattern',
    'look-around, including look-ahead and look-behind, is not supported',
  ],
  ['a backreference', { pattern: '(a)\\1' }, '/pattern', 'backreferences are not supported'],
  ['a pattern that grows', { pattern: '((a{1000}){1000}){1000}' }, '/pattern', 'invalid repeat count: `{1000}`'],
  [
    'such a pattern for names',
    { type: 'object', patternProperties: { '(?!a)': {} } },
    '/patternProperties/(?!a)',
    'look-around, including look-ahead and look-behind, is not supported',
  ],
])('a contract with %s in a pattern is refused at the start, with the pointer', (_, schema, at, reason) => {
  const create = (): TrackerMock =>
    createHostileContract(({ properties }) => Object.assign(properties, { more: { type: 'string', ...schema } }));
  const pattern = JSON.stringify('pattern' in schema ? schema.pattern : '(?!a)');
  expect(create).toThrow(
    `Failed to load the contract: #${MORE}${at} is not a supported pattern (${pattern}): ${reason}. ${ADVICE}`,
  );
});

test('PUT with a text that a backtracking engine would match in exponential time is validated at once', () => {
  const mock = createHostileContract(({ properties }) =>
    Object.assign(properties, { status: { type: 'string', pattern: '^(a+)+$' } }),
  );
  expect(put(mock, { status: `${'a'.repeat(500_000)}!` })).toBe(422);
  expect(put(mock, { status: 'a'.repeat(500_000) })).toBe(200);
});

test('PUT with a name that such a pattern restricts is validated at once', () => {
  const mock = createHostileContract(({ properties }) =>
    Object.assign(properties, {
      more: { type: 'object', patternProperties: { '^(a+)+$': { type: 'integer' } }, additionalProperties: true },
    }),
  );
  expect(put(mock, { more: { [`${'a'.repeat(100_000)}!`]: 'x' } })).toBe(200);
  expect(put(mock, { more: { ['a'.repeat(100_000)]: 'x' } })).toBe(422);
});

/** What stands there is not checked at the start. */
test('a contract with a schema that refers to an extension is refused', () => {
  const create = (): TrackerMock =>
    createHostileContract(({ properties }, document) => {
      Object.assign(document, { 'x-more': { type: 'string' } });
      Object.assign(properties, { more: { $ref: '#/x-more' } });
    });
  expect(create).toThrow(
    `Failed to load the contract: #${MORE}/$ref refers to an extension or to data ("#/x-more"). Move the target to components.`,
  );
});

/** Compared with each other one by one, these would keep the mock busy for a minute. */
test.each([
  ['objects', { type: 'object' }, Array.from({ length: 40_000 }, (_, index) => ({ index, other: [index] }))],
  ['anything', {}, Array.from({ length: 100_000 }, (_, index) => index)],
])('PUT with a long list of %s, without duplicates, is validated at once', (_, items, list) => {
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
])('PUT with the list %j, whose items must be unique, is answered with %i', (list, status) => {
  const mock = createHostileContract(({ properties }) =>
    Object.assign(properties, { more: { type: 'array', uniqueItems: true, items: {} } }),
  );
  expect(put(mock, { more: list })).toBe(status);
});

test('PUT with a text that resembles a very long URL is validated at once', () => {
  const mock = createHostileContract(({ properties }) =>
    Object.assign(properties, { status: { type: 'string', format: 'url' } }),
  );
  expect(put(mock, { status: `http://${'a-'.repeat(200_000)} x` })).toBe(422);
  expect(put(mock, { status: 'https://example.com/a' })).toBe(200);
});

/** A value in itself, so many times. */
function nestValue(name: string, levels: number, inmost: unknown = {}): unknown {
  let value = inmost;
  for (let level = 0; level < levels; level++) value = { [name]: value };
  return value;
}

interface ValidationError {
  readonly type: string;
  readonly loc: readonly unknown[];
  readonly msg: string;
}

function listProblems(mock: TrackerMock, more: unknown): ValidationError[] {
  const { body } = mock.handle({
    method: 'PUT',
    target: '/tracker/t-fresh',
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify({ more })),
  });
  return (JSON.parse(body) as { detail: ValidationError[] }).detail;
}

function createWithSchemas(schemas: Readonly<Record<string, unknown>>, more: unknown): TrackerMock {
  return createHostileContract(({ properties }, document) => {
    Object.assign(document.components.schemas, schemas);
    Object.assign(document.components.schemas['AgentTaskTracker'] as object, { additionalProperties: true });
    Object.assign(properties, { more });
  });
}

const toRef = (name: string): unknown => ({ $ref: `#/components/schemas/${name}` });
const NODE = {
  Node: { type: 'object', properties: { next: { anyOf: [toRef('Node'), { type: 'null' }] } } },
};

test('PUT with a model nested in itself 255 times is accepted, and one level more is refused as in pydantic', () => {
  const mock = createWithSchemas(NODE, toRef('Node'));
  expect(put(mock, { more: nestValue('next', 254) })).toBe(200);
  const loc = ['body', 'more', ...Array.from({ length: 255 }, () => 'next')];
  for (const levels of [255, 1400]) {
    expect(listProblems(mock, nestValue('next', levels))).toEqual([
      expect.objectContaining({ type: 'recursion_loop', loc, msg: 'Recursion error - cyclic reference detected' }),
    ]);
  }
});

/** Recorded from pydantic 2.13: class U(BaseModel): u: U | int | None. */
test('PUT with a union nested too deeply lists the errors of each branch, as pydantic does, up to 100 errors', () => {
  const union = { anyOf: [toRef('U'), { type: 'integer' }, { type: 'null' }] };
  const mock = createWithSchemas({ U: { type: 'object', properties: { u: union } } }, toRef('U'));
  const mistakes = listProblems(mock, nestValue('u', 255));
  expect(mistakes).toHaveLength(101);
  expect(mistakes.slice(0, 3).map(({ type, loc }) => [type, loc.length - 2, loc.slice(-3)])).toEqual([
    ['recursion_loop', 510, ['U', 'u', 'U']],
    ['int_type', 510, ['U', 'u', 'int']],
    ['int_type', 508, ['U', 'u', 'int']],
  ]);
});

const OVERLAP = { anyOf: [toRef('A'), toRef('B'), { type: 'null' }] };
const OVERLAPPING = {
  A: { type: 'object', properties: { a: OVERLAP } },
  B: { type: 'object', properties: { a: OVERLAP, b: { type: 'integer' } } },
};

/** Asked branch by branch, each level would take twice as long as the one below it. */
test('PUT with a value deep in overlapping unions is validated at once', () => {
  const mock = createHostileContract(({ properties }, document) => {
    Object.assign(document.components.schemas, OVERLAPPING);
    const tracker = document.components.schemas['AgentTaskTracker'] as RequestSchema;
    for (const fields of [properties, tracker.properties]) Object.assign(fields, { more: OVERLAP });
  });
  const more = nestValue('a', 200);
  expect(put(mock, { more })).toBe(200);
  // Few enough for pydantic to list them all.
  expect(listProblems(mock, nestValue('a', 4, 5))).toHaveLength(32);
  const mistakes = listProblems(mock, nestValue('a', 200, 5));
  expect(mistakes).toHaveLength(101);
  expect(mistakes.at(-1)?.type).toBe('too_many_errors');
});

test('PUT with an error in a recursive list names the branch as pydantic does', () => {
  const schemas = {
    Json: {
      anyOf: [
        { type: 'array', items: toRef('Json') },
        { type: 'object', additionalProperties: toRef('Json') },
        { type: 'integer' },
      ],
    },
  };
  const labels = listProblems(createWithSchemas(schemas, toRef('Json')), 'x').map(({ loc }) => loc[2]);
  expect(labels).toEqual(['list[union[list[...],dict[str,...],int]]', 'dict[str,...]', 'int']);
});

test('PUT with a tree, a model with a list of itself, is accepted', () => {
  const schemas = { Tree: { type: 'object', properties: { children: { type: 'array', items: toRef('Tree') } } } };
  const mock = createWithSchemas(schemas, toRef('Tree'));
  let tree: unknown = { children: [] };
  for (let level = 1; level < 255; level++) tree = { children: [tree, { children: [] }] };
  expect(put(mock, { more: tree })).toBe(200);
  // The two on the lowest level.
  expect(listProblems(mock, { children: [tree] }).map(({ type }) => type)).toEqual([
    'recursion_loop',
    'recursion_loop',
  ]);
  expect(listProblems(mock, { children: [{ children: [1] }] }).map(({ loc }) => loc)).toEqual([
    ['body', 'more', 'children', 0, 'children', 0],
  ]);
});

test('PUT with an expression, a union of models with lists of expressions, is accepted', () => {
  const EXPRESSION = { anyOf: [toRef('And'), toRef('Or'), { type: 'integer' }] };
  const toModel = (tag: string): unknown => ({
    type: 'object',
    properties: { type: { const: tag }, args: { type: 'array', items: EXPRESSION } },
    required: ['type', 'args'],
  });
  const mock = createWithSchemas({ And: toModel('and'), Or: toModel('or') }, EXPRESSION);
  let expression: unknown = 1;
  for (let level = 0; level < 60; level++) expression = { type: level % 2 === 0 ? 'and' : 'or', args: [expression, 2] };
  expect(put(mock, { more: expression })).toBe(200);
});

/** A chain of schemas, each of which names the next one twice. */
function createChain(levels: number, toSchema: (next: unknown) => unknown): Record<string, unknown> {
  const chain: Record<string, unknown> = { [`E${levels}`]: { type: 'object', required: ['x'] } };
  for (let level = 0; level < levels; level++) chain[`E${level}`] = toSchema(toRef(`E${level + 1}`));
  return chain;
}

test.each([
  ['unions', 12, (next: unknown) => ({ anyOf: [next, next] })],
  ['allOf', 20, (next: unknown) => ({ allOf: [next, next] })],
  ['not and oneOf', 30, (next: unknown) => ({ not: next, oneOf: [next] })],
])('a contract with a chain of %s that applies too many schemas to one value is refused', (_, levels, toSchema) => {
  expect(() => createWithSchemas(createChain(levels, toSchema), toRef('E0'))).toThrow(
    /^Failed to load the contract: #\/components\/schemas\/E\d+\S* applies more than 1000 schemas to one value\. /,
  );
});

test.each([
  ['$dynamicRef', { $dynamicRef: '#nowhere' }, 'is not supported. Use $ref.'],
  [
    'unevaluatedProperties',
    { allOf: [toRef('AgentTaskTracker')], unevaluatedProperties: false },
    'is not supported in a schema with references. Use additionalProperties or items.',
  ],
])('a contract with %s is refused with its pointer', (keyword, schema, reason) => {
  expect(() => createWithSchemas({}, schema)).toThrow(`Failed to load the contract: #${MORE}/${keyword} ${reason}`);
});

test('PUT with two mistakes in a huge value lists the first only, since each would repeat the value', () => {
  const schema = { type: 'object', required: ['a', 'b'], properties: { a: {}, b: {} } };
  const mistakes = listProblems(createWithSchemas({}, schema), { text: 'x'.repeat(9_000_000), more: 1 });
  expect(mistakes).toMatchObject([
    { type: 'missing' },
    { type: 'too_many_errors', msg: 'Too many errors: only the first is listed' },
  ]);
});

test('PUT with a value that each schema of a chain validates twice is answered, in a reply of a bounded size', () => {
  const chain = createChain(30, (next) => {
    const model = { type: 'object', properties: { a: next } };
    return { anyOf: [model, { ...model, title: 'Other' }] };
  });
  const mock = createWithSchemas(chain, toRef('E0'));
  const mistakes = listProblems(mock, nestValue('a', 30, { text: 'x'.repeat(500_000) }));
  // The inputs of more errors than these would have over 16 MiB.
  expect(mistakes).toHaveLength(34);
  expect(mistakes.at(-1)).toMatchObject({
    type: 'too_many_errors',
    msg: 'Too many errors: only the first 33 are listed',
  });
});
