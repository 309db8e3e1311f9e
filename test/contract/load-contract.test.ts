import { describe, expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load-contract.ts';
import { createTrackerMock, MockError } from '../../src/index.ts';
import { catchMockError } from '../catch-mock-error.ts';
import type { SmallContract } from './small-contract.ts';
import {
  createSmallContract,
  createSmallContractWorld,
  parametersOf,
  propertiesOf,
  TRACKER,
} from './small-contract.ts';

type Change = (contract: SmallContract) => unknown;

const STATUS = '/components/schemas/Update/properties/status';
const PUT = '/paths/~1tracker~1{tracker_id}/put';

function withStatus(schema: unknown): Change {
  return (contract) => void (propertiesOf(contract, 'Update')['status'] = schema);
}

function withSchema(name: string, schema: unknown): Change {
  return (contract) => void (contract.components.schemas[name] = schema);
}

function withParameter(parameter: unknown): Change {
  return (contract) => void parametersOf(contract, TRACKER, 'put').push(parameter);
}

function withBody(requestBody: unknown): Change {
  return ({ paths }) => Object.assign(paths[TRACKER]?.['put'] ?? {}, { requestBody });
}

/** Adds a member as JSON.parse does, which an assignment would not. */
function withProto(find: (contract: SmallContract) => object): Change {
  return (contract) => Object.defineProperty(find(contract), '__proto__', { value: {}, enumerable: true });
}

function nest(depth: number): object {
  let schema: object = { type: 'string' };
  for (let level = 0; level < depth; level++) schema = { allOf: [schema] };
  return schema;
}

/** What is not served: what is changed in a sound contract, and how the refusal begins behind `Failed to load the contract: `. */
const REFUSALS: readonly (readonly [name: string, change: Change, message: string])[] = [
  ['no version', (contract) => delete contract['openapi'], '#/openapi is not 3.1 (missing).'],
  ['OpenAPI 3.0', (contract) => (contract['openapi'] = '3.0.3'), '#/openapi is not 3.1 ("3.0.3").'],
  ['a number for the version', (contract) => (contract['openapi'] = 3.1), '#/openapi is not 3.1 (3.1).'],
  ['OpenAPI 3.2', (contract) => (contract['openapi'] = '3.2.0'), '#/openapi is not 3.1 ("3.2.0").'],
  [
    'Swagger 2.0',
    (contract) => Object.assign(contract, { openapi: undefined, swagger: '2.0' }),
    '#/openapi is not 3.1 (swagger "2.0").',
  ],
  ...(['Update', 'Tracker'] as const).map((name): (typeof REFUSALS)[number] => [
    `a field of ${name} called __proto__`,
    withProto((contract) => propertiesOf(contract, name)),
    `#/components/schemas/${name}/properties/__proto__ names a field __proto__, which the mock cannot validate. Rename the field.`,
  ]),
  [
    'fields of a pattern called __proto__',
    withProto(({ components }) => {
      const patternProperties = {};
      components.schemas['Unused'] = { patternProperties };
      return patternProperties;
    }),
    '#/components/schemas/Unused/patternProperties/__proto__ names a field __proto__, ',
  ],
  ['no info', (contract) => delete contract['info'], '#/info is not an object.'],
  ['no paths', (contract) => Object.assign(contract, { paths: [] }), '#/paths is not an object.'],
  [
    'a path that is null',
    ({ paths }) => Object.assign(paths, { '/tracker': null }),
    '#/paths/~1tracker is not an object.',
  ],

  [
    'a reference to nowhere',
    withStatus({ $ref: '#/components/schemas/Nope' }),
    `#${STATUS}/$ref cannot be resolved ("#/components/schemas/Nope").`,
  ],
  [
    'a reference into a prototype',
    withStatus({ $ref: '#/constructor' }),
    `#${STATUS}/$ref cannot be resolved ("#/constructor").`,
  ],
  [
    'a reference that is no pointer',
    withStatus({ $ref: '#status' }),
    `#${STATUS}/$ref cannot be resolved ("#status").`,
  ],
  ['a reference with a bad escape', withStatus({ $ref: '#/%zz' }), `#${STATUS}/$ref cannot be resolved ("#/%zz").`],
  [
    'a reference to another file',
    withStatus({ $ref: 'more.json#/a' }),
    `#${STATUS}/$ref refers outside the document ("more.json#/a").`,
  ],
  [
    'a reference to the web',
    withStatus({ $ref: 'https://a.example/b' }),
    `#${STATUS}/$ref refers outside the document ("https://a.example/b").`,
  ],
  ['a reference that is a number', withStatus({ $ref: 5 }), `#${STATUS}/$ref is not a string.`],
  [
    'a reference to itself',
    withSchema('A', { $ref: '#/components/schemas/A' }),
    '#/components/schemas/A refers to itself in a circle.',
  ],
  [
    'a circle through allOf',
    withSchema('A', { allOf: [{ type: 'object' }, { $ref: '#/components/schemas/A' }] }),
    '#/components/schemas/A/allOf/1 refers to itself in a circle.',
  ],
  [
    'a circle through anyOf, else and dependentSchemas',
    (contract) => {
      withSchema('A', { anyOf: [{ type: 'null' }, { $ref: '#/components/schemas/B' }] })(contract);
      withSchema('B', { if: true, else: { dependentSchemas: { a: { $ref: '#/components/schemas/A' } } } })(contract);
    },
    '#/components/schemas/A/anyOf/1 refers to itself in a circle.',
  ],
  [
    'a request body that refers to itself',
    withBody({ $ref: `#${PUT}/requestBody` }),
    `#${PUT}/requestBody refers to itself in a circle.`,
  ],

  [
    'an unknown type',
    withStatus({ type: 'text' }),
    `#${STATUS}/type is not JSON Schema 2020-12: it must be one of "array", "boolean", "integer", "null", "number", "object", "string".`,
  ],
  [
    'a broken schema that nothing refers to',
    withSchema('Unused', { items: { minLength: 'x' } }),
    '#/components/schemas/Unused/items/minLength is not JSON Schema 2020-12: it must be integer.',
  ],
  [
    'an invalid pattern',
    withStatus({ type: 'string', pattern: '(' }),
    '#/components/schemas/Update/properties/status/pattern is not a supported pattern ("("): missing closing ): `(`. ',
  ],
  ['a schema that is a number', withSchema('Update', 5), '#/components/schemas/Update is not a schema.'],
  [
    'a schema of another dialect',
    withSchema('A', { $schema: 'http://json-schema.org/draft-07/schema#' }),
    '#/components/schemas/A/$schema names another dialect',
  ],
  [
    'two schemas with one id',
    (contract) => {
      withSchema('A', { $id: 'a' })(contract);
      withSchema('B', { $id: 'a' })(contract);
    },
    '# cannot be served: reference "a" resolves to more than one schema.',
  ],
  [
    'a schema too deep to be read',
    withSchema('A', nest(20_000)),
    '#/components nests deeper than 500 levels. Make it flatter.',
  ],

  [
    'a cookie parameter',
    withParameter({ name: 'a', in: 'cookie', schema: {} }),
    `#${PUT}/parameters/1/in is "cookie".`,
  ],
  ['a parameter from nowhere', withParameter({ name: 'a', schema: {} }), `#${PUT}/parameters/1/in is undefined.`],
  [
    'a parameter without a name',
    withParameter({ in: 'query', schema: {} }),
    `#${PUT}/parameters/1/name is not a string.`,
  ],
  [
    'a parameter without a schema',
    withParameter({ name: 'a', in: 'query', content: {} }),
    `#${PUT}/parameters/1 has no schema.`,
  ],
  ['a parameter that is null', withParameter(null), `#${PUT}/parameters/1 is not an object.`],
  [
    'parameters that are no list',
    ({ paths }) => Object.assign(paths[TRACKER]?.['put'] ?? {}, { parameters: {} }),
    `#${PUT}/parameters is not a list.`,
  ],
  [
    'a form for a body',
    withBody({ content: { 'multipart/form-data': { schema: {} } } }),
    `#${PUT}/requestBody/content has the media types ["multipart/form-data"].`,
  ],
  [
    'a body of two media types',
    withBody({ content: { 'application/json': { schema: {} }, 'text/plain': { schema: {} } } }),
    `#${PUT}/requestBody/content has the media types ["application/json","text/plain"].`,
  ],
  ['a body without content', withBody({}), `#${PUT}/requestBody/content has the media types [].`],
  [
    'a body without a schema',
    withBody({ content: { 'application/json': {} } }),
    `#${PUT}/requestBody/content/application~1json has no schema.`,
  ],
  ['a body that is null', withBody(null), `#${PUT}/requestBody is not an object.`],
  [
    'a query in brackets',
    withParameter({ name: 'f', in: 'query', style: 'deepObject', schema: { type: 'object' } }),
    `#${PUT}/parameters/1/style is "deepObject". FastAPI reads query parameters only with "form". Omit the member.`,
  ],
  [
    'a list in one value',
    withParameter({
      name: 'ids',
      in: 'query',
      explode: false,
      schema: { anyOf: [{ type: 'array' }, { type: 'null' }] },
    }),
    `#${PUT}/parameters/1/explode is false. FastAPI reads query parameters only with true. Omit the member.`,
  ],
  [
    'an object in a query',
    withParameter({ name: 'f', in: 'query', schema: { type: 'object' } }),
    `#${PUT}/parameters/1/schema allows an object, which FastAPI does not read from a parameter.`,
  ],
  [
    'a broken schema in a part of allOf, where it is written',
    withStatus({ allOf: [{ properties: { a: { type: 'strng' } } }] }),
    '#/components/schemas/Update/properties/status/allOf/0/properties/a/type is not JSON Schema 2020-12',
  ],
  ...(
    [
      ['an empty enum', { enum: [] }, 'enum must have non-empty array.'],
      ['id in place of $id', { id: 'x' }, 'NOT SUPPORTED: keyword "id", use "$id" for schema ID.'],
      ['an asynchronous schema', { $async: true, type: 'object' }, 'async schema in sync schema.'],
    ] as const
  ).map(([name, schema, reason]): (typeof REFUSALS)[number] => [
    name,
    withStatus(schema),
    `#/components/schemas/Update does not compile: ${reason}`,
  ]),
  ['no responses', ({ paths }) => delete paths[TRACKER]?.['put']?.['responses'], `#${PUT}/responses is not an object.`],
];

describe('loadContract', () => {
  test.each([
    { name: 'x', in: 'query', style: 'form', explode: true, schema: { type: 'array' } },
    { name: 'x', in: 'query', style: 'form', explode: false, schema: { type: 'integer' } },
    { name: 'x', in: 'header', style: 'simple', explode: false, schema: { type: 'string' } },
  ])('takes a parameter that says how it is read anyhow: %j', (parameter) => {
    const contract = createSmallContract();
    withParameter(parameter)(contract);
    expect(loadContract(contract).operations).toHaveLength(3);
  });

  test.each([null, [], 'text', 5, undefined])('refuses %j, which is not a document', (document) => {
    expect(() => loadContract(document)).toThrow(
      new MockError(
        'contract-invalid',
        'Failed to load the contract: # is not an object. Give an OpenAPI 3.1 document.',
      ),
    );
  });

  test.each(REFUSALS)('refuses %s, and names the place', (_, change, message) => {
    const contract = createSmallContract();
    change(contract);
    const refusal = catchMockError(() => loadContract(contract));
    expect(refusal.code).toBe('contract-invalid');
    expect(refusal.message.slice(0, `Failed to load the contract: ${message}`.length)).toBe(
      `Failed to load the contract: ${message}`,
    );
  });

  test('keeps the order of the document’s operations', () => {
    const { operations } = loadContract(createSmallContract());
    expect(operations.map(({ id, method, path, pointer }) => [id, method, path, pointer])).toEqual([
      ['GET /tracker/{tracker_id}', 'GET', TRACKER, '/paths/~1tracker~1{tracker_id}/get'],
      ['PUT /tracker/{tracker_id}', 'PUT', TRACKER, PUT],
      ['GET /tracker', 'GET', '/tracker', '/paths/~1tracker/get'],
    ]);
    expect(operations.map(({ requestBody }) => requestBody?.required)).toEqual([undefined, true, undefined]);
  });

  test('lets a parameter of the operation replace the path’s', () => {
    const contract = createSmallContract();
    const item = contract.paths[TRACKER] ?? {};
    Object.assign(item, {
      parameters: [
        { name: 'tracker_id', in: 'path', required: true, schema: { type: 'integer' } },
        { name: 'X-Trace', in: 'header', schema: { type: 'string', default: 'none' } },
      ],
    });
    const [get] = loadContract(contract).operations;
    expect(
      get?.parameters.map(({ name, in: place, required, default: value }) => [name, place, required, value]),
    ).toEqual([
      ['tracker_id', 'path', true, undefined],
      ['X-Trace', 'header', false, 'none'],
    ]);
    expect(get?.parameters[0]?.schema.check('text')).toBeUndefined();
  });

  test('treats data as data, even if it contains $ref', () => {
    const contract = createSmallContract();
    const example = { $ref: '#/nowhere' };
    withSchema('A', { default: example, examples: [example], const: example, enum: [example], 'x-more': example })(
      contract,
    );
    withSchema('B', { properties: { $ref: { type: 'string' }, default: { type: 'string' }, enum: {} } })(contract);
    expect(() => loadContract(contract)).not.toThrow();
  });

  test('accepts a schema that refers to itself within a member', () => {
    const contract = createSmallContract();
    withSchema('Tree', {
      type: 'object',
      properties: { children: { type: 'array', items: { $ref: '#/components/schemas/Tree' } } },
    })(contract);
    const { schemas } = loadContract(contract);
    expect(schemas.compile('/components/schemas/Tree').check({ children: [{ children: [5] }] })).toHaveLength(1);
  });

  test('follows references to whole path items, parameters, bodies and responses', () => {
    const contract = createSmallContract();
    const { paths } = contract;
    const put = paths[TRACKER]?.['put'] ?? {};
    const more = {
      id: (put['parameters'] as unknown[])[0],
      body: put['requestBody'],
      well: (put['responses'] as Record<string, unknown>)['200'],
      item: { put },
    };
    Object.assign(contract.components, { more });
    Object.assign(put, {
      parameters: [{ $ref: '#/components/more/id' }],
      requestBody: { $ref: '#/components/more/body' },
      responses: { '2XX': { $ref: '#/components/more/well' } },
    });
    Object.assign(paths, { [TRACKER]: { $ref: '#/components/more/item' } });
    const { operations } = loadContract(contract);
    expect(operations.map(({ id }) => id)).toEqual(['PUT /tracker/{tracker_id}', 'GET /tracker']);
  });
});

describe('createTrackerMock', () => {
  test.each([
    [
      'PUT without its parameter',
      ({ paths }) => delete paths[TRACKER]?.['put']?.['parameters'],
      `#${PUT} has no path parameter for /tracker/{tracker_id}.`,
    ],
    [
      'no operation',
      (contract) => Object.assign(contract, { paths: {} }),
      '#/paths has no operation. Define at least one.',
    ],
  ] satisfies [string, Change, string][])('refuses a contract with %s', (_, change, message) => {
    const contract = createSmallContract();
    change(contract);
    const refusal = catchMockError(() => createTrackerMock({ contract, fixtures: createSmallContractWorld() }));
    expect(refusal.code).toBe('contract-invalid');
    expect(refusal.message).toContain(`Failed to load the contract: ${message}`);
  });
});
