import { describe, expect, test } from 'vitest';
import { createSmallWorld, FRESH } from '../setup.ts';
import type { Payload, Transport } from './client.ts';

const JSON_HEADERS = { 'content-type': 'application/json' };
const STRING = { type: 'string_type', msg: 'Input should be a valid string' };
const NOT_A_MODEL = {
  type: 'model_attributes_type',
  msg: 'Input should be a valid dictionary or object to extract fields from',
};
const MISSING = { detail: [{ type: 'missing', loc: ['body'], msg: 'Field required', input: null }] };
const INTEGER = { type: 'int_parsing', msg: 'Input should be a valid integer, unable to parse string as an integer' };

function toBelowOne(name: string, input: string): object {
  const msg = 'Input should be greater than or equal to 1';
  return { type: 'greater_than_equal', loc: ['query', name], msg, input, ctx: { ge: 1 } };
}

/** Bodies that do not validate, and FastAPI's answer. */
const BODIES: readonly (readonly [name: string, payload: Payload, json: unknown])[] = [
  ['a number', { json: { status: 5 } }, { detail: [{ ...STRING, loc: ['body', 'status'], input: 5 }] }],
  [
    'false',
    { json: { status_reason: false } },
    { detail: [{ ...STRING, loc: ['body', 'status_reason'], input: false }] },
  ],
  [
    'three mistakes, in the schema’s order',
    { json: { status: [], status_reason: {}, last_processed_event_id: 0.5 } },
    {
      detail: [
        { ...STRING, loc: ['body', 'last_processed_event_id'], input: 0.5 },
        { ...STRING, loc: ['body', 'status'], input: [] },
        { ...STRING, loc: ['body', 'status_reason'], input: {} },
      ],
    },
  ],
  ['a list for the body', { json: [{}] }, { detail: [{ ...NOT_A_MODEL, loc: ['body'], input: [{}] }] }],
  ['a text for the body', { json: 'x' }, { detail: [{ ...NOT_A_MODEL, loc: ['body'], input: 'x' }] }],
  ['null for the body', { json: null }, MISSING],
  ['no body', { headers: JSON_HEADERS }, MISSING],
  ['no body and no content type', {}, MISSING],
  [
    'text that is not said to be JSON',
    { headers: { 'content-type': 'text/plain' }, body: '{}' },
    { detail: [{ ...NOT_A_MODEL, loc: ['body'], input: '{}' }] },
  ],
  ['no content type', { body: '{}' }, { detail: [{ ...NOT_A_MODEL, loc: ['body'], input: '{}' }] }],
  [
    'malformed JSON',
    { headers: JSON_HEADERS, body: '{"status": }' },
    {
      detail: [
        {
          type: 'json_invalid',
          loc: ['body', 11],
          msg: 'JSON decode error',
          input: {},
          ctx: { error: 'Expecting value' },
        },
      ],
    },
  ],
  [
    'malformed JSON behind text beyond ASCII, counted in characters',
    { headers: JSON_HEADERS, body: '{"\u{1f9ea}é":1,}' },
    {
      detail: [
        {
          type: 'json_invalid',
          loc: ['body', 8],
          msg: 'JSON decode error',
          input: {},
          ctx: { error: 'Expecting property name enclosed in double quotes' },
        },
      ],
    },
  ],
];

/** Queries that do not validate, and the entries of FastAPI's answer. */
const QUERIES: readonly (readonly [query: string, detail: readonly object[]])[] = [
  ['limit=0', [toBelowOne('limit', '0')]],
  ['page_number=0&limit=-1', [toBelowOne('limit', '-1'), toBelowOne('page_number', '0')]],
  ['limit=', [{ ...INTEGER, loc: ['query', 'limit'], input: '' }]],
  ['limit', [{ ...INTEGER, loc: ['query', 'limit'], input: '' }]],
  ['limit=null', [{ ...INTEGER, loc: ['query', 'limit'], input: 'null' }]],
  ['limit=0x10', [{ ...INTEGER, loc: ['query', 'limit'], input: '0x10' }]],
  ['limit=1e2', [{ ...INTEGER, loc: ['query', 'limit'], input: '1e2' }]],
  ['limit=1.5', [{ ...INTEGER, loc: ['query', 'limit'], input: '1.5' }]],
  ['limit=1&limit=%FF', [{ ...INTEGER, loc: ['query', 'limit'], input: '\u{fffd}' }]],
  ['page_number=-0', [toBelowOne('page_number', '-0')]],
];

/** The deployed server's message, as recorded from its handler on a real FastAPI without the file that it names. */
const DEPLOYED: readonly (readonly [line: string, payload: Payload, message: string])[] = [
  [
    'PUT /tracker/t-fresh',
    { json: { status: 5 } },
    "1 validation error: {'type': 'string_type', 'loc': ('body', 'status'), 'msg': 'Input should be a valid string', 'input': 5}   PUT /tracker/{tracker_id}",
  ],
  [
    'PUT /tracker/t-fresh',
    { json: { status: 5, status_reason: [1, 'a', null, true, 1.5, { a: 1 }], last_processed_event_id: {} } },
    "3 validation errors: {'type': 'string_type', 'loc': ('body', 'last_processed_event_id'), 'msg': 'Input should be a valid string', 'input': {}} {'type': 'string_type', 'loc': ('body', 'status'), 'msg': 'Input should be a valid string', 'input': 5} {'type': 'string_type', 'loc': ('body', 'status_reason'), 'msg': 'Input should be a valid string', 'input': [1, 'a', None, True, 1.5, {'a': 1}]}   PUT /tracker/{tracker_id}",
  ],
  [
    'PUT /tracker/t-fresh',
    { headers: JSON_HEADERS, body: '{"status": }' },
    "1 validation error: {'type': 'json_invalid', 'loc': ('body', 11), 'msg': 'JSON decode error', 'input': {}, 'ctx': {'error': 'Expecting value'}}   PUT /tracker/{tracker_id}",
  ],
  [
    'PUT /tracker/t-fresh',
    { json: [] },
    "1 validation error: {'type': 'model_attributes_type', 'loc': ('body',), 'msg': 'Input should be a valid dictionary or object to extract fields from', 'input': []}   PUT /tracker/{tracker_id}",
  ],
  [
    'PUT /tracker/t-fresh',
    {},
    "1 validation error: {'type': 'missing', 'loc': ('body',), 'msg': 'Field required', 'input': None}   PUT /tracker/{tracker_id}",
  ],
  [
    'PUT /tracker/t-fresh',
    { json: { status: ['a   b', 'a    b'] } },
    "1 validation error: {'type': 'string_type', 'loc': ('body', 'status'), 'msg': 'Input should be a valid string', 'input': ['a b', 'a  b']}   PUT /tracker/{tracker_id}",
  ],
  [
    'PUT /tracker/t-fresh',
    { json: { status: ["it's"] } },
    "1 validation error: {'type': 'string_type', 'loc': ('body', 'status'), 'msg': 'Input should be a valid string', 'input': [\"it's\"]}   PUT /tracker/{tracker_id}",
  ],
  [
    'PUT /tracker/t-fresh',
    { json: { status: ['it\'s "q"'] } },
    "1 validation error: {'type': 'string_type', 'loc': ('body', 'status'), 'msg': 'Input should be a valid string', 'input': ['it\\'s \"q\"']}   PUT /tracker/{tracker_id}",
  ],
  [
    'PUT /tracker/t-fresh',
    { headers: JSON_HEADERS, body: '{"status":[1e400,-0.0,1E2,123456789012345678901234567890,NaN]}' },
    "1 validation error: {'type': 'string_type', 'loc': ('body', 'status'), 'msg': 'Input should be a valid string', 'input': [inf, -0.0, 100.0, 123456789012345678901234567890, nan]}   PUT /tracker/{tracker_id}",
  ],
  [
    'PUT /tracker/t-fresh',
    { json: { status: { 'clé\n': '💥\u200b' } } },
    "1 validation error: {'type': 'string_type', 'loc': ('body', 'status'), 'msg': 'Input should be a valid string', 'input': {'clé\\n': '💥\\u200b'}}   PUT /tracker/{tracker_id}",
  ],
  [
    'PUT /tracker/t-fresh',
    { headers: { 'content-type': 'text/plain' }, body: Buffer.from('\xff"', 'latin1') },
    "1 validation error: {'type': 'model_attributes_type', 'loc': ('body',), 'msg': 'Input should be a valid dictionary or object to extract fields from', 'input': b'\\xff\"'}   PUT /tracker/{tracker_id}",
  ],
  [
    'GET /tracker?limit=-1&page_number=0',
    {},
    "2 validation errors: {'type': 'greater_than_equal', 'loc': ('query', 'limit'), 'msg': 'Input should be greater than or equal to 1', 'input': '-1', 'ctx': {'ge': 1}} {'type': 'greater_than_equal', 'loc': ('query', 'page_number'), 'msg': 'Input should be greater than or equal to 1', 'input': '0', 'ctx': {'ge': 1}}   GET /tracker",
  ],
  [
    'GET /tracker?limit=a%20%20%20b',
    {},
    "1 validation error: {'type': 'int_parsing', 'loc': ('query', 'limit'), 'msg': 'Input should be a valid integer, unable to parse string as an integer', 'input': 'a b'}   GET /tracker",
  ],
];

/** Requests that break the contract. Prism answers these itself. */
export function testValidation(transport: Transport): void {
  describe('--profile contract', () => {
    test.each(BODIES)('PUT /tracker/{tracker_id} answers 422 for %s, and changes nothing', async (_, payload, json) => {
      const client = await transport.open();
      const answer = await client.send('PUT /tracker/t-fresh', payload);
      expect(answer.status).toBe(422);
      expect(answer.headers['content-type']).toMatch(/^application\/json/);
      expect(answer.json).toEqual(json);
      const kept = await client.send('GET /tracker/t-fresh');
      expect(kept.json).toEqual(FRESH);
    });

    test.each(QUERIES)('GET /tracker?%s answers 422', async (query, detail) => {
      const client = await transport.open();
      const answer = await client.send(`GET /tracker?${query}`);
      expect(answer.status).toBe(422);
      expect(answer.json).toEqual({ detail });
    });

    test('PUT /tracker/{tracker_id} repeats numbers as they were sent', async () => {
      const client = await transport.open();
      const body = '{"status":[1.0,-0.0,1E2,12345678901234567890,0.1e-6],"status":{"b":1,"a":2,"1":3}}';
      const answer = await client.send('PUT /tracker/t-fresh', {
        headers: JSON_HEADERS,
        body: body.replace(',"status":{', ',"status_reason":{'),
      });
      expect(answer.text).toContain('"input":[1.0,-0.0,100.0,12345678901234567890,1e-07]');
      expect(answer.text).toContain('"input":{"b":1,"a":2,"1":3}');
    });
  });

  describe('--profile deployed', () => {
    test.each(DEPLOYED)('%s %j answers 422 in the envelope of the deployed server', async (line, payload, message) => {
      const client = await transport.open({ profile: 'deployed' });
      const answer = await client.send(line, payload);
      expect(answer.status).toBe(422);
      expect(answer.json).toEqual({ status_code: 10422, message, data: null });
    });

    test('PUT /tracker/{tracker_id} answers 400 and 404 as in the contract profile', async () => {
      const client = await transport.open({ profile: 'deployed' });
      const unknown = await client.send('PUT /tracker/abc', { json: {} });
      expect(unknown.json).toEqual({ message: "Item with id 'abc' does not exist.", code: 404, data: null });
      const refused = await client.send('PUT /tracker/t-fresh', { json: { last_processed_event_id: 'evt-9' } });
      expect(refused.json).toEqual({ message: 'Event with ID evt-9 not found', code: 400, data: null });
    });
  });

  test.each([
    ['contract', 422],
    ['deployed', 404],
  ] as const)(
    'PUT /tracker/{tracker_id} with --profile %s answers %d for an unknown id and a wrong value',
    async (profile, status) => {
      const client = await transport.open({ profile });
      expect((await client.send('PUT /tracker/abc', { json: { status: 5 } })).status).toBe(status);
      const malformed = await client.send('PUT /tracker/abc', { headers: JSON_HEADERS, body: '{"status"' });
      expect(malformed.status).toBe(422);
    },
  );

  describe.each(['contract', 'deployed'] as const)('--profile %s', (profile) => {
    test.each([
      ['bytes that are no UTF-8', Buffer.from('{"status":"\xff"}', 'latin1')],
      ['100,000 nested lists', '['.repeat(100_000)],
      ['100,000 nested lists that are closed', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
      ['100,000 nested objects', '{"a":'.repeat(100_000)],
      ['an integer of 5,000 digits', `{"more":${'9'.repeat(5000)}}`],
    ])('PUT /tracker/{tracker_id} answers 400 for %s', async (_, body) => {
      const client = await transport.open({ profile });
      const answer = await client.send('PUT /tracker/t-fresh', { headers: JSON_HEADERS, body });
      expect(answer.status).toBe(400);
      expect(answer.json).toEqual({ detail: 'There was an error parsing the body' });
    });

    test('PUT /tracker/{tracker_id} refuses a lone surrogate, and changes nothing', async () => {
      const client = await transport.open({ profile });
      const answer = await client.send('PUT /tracker/t-fresh', { headers: JSON_HEADERS, body: '{"status":"\\ud800"}' });
      expect(answer.status).toBe(profile === 'contract' ? 422 : 500);
      expect(answer.text.isWellFormed()).toBe(true);
      const kept = await client.send('GET /tracker/t-fresh');
      expect(kept.json).toEqual(FRESH);
    });
  });

  describe('headers', () => {
    test('PUT /tracker/{tracker_id} counts and lists what broke the contract', async () => {
      const client = await transport.open();
      const answer = await client.send('PUT /tracker/t-fresh', { json: { status: 5, status_reason: 'fine' } });
      expect(answer.headers['x-contract-violations']).toBe('1');
      expect(JSON.parse(answer.headers['sl-violations'] ?? '')).toEqual([
        {
          location: ['request', 'body', 'status'],
          severity: 'Error',
          code: 'string_type',
          message: 'Input should be a valid string',
        },
      ]);
    });

    test('GET /tracker has neither header if the request is valid', async () => {
      const client = await transport.open();
      for (const line of ['GET /tracker', 'GET /tracker/abc', 'GET /nowhere']) {
        const answer = await client.send(line);
        expect(answer.headers).not.toHaveProperty('x-contract-violations');
        expect(answer.headers).not.toHaveProperty('sl-violations');
      }
    });
  });

  test('PUT /tracker/{tracker_id} keeps working after every refusal', async () => {
    const client = await transport.open({ fixtures: createSmallWorld() });
    for (const [, payload] of BODIES) await client.send('PUT /tracker/t-fresh', payload);
    const answer = await client.send('PUT /tracker/t-fresh', { json: { status: 'READY' } });
    expect(answer.status).toBe(200);
  });
}
