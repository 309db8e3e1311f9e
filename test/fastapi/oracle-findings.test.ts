import { describe, expect, test } from 'vitest';
import { createTrackerMock } from '../../src/index.ts';
import { addField, createSmallContract, createSmallContractWorld } from '../contract/small-contract.ts';
import { createSmallMock, FRESH } from '../setup.ts';
import type { Answer } from '../suite/client.ts';
import { handle, toMessage } from '../suite/client.ts';

// Differences that the acceptance test with a real FastAPI (acceptance/fastapi) found, each with its smallest request.

const HEADERS = { 'content-type': 'application/json' };

/** Sends a body unchanged to a mock whose contract has one more field. */
function put(field: object, body: string, schemas: Readonly<Record<string, object>> = {}): Answer {
  const contract = createSmallContract();
  addField(contract, 'added', field);
  Object.assign(contract.components.schemas, schemas);
  const mock = createTrackerMock({ contract, fixtures: createSmallContractWorld() });
  return handle(mock, toMessage('PUT /tracker/t-1', { headers: HEADERS, body }));
}

function putStatus(body: string): Answer {
  return handle(createSmallMock(), toMessage(`PUT /tracker/${FRESH.id}`, { headers: HEADERS, body }));
}

function typesAndPlaces({ json }: Answer): unknown {
  return (json as { detail: { type: string; loc: unknown }[] }).detail.map(({ type, loc }) => [type, loc]);
}

const STRING = { type: 'string' };
const NULL = { type: 'null' };
const TIME = { type: 'string', format: 'date-time' };
const UUID = { type: 'string', format: 'uuid' };

describe('PUT /tracker/{tracker_id} with a lone surrogate', () => {
  test('refuses a body that is a string', () => {
    const { status, json } = putStatus(String.raw`"\ud800"`);
    expect(status).toBe(422);
    expect(json).toEqual({
      detail: [
        {
          type: 'model_attributes_type',
          loc: ['body'],
          msg: 'Input should be a valid dictionary or object to extract fields from',
          input: '\ud800',
        },
      ],
    });
  });

  test('refuses a string that it would store', () => {
    expect(putStatus(String.raw`{"status":"\ud800"}`).json).toEqual({
      detail: [
        {
          type: 'string_unicode',
          loc: ['body', 'status'],
          msg: 'Input should be a valid string, unable to parse raw data as a unicode string',
          input: '\ud800',
        },
      ],
    });
  });

  test('ignores it in a member that is not in the model', () => {
    const { status, json } = putStatus(String.raw`{"status":"x","\ud800":"\ud800"}`);
    expect([status, json]).toMatchObject([200, { status: 'x' }]);
  });

  test('lists only the other errors', () => {
    expect(typesAndPlaces(putStatus(String.raw`{"status":"\ud800","status_reason":5}`))).toEqual([
      ['string_type', ['body', 'status_reason']],
    ]);
  });

  test.each([
    ['an integer', { type: 'integer' }],
    ['a number', { type: 'number' }],
    ['a boolean', { type: 'boolean' }],
    ['a time', TIME],
    ['a date', { type: 'string', format: 'date' }],
    ['a UUID', UUID],
    ['a text with bounds', { type: 'string', maxLength: 3 }],
    ['a Literal', { type: 'string', const: 'a' }],
    ['anything', {}],
    ['a nullable text', { anyOf: [STRING, NULL] }],
  ])('refuses it as string_unicode if %s is expected', (_, schema) => {
    expect(typesAndPlaces(put(schema, String.raw`{"added":"\ud800"}`))).toEqual([
      ['string_unicode', ['body', 'added']],
    ]);
  });

  test.each([
    ['refused', false],
    ['kept', true],
  ])('stops reading a model at a member whose name contains it, even one that would be %s', (_, extra) => {
    const model = { type: 'object', properties: { a: STRING }, additionalProperties: extra, required: ['a'] };
    const { json } = put(model, String.raw`{"added":{"a":"x","\ud800":1}}`);
    expect(json).toMatchObject({ detail: [{ type: 'string_unicode', loc: ['body', 'added'] }] });
  });

  test('keeps it in the key of a dictionary, and shows it as U+FFFD in loc', () => {
    const numbers = { type: 'object', additionalProperties: { type: 'integer' } };
    expect(put(numbers, String.raw`{"added":{"\ud800":4}}`).status).toBe(200);
    expect(typesAndPlaces(put(numbers, String.raw`{"added":{"\ud800":[]}}`))).toEqual([
      ['int_type', ['body', 'added', '\ufffd\ufffd\ufffd']],
    ]);
  });

  test.each([
    { propertyNames: { maxLength: 2 }, additionalProperties: STRING },
    { propertyNames: { minLength: 1 }, additionalProperties: STRING },
    { patternProperties: { '^.': STRING } },
  ])('refuses it in the key of a dictionary with bounds for its keys: %j', (rules) => {
    expect(put({ type: 'object', ...rules }, String.raw`{"added":{"\ud800":"x"}}`).json).toMatchObject({
      detail: [{ type: 'string_unicode', loc: ['body', 'added', '\ufffd\ufffd\ufffd', '[key]'], input: '\ud800' }],
    });
  });
});

describe('PUT /tracker/{tracker_id} returns', () => {
  const OWNER = {
    type: 'object',
    properties: {
      name: STRING,
      age: { anyOf: [{ type: 'integer' }, NULL] },
      role: { type: 'string', default: 'reader' },
      since: { anyOf: [TIME, NULL] },
      id: { anyOf: [UUID, NULL] },
    },
    required: ['name'],
  };

  test.each([
    [
      'a model with its defaults and without unknown members',
      '{"zz":1,"name":"a"}',
      { name: 'a', age: null, role: 'reader', since: null, id: null },
    ],
    [
      'the value that was sent instead of the default',
      '{"name":"a","role":"x","age":5}',
      { name: 'a', age: 5, role: 'x', since: null, id: null },
    ],
    [
      'times and UUIDs in pydantic’s spelling',
      '{"name":"a","since":"2026-08-18t20:28:14+02:00","id":"3F2504E0-4F89-41D3-9A0C-0305E82C3301"}',
      {
        name: 'a',
        age: null,
        role: 'reader',
        since: '2026-08-18T20:28:14+02:00',
        id: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
      },
    ],
  ])('%s', (_, sent, added) => {
    const reference = { $ref: '#/components/schemas/Owner' };
    expect(put(reference, `{"added":${sent}}`, { Owner: OWNER }).json).toMatchObject({ added });
    expect(put({ anyOf: [reference, NULL] }, `{"added":${sent}}`, { Owner: OWNER }).json).toMatchObject({ added });
    expect(put({ type: 'array', items: reference }, `{"added":[${sent}]}`, { Owner: OWNER }).json).toMatchObject({
      added: [added],
    });
    expect(
      put({ type: 'object', additionalProperties: reference }, `{"added":{"k":${sent}}}`, { Owner: OWNER }).json,
    ).toMatchObject({
      added: { k: added },
    });
  });

  test('every member of a model that allows additional ones', () => {
    const { json } = put({ ...OWNER, additionalProperties: true }, '{"added":{"name":"a","__proto__":1}}');
    expect((json as { added: object }).added).toEqual(expect.objectContaining({ name: 'a', ['__proto__']: 1 }));
  });

  test('a recursive model', () => {
    const node = { type: 'object', properties: { next: { anyOf: [{ $ref: '#/components/schemas/Node' }, NULL] } } };
    const { json } = put({ $ref: '#/components/schemas/Node' }, '{"added":{"next":{"zz":1}}}', { Node: node });
    expect(json).toMatchObject({ added: { next: { next: null } } });
  });

  test.each([
    [
      'a string unchanged if it may be a string or a time',
      [TIME, STRING],
      '"2026-08-18t20:28:14z"',
      '2026-08-18t20:28:14z',
    ],
    [
      'a time as pydantic prints it if it may be a number or a time',
      [{ type: 'integer' }, TIME],
      '"2026-08-18t20:28:14z"',
      '2026-08-18T20:28:14Z',
    ],
    [
      'the model with the most members set',
      [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }],
      '{"b":"x"}',
      { a: null, b: 'x' },
    ],
  ])('%s', (_, anyOf, sent, added) => {
    const nullable = { anyOf: [STRING, NULL] };
    const A = { type: 'object', properties: { a: nullable } };
    const B = { type: 'object', properties: { a: nullable, b: nullable } };
    expect(put({ anyOf }, `{"added":${sent}}`, { A, B }).json).toMatchObject({ added });
  });

  const A = { type: 'object', properties: { at: { anyOf: [TIME, NULL] } } };
  const B = { type: 'object', properties: { kind: { type: 'string', const: 'b' }, at: { anyOf: [TIME, NULL] } } };
  const TEXTS = { type: 'object', additionalProperties: STRING };
  const TIMES = { type: 'object', additionalProperties: TIME };
  const [A_REF, B_REF] = [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }];
  const MOMENT = { type: 'string', enum: ['2026-08-18t20:28:14z'], title: 'Moment' };
  const TAGGED = {
    oneOf: [B_REF],
    discriminator: { propertyName: 'kind', mapping: { b: '#/components/schemas/B' } },
  };

  test.each([
    [
      'a dictionary that needs no conversion, before a model that does',
      [A_REF, TEXTS],
      '{"at":"2026-08-18T20:28:14z"}',
      { at: '2026-08-18T20:28:14z' },
    ],
    [
      'an empty model, before a dictionary that needs conversion',
      [TIMES, A_REF],
      '{"k":"2026-08-18T20:28:14z"}',
      { at: null },
    ],
    [
      'the model with more members set, even in a nested union',
      [A_REF, TAGGED],
      '{"kind":"b"}',
      { kind: 'b', at: null },
    ],
    [
      'the model with more known members, even if another one would keep more',
      [{ type: 'object', properties: { at: TIME }, additionalProperties: true }, B_REF],
      '{"kind":"b","x":1}',
      { kind: 'b', at: null },
    ],
    [
      'a dictionary whose integers become floats, before a model, which is a conversion too',
      [{ type: 'object', additionalProperties: { type: 'number' } }, A_REF],
      '{"k":1}',
      { k: 1 },
    ],
    [
      'a list, before a set of the same',
      [
        { type: 'array', uniqueItems: true, items: UUID },
        { type: 'array', items: STRING },
      ],
      '["A"]',
      ['A'],
    ],
    [
      'a list of texts, before a tuple with a time',
      [
        { type: 'array', prefixItems: [TIME, STRING], minItems: 2, maxItems: 2 },
        { type: 'array', items: STRING },
      ],
      '["2026-08-18t20:28:14z","x"]',
      ['2026-08-18t20:28:14z', 'x'],
    ],
    [
      'a list of anything, before a list of times',
      [{ type: 'array', items: TIME }, { type: 'array' }],
      '["2026-08-18t20:28:14z"]',
      ['2026-08-18t20:28:14z'],
    ],
    [
      'a time, before a member of an Enum, which is a conversion too',
      [TIME, { $ref: '#/components/schemas/Moment' }],
      '"2026-08-18t20:28:14z"',
      '2026-08-18T20:28:14Z',
    ],
    ['a member of a Literal, before a time', [TIME, MOMENT], '"2026-08-18t20:28:14z"', '2026-08-18t20:28:14z'],
    [
      'a dictionary of the models with more members set',
      [
        { type: 'object', additionalProperties: A_REF },
        { type: 'object', additionalProperties: B_REF },
      ],
      '{"k":{"kind":"b"}}',
      { k: { kind: 'b', at: null } },
    ],
    ['anything, before a time', [TIME, {}], '"2026-08-18t20:28:14z"', '2026-08-18t20:28:14z'],
    [
      'anything, even by a boolean schema, before a time',
      [TIME, true],
      '"2026-08-18t20:28:14z"',
      '2026-08-18t20:28:14z',
    ],
    [
      'anything, before a list of times',
      [{ type: 'array', items: TIME }, {}],
      '["2026-08-18t20:28:14z"]',
      ['2026-08-18t20:28:14z'],
    ],
    [
      'anything, before a dictionary of times',
      [TIMES, {}],
      '{"k":"2026-08-18t20:28:14z"}',
      { k: '2026-08-18t20:28:14z' },
    ],
  ])('%s', (_, anyOf, sent, added) => {
    expect((put({ anyOf }, `{"added":${sent}}`, { A, B, Moment: MOMENT }).json as { added: unknown }).added).toEqual(
      added,
    );
  });

  test.each([
    ['a secret as asterisks', '"x"', '**********'],
    ['an empty secret as it is', '""', ''],
  ])('%s', (_, sent, added) => {
    const secret = { type: 'string', format: 'password', writeOnly: true };
    expect(put(secret, `{"added":${sent}}`).json).toMatchObject({ added });
  });

  test('times in a dictionary whose names have a pattern', () => {
    const times = { type: 'object', patternProperties: { '^a': TIME } };
    expect(put(times, '{"added":{"ab":"2026-08-18t20:28:14z"}}').json).toMatchObject({
      added: { ab: '2026-08-18T20:28:14Z' },
    });
    // Pydantic never publishes several patterns.
    const several = { type: 'object', patternProperties: { '^a': TIME, '^b': STRING } };
    expect(put(several, '{"added":{"ab":"2026-08-18t20:28:14z"}}').json).toMatchObject({
      added: { ab: '2026-08-18t20:28:14z' },
    });
  });

  test.each([
    ['one', [{ properties: { at: TIME } }, { minimum: 1 }]],
    ['two', [{ properties: { at: TIME } }, { properties: { at: TIME, b: STRING }, additionalProperties: false }]],
  ])('a value that is not an object, if allOf of %s models allows one', (_, allOf) => {
    expect(put({ allOf }, '{"added":5}').json).toMatchObject({ added: 5 });
    expect(put({ allOf }, '{"added":{"at":"2026-08-18t20:28:14z"}}').json).toMatchObject({
      added: { at: '2026-08-18T20:28:14Z' },
    });
  });

  test('two spellings of a UUID in a set, which are two items in the contract', () => {
    const ids = ['3f2504e0-4f89-41d3-9a0c-0305e82c3301', '3F2504E0-4F89-41D3-9A0C-0305E82C3301'];
    const set = { type: 'array', items: UUID, uniqueItems: true, minItems: 2 };
    expect(put(set, JSON.stringify({ added: ids })).json).toMatchObject({ added: ids });
  });
});

describe('PUT /tracker/{tracker_id} names a branch of a union', () => {
  const KINDS = {
    A: { type: 'object', properties: { kind: { type: 'string', const: 'a' } }, required: ['kind'] },
    B: { type: 'object', properties: { kind: { type: 'string', const: 'b' } }, required: ['kind'] },
    Level: { type: 'integer', enum: [1, 2], title: 'Level' },
  };
  const TAGGED = {
    oneOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }],
    discriminator: { propertyName: 'kind', mapping: { a: '#/components/schemas/A', b: '#/components/schemas/B' } },
  };

  test('a tagged union, and an Enum of numbers', () => {
    const field = { anyOf: [TAGGED, { $ref: '#/components/schemas/Level' }] };
    expect(typesAndPlaces(put(field, '{"added":"x"}', KINDS))).toEqual([
      ['model_attributes_type', ['body', 'added', 'tagged-union[A,B]']],
      ['enum', ['body', 'added', 'int-enum[Level]']],
    ]);
  });

  test('by its tag, as Python prints it', () => {
    expect(put(TAGGED, '{"added":{"kind":1.0}}', KINDS).json).toMatchObject({
      detail: [{ type: 'union_tag_invalid', ctx: { tag: '1.0' } }],
    });
  });
});

describe('PUT /tracker/{tracker_id} counts and measures as pydantic does:', () => {
  const SET = { type: 'array', items: { type: 'string', minLength: 1 }, uniqueItems: true, maxItems: 2 };

  test('a set until it has too many items, and ignores further errors then', () => {
    expect(put(SET, '{"added":["a","",7,"b","c"]}').json).toMatchObject({
      detail: [
        {
          type: 'too_long',
          loc: ['body', 'added'],
          msg: 'Set should have at most 2 items after validation, not more',
          ctx: { actual_length: null },
        },
      ],
    });
  });

  test('each distinct item of a set once', () => {
    const { json } = put({ ...SET, minItems: 2 }, '{"added":["a","a"]}');
    expect(json).toMatchObject({ detail: [{ type: 'too_short', ctx: { actual_length: 1 } }] });
  });

  test.each([
    ['a float that is not quite a multiple', { type: 'number', multipleOf: 0.1 }, '0.3', 200],
    ['a float that is not a multiple', { type: 'number', multipleOf: 0.1 }, '0.31', 422],
    ['a float whose multiple cannot be told', { type: 'number', multipleOf: 0.25 }, '1e308', 422],
    ['a large integer that is not a multiple', { type: 'integer', multipleOf: 5 }, '23372036854775808', 422],
    ['a large integer', { type: 'integer', multipleOf: 8 }, '23372036854775808', 200],
  ])('%s', (_, schema, sent, status) => {
    expect(put(schema, `{"added":${sent}}`).status).toBe(status);
  });

  test.each([
    [-1e-7, 'Input should be greater than -0.0000001'],
    [1.5e-9, 'Input should be greater than 0.0000000015'],
    [1e21, 'Input should be greater than 1000000000000000000000'],
    [-1.25e22, 'Input should be greater than -12500000000000000000000'],
    [0, 'Input should be greater than 0'],
  ])('a bound of %d, written without an exponent', (exclusiveMinimum, msg) => {
    const { json } = put({ type: 'number', exclusiveMinimum }, '{"added":-1e300}');
    expect(json).toMatchObject({ detail: [{ type: 'greater_than', msg }] });
  });

  test('errors in the order of the request, for numeric keys too', () => {
    const numbers = { type: 'object', additionalProperties: { type: 'integer' } };
    expect(typesAndPlaces(put(numbers, '{"added":{"b":[],"1":[]}}'))).toEqual([
      ['int_type', ['body', 'added', 'b']],
      ['int_type', ['body', 'added', '1']],
    ]);
    const model = { type: 'object', properties: {}, additionalProperties: false };
    expect(typesAndPlaces(put(model, '{"added":{"b":1,"1":1}}'))).toEqual([
      ['extra_forbidden', ['body', 'added', 'b']],
      ['extra_forbidden', ['body', 'added', '1']],
    ]);
  });
});

test.each([
  ['/tracker/a%3Fb/?x=1', 'http://a.example/tracker/a?b?x=1'],
  ['/tracker/a%23b/', 'http://a.example/tracker/a#b'],
  ['/tracker/a%5Cb/?x=?', 'http://a.example/tracker/a%5Cb?x=?'],
])('GET %s is redirected to the decoded path, as deployed', (target, location) => {
  const { status, headers } = handle(createSmallMock(), toMessage(`GET ${target}`, { headers: { host: 'a.example' } }));
  expect([status, headers['location']]).toEqual([307, location]);
});

test.each(['a.example/..', 'a b', 'a@b', 'a?', '[::1', '[:::]', 'a:65536', 'a:', ''])(
  'GET /tracker/ is not redirected to the host %j',
  (host) => {
    const { headers } = handle(createSmallMock(), toMessage('GET /tracker/', { headers: { host } }));
    expect(headers['location']).toBe('/tracker');
  },
);

test.each(['a.example', 'a.example:80', '127.0.0.1:4010', 'a:00080', '[::1]:4010', '[v1.a:b]'])(
  'GET /tracker/ is redirected to the host %s',
  (host) => {
    const { headers } = handle(createSmallMock(), toMessage('GET /tracker/', { headers: { host } }));
    expect(headers['location']).toBe(`http://${host}/tracker`);
  },
);

test('HEAD /openapi.json is answered, and named in allow for other methods', () => {
  const mock = createSmallMock();
  expect(handle(mock, toMessage('HEAD /openapi.json')).status).toBe(200);
  expect(handle(mock, toMessage('POST /openapi.json'))).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
});

describe('PUT /tracker/{tracker_id} with a Decimal', () => {
  const PATTERN = String.raw`^(?!^[-+.]*$)[+-]?0*\d*\.?\d*$`;
  const FOUR_DIGITS = String.raw`^(?!^[-+.]*$)[+-]?0*(?:\d{0,4}|(?=[\d.]{1,5}0*$)\d*\.\d*0*$)`;
  const decimal = (bounds: object, pattern: string): object => ({
    anyOf: [
      { type: 'number', ...bounds },
      { type: 'string', pattern },
    ],
  });

  test.each([
    [{ minimum: 0 }, '"-.5"', 'greater_than_equal', { ge: 0 }],
    [{ minimum: 0 }, '-1', 'greater_than_equal', { ge: 0 }],
    [{ exclusiveMinimum: 0 }, '"0.00"', 'greater_than', { gt: 0 }],
    [{ maximum: 100 }, '"100.01"', 'less_than_equal', { le: 100 }],
    [{ exclusiveMaximum: 0.5 }, '"00.500"', 'less_than', { lt: 0.5 }],
    [{ maximum: -1.5 }, '"-1.25"', 'less_than_equal', { le: -1.5 }],
    [{ multipleOf: 0.1 }, '"0.35"', 'multiple_of', { multiple_of: 0.1 }],
  ])('bounded by %j refuses %s', (bounds, value, type, ctx) => {
    const { json } = put(decimal(bounds, PATTERN), `{"added":${value}}`);
    expect(json).toMatchObject({
      detail: [{ type, loc: ['body', 'added'], input: JSON.parse(value) as unknown, ctx }],
    });
  });

  test.each([
    [{ minimum: 0 }, '"-0.00"'],
    [{ maximum: 100 }, '"00100.000"'],
    [{ minimum: -2 }, '"-1.999"'],
    [{ multipleOf: 0.1 }, '"0.30"'],
  ])('bounded by %j takes %s', (bounds, value) => {
    expect(put(decimal(bounds, PATTERN), `{"added":${value}}`).status).toBe(200);
  });

  test.each(['12345', '1234.5', '0.00001'])('of four digits refuses the number %s', (value) => {
    const { json } = put(decimal({}, FOUR_DIGITS), `{"added":${value}}`);
    expect(json).toMatchObject({ detail: [{ type: 'decimal_max_digits', ctx: { max_digits: 4 } }] });
  });

  test.each(['1234', '12.34', '1e20'])('of any digits takes the number %s', (value) => {
    expect(put(decimal({}, PATTERN), `{"added":${value}}`).status).toBe(200);
  });
});

test.each(['NaN', ' -inf', 'sNaN1', '+Infinity'])(
  'a Decimal refuses the text %j as Python’s infinity or NaN',
  (text) => {
    const anyOf = [{ type: 'number' }, { type: 'string', pattern: String.raw`^(?!^[-+.]*$)[+-]?0*\d*\.?\d*$` }];
    expect(put({ anyOf }, JSON.stringify({ added: text })).json).toMatchObject({
      detail: [{ type: 'finite_number', loc: ['body', 'added'], msg: 'Input should be a finite number', input: text }],
    });
  },
);

test.each(['NaN', '-Infinity'])('a Decimal refuses the number %s', (number) => {
  const anyOf = [{ type: 'number' }, { type: 'string', pattern: String.raw`^(?!^[-+.]*$)[+-]?0*\d*\.?\d*$` }];
  expect(put({ anyOf }, `{"added":${number}}`).json).toMatchObject({
    detail: [{ type: 'finite_number', loc: ['body', 'added'], msg: 'Input should be a finite number', input: null }],
  });
});

describe('PUT /tracker/{tracker_id} with an embedded body and a lone surrogate', () => {
  test.each([
    [String.raw`"\ud800"`, ['missing', ['body', 'request']]],
    [String.raw`{"request":{"status":"\ud800"}}`, ['string_unicode', ['body', 'request', 'status']]],
    [String.raw`{"other":"\ud800","request":{"status":5}}`, ['string_type', ['body', 'request', 'status']]],
  ])('%s is checked under its parameter', (body, expected) => {
    const contract = createSmallContract();
    const request = { $ref: '#/components/schemas/Update' };
    Object.assign(contract.components.schemas, {
      Body_put: { type: 'object', required: ['request'], properties: { request } },
    });
    const schema = { $ref: '#/components/schemas/Body_put' };
    Object.assign(contract.paths['/tracker/{tracker_id}']?.['put'] ?? {}, {
      requestBody: { required: true, content: { 'application/json': { schema } } },
    });
    const mock = createTrackerMock({ contract, fixtures: createSmallContractWorld() });
    const answer = handle(mock, toMessage('PUT /tracker/t-1', { headers: HEADERS, body }));
    expect(typesAndPlaces(answer)).toEqual([expected]);
  });
});

test('a RootModel in a union is named by its class', () => {
  const anyOf = [{ $ref: '#/components/schemas/Tags' }, { type: 'integer' }];
  const schemas = { Tags: { type: 'array', items: STRING, title: 'Tags' } };
  expect(typesAndPlaces(put({ anyOf }, '{"added":"x"}', schemas))).toEqual([
    ['list_type', ['body', 'added', 'Tags']],
    ['int_parsing', ['body', 'added', 'int']],
  ]);
});

test.each([
  ['\u0663', '3'],
  ['\u0661.\u0665', '1.5'],
  ['\u{1d7d9}\u{1d7e3}', '11'],
])('a Decimal takes the digits %s and prints %s', (text, printed) => {
  const pattern = String.raw`^(?!^[-+.]*$)[+-]?0*\d*\.?\d*$`;
  const added = {
    anyOf: [
      { type: 'number', maximum: 20 },
      { type: 'string', pattern },
    ],
  };
  expect(put(added, JSON.stringify({ added: text })).json).toMatchObject({ added: printed });
});
