import { describe, expect, test } from 'vitest';
import type { Fixture, TrackerMock } from '../../src/index.ts';
import { createTrackerMock } from '../../src/index.ts';
import { toFixture } from '../setup.ts';
import type { Answer, Payload } from '../suite/client.ts';
import { handle, toMessage } from '../suite/client.ts';
import type { SmallContract } from './small-contract.ts';
import {
  addField,
  createSmallContract,
  createSmallContractWorld,
  parametersOf,
  propertiesOf,
  TRACKER,
} from './small-contract.ts';

// Other revisions of the contract: served without a line of code for them.

function createMock(contract: SmallContract, fixtures: Fixture = createSmallContractWorld()): TrackerMock {
  return createTrackerMock({ contract, fixtures, clock: { now: '2026-08-18T20:28:14Z' } });
}

function send(mock: TrackerMock, line: string, payload?: Payload): Answer {
  return handle(mock, toMessage(line, payload));
}

const NULL = { type: 'null' };

describe('a field that a revision adds', () => {
  test.each([
    ['text', { type: 'string' }, 'x'],
    ['empty text', { type: 'string' }, ''],
    ['an integer', { type: 'integer' }, 5],
    ['zero', { type: 'integer', default: 7 }, 0],
    ['a number', { type: 'number' }, -0.5],
    ['false', { type: 'boolean', default: true }, false],
    ['null', { anyOf: [{ type: 'string' }, NULL], default: 'x' }, null],
    ['a list', { type: 'array', items: { type: 'integer' } }, [1, 2]],
    ['a set', { type: 'array', uniqueItems: true, items: { type: 'integer' } }, [1, 2]],
    ['a tuple', { type: 'array', prefixItems: [{ type: 'integer' }, { type: 'string' }] }, [1, 'a']],
    ['an object', { type: 'object', properties: { a: { type: 'object' } } }, { a: { b: [1, { c: null }] } }],
    ['a dictionary', { type: 'object', additionalProperties: { type: 'integer' } }, { constructor: 1 }],
    ['an enum', { enum: ['low', 'high'] }, 'high'],
    ['a constant', { const: 'x' }, 'x'],
    ['anything', {}, { anything: ['goes'] }],
    ['a union', { anyOf: [{ type: 'integer' }, { type: 'string' }] }, 'x'],
    ['one of several', { oneOf: [{ type: 'integer' }, { type: 'string' }] }, 5],
    ['all of several', { allOf: [{ type: 'string' }, { minLength: 1 }] }, 'x'],
    ['a date', { type: 'string', format: 'date' }, '2026-08-18'],
  ])('PUT /tracker/{tracker_id} stores and returns %s', (_, schema, value) => {
    const contract = createSmallContract();
    addField(contract, 'added', schema);
    const mock = createMock(contract);
    const updated = send(mock, 'PUT /tracker/t-1', { json: { added: value } });
    expect(updated.json).toMatchObject({ id: 't-1', added: value, updated_at: '2026-08-18T20:28:14Z' });
    expect(send(mock, 'GET /tracker/t-1').json).toEqual(updated.json);
    expect(send(mock, 'GET /tracker').json).toEqual([updated.json]);
  });

  test.each(['a b', 'ü', 'a/b', 'a~1b', 'a%41', 'a#b', 'a?b', '$ref', 'constructor', 'toString', '', '"', '{}', '#'])(
    'PUT /tracker/{tracker_id} validates and stores it under the name %j',
    (name) => {
      const contract = createSmallContract();
      addField(contract, name, { type: 'array', items: { type: 'integer' } });
      const mock = createMock(contract);
      const refused = send(mock, 'PUT /tracker/t-1', { json: { [name]: [1, 'x'] } });
      expect(refused.status).toBe(422);
      expect(refused.json).toMatchObject({ detail: [{ type: 'int_parsing', loc: ['body', name, 1], input: 'x' }] });
      const stored = send(mock, 'PUT /tracker/t-1', { json: { [name]: [1] } });
      expect(stored.json).toMatchObject({ [name]: [1] });
    },
  );

  test('PUT /tracker/{tracker_id} writes the default of an omitted field, or null', () => {
    const contract = createSmallContract();
    addField(contract, 'progress', { type: 'integer', default: 7 });
    addField(contract, 'note', { anyOf: [{ type: 'string' }, NULL] });
    const mock = createMock(contract);
    send(mock, 'PUT /tracker/t-1', { json: { progress: 50, note: 'x' } });
    const updated = send(mock, 'PUT /tracker/t-1', { json: {} });
    expect(updated.json).toMatchObject({ progress: 7, note: null });
  });

  test('GET /tracker/{tracker_id} has it at its default before any update', () => {
    const contract = createSmallContract();
    Object.assign(propertiesOf(contract, 'Tracker'), {
      progress: { type: 'integer', default: 7 },
      note: { anyOf: [{ type: 'string' }, NULL] },
      owner: { type: 'object' },
    });
    const mock = createMock(contract);
    const answer = send(mock, 'GET /tracker/t-1');
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ progress: 7, note: null });
    // It may not be null and has no default, so that a tracker without it has no such member.
    expect(answer.json).not.toHaveProperty('owner');
  });

  test('PUT /tracker/{tracker_id} keeps the contract’s order of fields when one is added', () => {
    const contract = createSmallContract();
    const schemas = contract.components.schemas as { Tracker: { properties: object } };
    schemas.Tracker.properties = { owner: { type: 'object' }, ...schemas.Tracker.properties };
    Object.assign(propertiesOf(contract, 'Update'), { owner: { type: 'object' } });
    const mock = createMock(contract);
    const updated = send(mock, 'PUT /tracker/t-1', { json: { owner: { name: 'Bob' } } });
    expect(Object.keys(updated.json as object)).toEqual(Object.keys(schemas.Tracker.properties));
  });

  test('PUT /tracker/{tracker_id} prints times in UTC and UUIDs in lower case', () => {
    const contract = createSmallContract();
    addField(contract, 'due_at', { anyOf: [{ type: 'string', format: 'date-time' }, NULL] });
    addField(contract, 'run_id', { type: 'string', format: 'uuid' });
    const mock = createMock(contract);
    const json = { due_at: '2026-08-18T22:28:14.5+02:00', run_id: '3F2504E0-4F89-41D3-9A0C-0305E82C3301' };
    const updated = send(mock, 'PUT /tracker/t-1', { json });
    expect(updated.json).toMatchObject({
      due_at: '2026-08-18T20:28:14.500000Z',
      run_id: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    });
  });

  test.each([
    ['2026-08-18T23:59Z', '2026-08-18T23:59:00Z'],
    ['2026-08-18T23:59+02:00', '2026-08-18T21:59:00Z'],
    ['2026-08-18T23:59:01.1234567+02:00', '2026-08-18T21:59:01.123456Z'],
    // In UTC it would be in the year 0.
    ['0001-01-01T00:00:00+02:00', '0001-01-01T00:00:00+02:00'],
  ])('PUT /tracker/{tracker_id} takes the time %s for %s', (given, expected) => {
    const contract = createSmallContract();
    addField(contract, 'due_at', { type: 'string', format: 'date-time' });
    expect(send(createMock(contract), 'PUT /tracker/t-1', { json: { due_at: given } }).json).toMatchObject({
      due_at: expected,
    });
  });

  test('PUT /tracker/{tracker_id} refuses NaN and Infinity as a Decimal', () => {
    const contract = createSmallContract();
    const pattern = String.raw`^(?!^[-+.]*$)[+-]?0*(?:\d{0,3}|(?=[\d.]{1,6}0*$)\d{0,3}\.\d{0,2}0*$)`;
    addField(contract, 'price', { anyOf: [{ type: 'number' }, { type: 'string', pattern }] });
    const headers = { 'content-type': 'application/json' };
    for (const number of ['NaN', '-Infinity']) {
      const answer = send(createMock(contract), 'PUT /tracker/t-1', { headers, body: `{"price":${number}}` });
      expect(answer).toMatchObject({
        status: 422,
        json: { detail: [{ type: 'finite_number', loc: ['body', 'price'], input: null }] },
      });
    }
  });

  test('PUT /tracker/{tracker_id} refuses NaN and Infinity as numbers', () => {
    const contract = createSmallContract();
    addField(contract, 'score', { type: 'number' });
    addField(contract, 'count', { type: 'integer' });
    const mock = createMock(contract);
    const headers = { 'content-type': 'application/json' };
    const answer = send(mock, 'PUT /tracker/t-1', { headers, body: '{"score":NaN,"count":1e400}' });
    expect(answer.status).toBe(422);
    expect(answer.json).toMatchObject({
      detail: [
        { type: 'finite_number', loc: ['body', 'score'], input: null },
        { type: 'finite_number', loc: ['body', 'count'], input: null },
      ],
    });
  });

  test('GET /tracker filters by it and sorts by it', () => {
    const contract = createSmallContract();
    addField(contract, 'priority', { anyOf: [{ type: 'integer' }, NULL] });
    addField(contract, 'urgent', { anyOf: [{ type: 'boolean' }, NULL] });
    addField(contract, 'tags', { anyOf: [{ type: 'array' }, NULL] });
    const query = (name: string, schema: object): object => ({ name, in: 'query', schema });
    Object.assign(contract.paths['/tracker']?.['get'] ?? {}, {
      parameters: [
        query('urgent', { anyOf: [{ type: 'boolean' }, NULL] }),
        query('nothing_of_a_tracker', { type: 'string' }),
        query('order_by', { type: 'string' }),
        query('order_direction', { type: 'string', default: 'asc' }),
      ],
    });
    const toTracker = (id: string, fields: object): Record<string, unknown> => ({
      id,
      agent_id: 'agent-1',
      task_id: id,
      created_at: '2026-08-01T10:00:00Z',
      ...fields,
    });
    const trackers = [
      toTracker('t-1', { priority: 10, urgent: true, tags: [2] }),
      toTracker('t-2', { priority: 9, urgent: false, tags: [3] }),
      toTracker('t-3', { priority: null, urgent: true, tags: null }),
      toTracker('t-4', { priority: 9, urgent: true, tags: [1] }),
    ];
    const mock = createMock(contract, toFixture({ trackers }));
    const list = (search: string): unknown =>
      (send(mock, `GET /tracker?${search}`).json as { id: string }[]).map(({ id }) => id);
    expect(list('urgent=yes')).toEqual(['t-1', 't-3', 't-4']);
    expect(list('urgent=0')).toEqual(['t-2']);
    expect(list('order_by=priority')).toEqual(['t-2', 't-4', 't-1', 't-3']);
    expect(list('order_by=urgent')).toEqual(['t-2', 't-1', 't-3', 't-4']);
    expect(list('order_by=tags')).toEqual(['t-4', 't-1', 't-2', 't-3']);
    expect(list('nothing_of_a_tracker=x')).toHaveLength(4);
  });
});

describe('parts that a revision omits or renames', () => {
  test('PUT /tracker/{tracker_id} works if it is the only operation', () => {
    const contract = createSmallContract();
    delete contract.paths['/tracker'];
    delete contract.paths[TRACKER]?.['get'];
    const mock = createMock(contract);
    expect(send(mock, 'PUT /tracker/t-1', { json: { status: 'READY' } }).json).toMatchObject({ status: 'READY' });
    expect(send(mock, 'GET /tracker').status).toBe(404);
    const answer = send(mock, 'GET /tracker/t-1');
    expect(answer.status).toBe(405);
    expect(answer.headers['allow']).toBe('PUT');
  });

  test('GET /tracker works if it is the only operation', () => {
    const contract = createSmallContract();
    Object.assign(contract, { paths: { '/tracker': contract.paths['/tracker'] } });
    const mock = createMock(contract);
    expect(send(mock, 'GET /tracker?limit=x').json).toMatchObject([{ id: 't-1' }]);
    expect(send(mock, 'PUT /tracker/t-1', { json: {} }).status).toBe(404);
  });

  test('GET /tracker/{tracker_id} works under another name of its parameter', () => {
    const contract = createSmallContract();
    const item = contract.paths[TRACKER] ?? {};
    const parameters = [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }];
    Object.assign(item['get'] ?? {}, { parameters });
    const mock = createMock(Object.assign(contract, { paths: { '/tracker/{id}': { get: item['get'] } } }));
    expect(send(mock, 'GET /tracker/t-1').status).toBe(200);
    expect(send(mock, 'GET /tracker/t-2').status).toBe(404);
  });

  test('PUT /tracker/{tracker_id} omits a field that the tracker no longer has', () => {
    const contract = createSmallContract();
    delete propertiesOf(contract, 'Tracker')['updated_at'];
    delete propertiesOf(contract, 'Tracker')['status'];
    const mock = createMock(contract);
    const answer = send(mock, 'PUT /tracker/t-1', { json: { status: 'READY' } });
    expect(answer.json).toEqual({
      id: 't-1',
      agent_id: 'agent-1',
      task_id: 'task-1',
      created_at: '2026-08-01T10:00:00Z',
    });
  });

  test('PUT /tracker/{tracker_id} writes nothing if it has no body', () => {
    const contract = createSmallContract();
    delete contract.paths[TRACKER]?.['put']?.['requestBody'];
    const mock = createMock(contract);
    for (const payload of [{}, { json: { status: 'X' } }]) {
      expect(send(mock, 'PUT /tracker/t-1', payload)).toMatchObject({
        status: 200,
        json: { id: 't-1', status: null, updated_at: null },
      });
    }
  });

  test('PUT /tracker/{tracker_id} accepts a missing body if none is required', () => {
    const contract = createSmallContract();
    Object.assign(contract.paths[TRACKER]?.['put']?.['requestBody'] ?? {}, { required: false });
    const mock = createMock(contract);
    expect(send(mock, 'PUT /tracker/t-1').json).toMatchObject({ status: null });
  });
});

describe('parameters that a revision adds', () => {
  test('GET /tracker/{tracker_id} validates a header', () => {
    const contract = createSmallContract();
    const header = { name: 'X-Depth', in: 'header', required: true, schema: { type: 'integer', minimum: 1 } };
    parametersOf(contract, TRACKER, 'get').push(header);
    const mock = createMock(contract);
    expect(send(mock, 'GET /tracker/t-1', { headers: { 'x-depth': '5' } }).status).toBe(200);
    expect(send(mock, 'GET /tracker/t-1', { headers: { 'x-depth': '0' } }).json).toMatchObject({
      detail: [{ type: 'greater_than_equal', loc: ['header', 'X-Depth'], input: '0', ctx: { ge: 1 } }],
    });
    expect(send(mock, 'GET /tracker/t-1').json).toMatchObject({
      detail: [{ type: 'missing', loc: ['header', 'X-Depth'], input: null }],
    });
  });

  test('GET /tracker/{tracker_id} validates its id', () => {
    const contract = createSmallContract();
    const parameters = [{ name: 'tracker_id', in: 'path', required: true, schema: { type: 'string', maxLength: 4 } }];
    Object.assign(contract.paths[TRACKER]?.['get'] ?? {}, { parameters });
    const mock = createMock(contract);
    expect(send(mock, 'GET /tracker/t-1').status).toBe(200);
    expect(send(mock, 'GET /tracker/t-123').json).toMatchObject({
      detail: [{ type: 'string_too_long', loc: ['path', 'tracker_id'], input: 't-123', ctx: { max_length: 4 } }],
    });
  });

  test('GET /tracker reads every value of a list, and names the place of an error in it', () => {
    const contract = createSmallContract();
    const list = { name: 'ids', in: 'query', schema: { type: 'array', items: { type: 'integer' }, maxItems: 3 } };
    Object.assign(contract.paths['/tracker']?.['get'] ?? {}, { parameters: [list] });
    const mock = createMock(contract);
    expect(send(mock, 'GET /tracker?ids=1&ids=2').status).toBe(200);
    expect(send(mock, 'GET /tracker?ids=1&ids=x').json).toMatchObject({
      detail: [{ type: 'int_parsing', loc: ['query', 'ids', 1], input: 'x' }],
    });
    expect(send(mock, 'GET /tracker?ids=1&ids=2&ids=3&ids=4').json).toMatchObject({
      detail: [{ type: 'too_long', loc: ['query', 'ids'], input: ['1', '2', '3', '4'] }],
    });
  });
});

describe('a body by a reference', () => {
  test('PUT /tracker/{tracker_id} is refused by the reference and by what stands beside it', () => {
    const contract = createSmallContract();
    const schema = { $ref: '#/components/schemas/Update', minProperties: 1 };
    const requestBody = { required: true, content: { 'application/json': { schema } } };
    Object.assign(contract.paths[TRACKER]?.['put'] ?? {}, { requestBody });
    const mock = createMock(contract);
    expect(send(mock, 'PUT /tracker/t-1', { json: {} }).json).toMatchObject({
      detail: [{ type: 'value_error', loc: ['body'], msg: 'Value error, must NOT have fewer than 1 properties' }],
    });
    expect(send(mock, 'PUT /tracker/t-1', { json: { status: 5 } }).json).toMatchObject({
      detail: [{ type: 'string_type', loc: ['body', 'status'] }],
    });
    expect(send(mock, 'PUT /tracker/t-1', { json: { status: 'NEW' } }).status).toBe(200);
  });
});

describe('a reply that would break the contract', () => {
  test('PUT /tracker/{tracker_id} answers 500, names the place, and changes nothing', () => {
    const contract = createSmallContract();
    Object.assign(propertiesOf(contract, 'Tracker'), { status: { type: 'string', maxLength: 5, default: 'NEW' } });
    const mock = createMock(contract);
    const before = send(mock, 'GET /tracker/t-1').json;
    const answer = send(mock, 'PUT /tracker/t-1', { json: { status: 'PROCESSING' } });
    expect(answer.status).toBe(500);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.json).toMatchObject({ type: 'urn:agentex-tracker-mock:reply-breaks-contract', status: 500 });
    expect(answer.text).toContain('/status must NOT have more than 5 characters');
    expect(answer.headers['x-contract-violations']).toBe('1');
    expect(send(mock, 'GET /tracker/t-1').json).toEqual(before);
  });

  test.each([
    [{ enum: ['NEW', 'DONE', null] }, '/status must be one of \\"NEW\\", \\"DONE\\", null, by the rule'],
    [{ enum: ['NEW'] }, '/status must be \\"NEW\\", by the rule'],
    [{ const: 'N'.repeat(200) }, `/status must be \\"${'N'.repeat(79)}…, by the rule`],
    [
      { enum: Array.from({ length: 22 }, (_, index) => index) },
      `/status must be one of ${Array.from({ length: 20 }, (_, index) => index).join(', ')} and 2 more, by the rule`,
    ],
    [{ type: 'object', additionalProperties: false }, '/status must be object, by the rule'],
  ])('with the schema %j names what is allowed', (schema, message) => {
    const contract = createSmallContract();
    Object.assign(propertiesOf(contract, 'Tracker'), { status: schema });
    const tracker = { id: 't-1', agent_id: 'agent-1', task_id: 'task-1', created_at: '2026-08-01T10:00:00Z' };
    const answer = send(createMock(contract, { trackers: [tracker] }), 'PUT /tracker/t-1', {
      json: { status: 'PROCESSING' },
    });
    expect(answer.status).toBe(500);
    expect(answer.text).toContain(message);
  });

  test('a stub is refused with the member that the contract does not have', async () => {
    const contract = createSmallContract();
    Object.assign(contract.components.schemas['Tracker'] as object, { additionalProperties: false });
    const stub = createMock(contract)
      .session()
      .stub({
        match: { operation: 'GET /tracker/{tracker_id}' },
        reply: {
          status: 200,
          body: { id: 'a', agent_id: 'a', task_id: 't', created_at: '2026-08-01T10:00:00Z', colour: 1 },
        },
      });
    await expect(stub).rejects.toThrow('/reply/body must not have the property "colour": it breaks the contract of');
  });

  test('GET /tracker answers 500 if the list itself breaks the contract', () => {
    const contract = createSmallContract();
    const schema = { type: 'array', minItems: 2 };
    const responses = { default: { description: 'Well', content: { 'application/json': { schema } } } };
    Object.assign(contract.paths['/tracker']?.['get'] ?? {}, { responses });
    const mock = createMock(contract);
    const answer = send(mock, 'GET /tracker');
    expect(answer.status).toBe(500);
    expect(answer.text).toContain('must NOT have fewer than 2 items');
  });
});
