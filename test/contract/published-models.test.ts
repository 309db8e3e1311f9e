import { describe, expect, test } from 'vitest';
import type { Fixture, TrackerMock } from '../../src/index.ts';
import { createTrackerMock } from '../../src/index.ts';
import { catchMockError } from '../catch-mock-error.ts';
import type { Answer, Payload } from '../suite/client.ts';
import { handle, toMessage } from '../suite/client.ts';
import type { SmallContract } from './small-contract.ts';
import { addField, createSmallContract, createSmallContractWorld, propertiesOf, TRACKER } from './small-contract.ts';

const NULL = { type: 'null' };
const STRING_OR_NULL = { anyOf: [{ type: 'string' }, NULL] };

function createMock(contract: SmallContract): TrackerMock {
  return createTrackerMock({ contract, fixtures: createSmallContractWorld(), clock: { now: '2026-08-18T20:28:14Z' } });
}

function send(mock: TrackerMock, line: string, payload: Payload = {}): Answer {
  return handle(mock, toMessage(line, payload));
}

function setBody(contract: SmallContract, schema: object, required = true): void {
  Object.assign(contract.paths[TRACKER]?.['put'] ?? {}, {
    requestBody: { required, content: { 'application/json': { schema } } },
  });
}

/** Replaces the reply of an operation; without a schema it has no body. */
function setReply(contract: SmallContract, path: string, method: string, schema?: object, status = 200): void {
  const content = schema === undefined ? {} : { content: { 'application/json': { schema } } };
  Object.assign(contract.paths[path]?.[method] ?? {}, { responses: { [status]: { description: 'Well', ...content } } });
}

/** A contract whose replies have no response_model. */
function createUntypedContract(): SmallContract {
  const contract = createSmallContract();
  for (const [path, method] of [
    [TRACKER, 'get'],
    [TRACKER, 'put'],
    ['/tracker', 'get'],
  ] as const) {
    setReply(contract, path, method, {});
  }
  return contract;
}

/** A world that the library's types do not allow, since they are those of the embedded contract. */
function toFixture(trackers: readonly unknown[]): Fixture {
  const fixture: object = { trackers };
  return fixture;
}

describe('PUT /tracker/{tracker_id} reads the fields of a request', () => {
  const update = { $ref: '#/components/schemas/Update' };

  test('that is nullable', () => {
    const contract = createSmallContract();
    setBody(contract, { anyOf: [update, NULL] }, false);
    const mock = createMock(contract);
    expect(send(mock, 'PUT /tracker/t-1', { json: { status: 'X' } }).json).toMatchObject({ status: 'X' });
    // Without a body nothing is written.
    expect(send(mock, 'PUT /tracker/t-1').json).toMatchObject({ status: 'X' });
    expect(send(mock, 'PUT /tracker/t-1', { json: null }).json).toMatchObject({ status: 'X' });
  });

  test('that is embedded and may be left out, and no member beside it', () => {
    const contract = createSmallContract();
    const body = { type: 'object', properties: { request: { anyOf: [update, NULL] } } };
    Object.assign(contract.components.schemas, { Body_put: body });
    setBody(contract, { $ref: '#/components/schemas/Body_put' }, false);
    const mock = createMock(contract);
    send(mock, 'PUT /tracker/t-1', { json: { request: { status: 'X' } } });
    for (const json of [{}, { request: null }, { status: 5 }]) {
      expect(send(mock, 'PUT /tracker/t-1', { json })).toMatchObject({ status: 200, json: { status: 'X' } });
    }
  });

  test('that is embedded under its parameter’s name', () => {
    const contract = createSmallContract();
    const body = { type: 'object', required: ['request'], properties: { request: update } };
    Object.assign(contract.components.schemas, { Body_put_tracker__tracker_id__put: body });
    setBody(contract, { $ref: '#/components/schemas/Body_put_tracker__tracker_id__put' });
    const mock = createMock(contract);
    expect(send(mock, 'PUT /tracker/t-1', { json: { request: { status: 'X' } } }).json).toMatchObject({ status: 'X' });
    // Each body parameter is checked by itself; null is none.
    const missing = { type: 'missing', loc: ['body', 'request'], msg: 'Field required', input: null };
    for (const json of [{ status: 'X' }, { request: null }, [], null]) {
      expect(send(mock, 'PUT /tracker/t-1', { json }).json).toEqual({ detail: [missing] });
    }
    expect(send(mock, 'PUT /tracker/t-1', { json: { request: { status: 5 } } }).json).toMatchObject({
      detail: [{ type: 'string_type', loc: ['body', 'request', 'status'], input: 5 }],
    });
  });

  test('that is one of two body parameters', () => {
    const contract = createSmallContract();
    Object.assign(propertiesOf(contract, 'Tracker'), { note: STRING_OR_NULL });
    const body = { type: 'object', required: ['request'], properties: { request: update, note: STRING_OR_NULL } };
    Object.assign(contract.components.schemas, { Body_put: body });
    setBody(contract, { $ref: '#/components/schemas/Body_put' });
    const mock = createMock(contract);
    const json = { request: { status: 'X' }, note: 'N' };
    expect(send(mock, 'PUT /tracker/t-1', { json }).json).toMatchObject({ status: 'X', note: 'N' });
    // Bytes of another media type are no body parameters; JSON without members lacks all of them.
    const missing = (name: string): object => ({ type: 'missing', loc: ['body', name] });
    const text = { headers: { 'content-type': 'text/plain' }, body: '[]' };
    expect(send(mock, 'PUT /tracker/t-1', text).json).toMatchObject({ detail: [missing('request')] });
    expect(send(mock, 'PUT /tracker/t-1', { json: [] }).json).toMatchObject({
      detail: [missing('request'), missing('note')],
    });
  });

  test('that moves the cursor from within', () => {
    const contract = createSmallContract();
    addField(contract, 'last_processed_event_id', STRING_OR_NULL);
    setBody(contract, { type: 'object', properties: { request: update } });
    const mock = createMock(contract);
    const json = { request: { last_processed_event_id: 'e-1' } };
    expect(send(mock, 'PUT /tracker/t-1', { json }).json).toMatchObject({ last_processed_event_id: 'e-1' });
  });

  test.each([
    ['untagged', {}],
    ['tagged', { discriminator: { propertyName: 'kind' } }],
  ])('that is one of several models, %s, and keeps what the model does not have', (_, more) => {
    const contract = createSmallContract();
    addField(contract, 'note', STRING_OR_NULL);
    const model = (kind: string, properties: object): object => ({
      type: 'object',
      required: ['kind'],
      properties: { kind: { const: kind }, ...properties },
    });
    Object.assign(contract.components.schemas, {
      Start: model('start', { status: { type: 'string' } }),
      Note: model('note', { note: { type: 'string' } }),
    });
    const oneOf = ['Start', 'Note'].map((name) => ({ $ref: `#/components/schemas/${name}` }));
    setBody(contract, { oneOf, ...more });
    const mock = createMock(contract);
    send(mock, 'PUT /tracker/t-1', { json: { kind: 'start', status: 'X' } });
    expect(send(mock, 'PUT /tracker/t-1', { json: { kind: 'note', note: 'N' } }).json).toMatchObject({
      status: 'X',
      note: 'N',
    });
  });

  test('that inherits some of them', () => {
    const contract = createSmallContract();
    Object.assign(propertiesOf(contract, 'Tracker'), { note: STRING_OR_NULL });
    Object.assign(contract.components.schemas, { More: { allOf: [update], properties: { note: STRING_OR_NULL } } });
    setBody(contract, { $ref: '#/components/schemas/More' });
    const mock = createMock(contract);
    expect(send(mock, 'PUT /tracker/t-1', { json: { status: 'X', note: 'N' } }).json).toMatchObject({
      status: 'X',
      note: 'N',
    });
  });

  test('that is any object', () => {
    const contract = createSmallContract();
    setBody(contract, { type: 'object', additionalProperties: true });
    const mock = createMock(contract);
    const answer = send(mock, 'PUT /tracker/t-1', { json: { id: 'other', status: 'X', z: 1 } });
    expect(answer.json).toMatchObject({ id: 't-1', status: 'X' });
    expect(answer.json).not.toHaveProperty('z');
  });

  test('that is anything, of which only an object names fields', () => {
    const contract = createSmallContract();
    setBody(contract, {});
    const mock = createMock(contract);
    for (const json of [[{ status: 'X' }], 'status']) {
      expect(send(mock, 'PUT /tracker/t-1', { json })).toMatchObject({ status: 200, json: { status: null } });
    }
    expect(send(mock, 'PUT /tracker/t-1', { json: { status: 'X' } }).json).toMatchObject({ status: 'X' });
  });

  test.each([
    ['a model', { properties: { status: STRING_OR_NULL } }],
    ['an embedded model', { properties: { request: update } }],
  ])('that need not be an object, though %s describes it', (_, schema) => {
    const contract = createSmallContract();
    setBody(contract, schema);
    expect(send(createMock(contract), 'PUT /tracker/t-1', { json: ['status'] })).toMatchObject({
      status: 200,
      json: { status: null },
    });
  });

  test('that is left out, by the default of the body', () => {
    const contract = createSmallContract();
    setBody(contract, { allOf: [update], default: { status: 'D' } }, false);
    const mock = createMock(contract);
    expect(send(mock, 'PUT /tracker/t-1', { json: { status: 'X' } }).json).toMatchObject({ status: 'X' });
    expect(send(mock, 'PUT /tracker/t-1').json).toMatchObject({ status: 'D' });
  });

  const branches = [
    { type: 'object', required: ['kind'], properties: { kind: { const: 'start' }, status: STRING_OR_NULL } },
    { type: 'object', required: ['kind'], properties: { kind: { const: 'note' }, note: STRING_OR_NULL } },
  ];

  test.each([
    ['a list', { anyOf: [...branches, { type: 'array' }] }, { json: [1] }],
    ['anything else', { anyOf: [...branches, true] }, { json: { status: 'Y' } }],
    // Pydantic does not validate a default.
    ['a default that is none of them', { anyOf: branches, default: { kind: 'other', status: 'Y' } }, {}],
  ])('that is one of several models, or %s, which writes nothing', (_, schema, payload) => {
    const contract = createSmallContract();
    addField(contract, 'note', STRING_OR_NULL);
    setBody(contract, schema, false);
    const mock = createMock(contract);
    send(mock, 'PUT /tracker/t-1', { json: { kind: 'start', status: 'X' } });
    expect(send(mock, 'PUT /tracker/t-1', payload)).toMatchObject({ status: 200, json: { status: 'X', note: null } });
  });

  test.each([
    ['', []],
    [', one of which is no model', [true]],
  ])('that has several parts, which are not one schema%s', (_, more) => {
    const contract = createSmallContract();
    addField(contract, 'note', STRING_OR_NULL);
    const part = (name: string, other: string): object => ({
      type: 'object',
      properties: { [name]: STRING_OR_NULL },
      not: { required: [other] },
    });
    setBody(contract, { allOf: [part('status', 'x'), part('note', 'y'), ...more] });
    const mock = createMock(contract);
    expect(send(mock, 'PUT /tracker/t-1', { json: { status: 'X', note: 'N' } }).json).toMatchObject({
      status: 'X',
      note: 'N',
    });
    expect(send(mock, 'PUT /tracker/t-1', { json: { note: 'M' } }).json).toMatchObject({ status: null, note: 'M' });
  });

  test('that is the same model twice', () => {
    const contract = createSmallContract();
    setBody(contract, { anyOf: [update, update] });
    expect(send(createMock(contract), 'PUT /tracker/t-1', { json: { status: 'X' } }).json).toMatchObject({
      status: 'X',
    });
  });

  test('and drops members that the request’s model does not name', () => {
    const contract = createSmallContract();
    const owner = (properties: object): object => ({ type: 'object', properties });
    Object.assign(propertiesOf(contract, 'Update'), { owner: owner({ a: { type: 'integer' } }) });
    const b = { type: 'integer', default: 1 };
    Object.assign(propertiesOf(contract, 'Tracker'), { owner: owner({ a: { type: 'integer' }, b }) });
    const mock = createMock(contract);
    expect(send(mock, 'PUT /tracker/t-1', { json: { owner: { a: 5, b: 6 } } }).json).toMatchObject({
      owner: { a: 5, b: 1 },
    });
  });
});

describe('PUT /tracker/{tracker_id} without a field', () => {
  test.each([
    ['a list', { type: 'array', items: { type: 'string' } }, [], ['a']],
    ['a dictionary', { type: 'object', additionalProperties: { type: 'string' } }, {}, { a: 'b' }],
    ['a model', { type: 'object', properties: { a: { type: 'integer', default: 5 } } }, { a: 5 }, { a: 6 }],
    ['text, of which nothing is known,', { type: 'string' }, 'sent', 'sent'],
    ['a list that may not be empty', { type: 'array', minItems: 1 }, [1], [1]],
  ])('that has a default_factory for %s', (_, schema, expected, sent) => {
    const contract = createSmallContract();
    addField(contract, 'added', schema);
    const mock = createMock(contract);
    send(mock, 'PUT /tracker/t-1', { json: { added: sent } });
    expect(send(mock, 'PUT /tracker/t-1', { json: {} })).toMatchObject({ status: 200, json: { added: expected } });
  });

  test('fills what the default_factories of a model within it make', () => {
    const contract = createSmallContract();
    const inner = { type: 'object', properties: { tags: { type: 'array', items: { type: 'string' } } } };
    const made = { type: 'object', properties: { inner, kept: STRING_OR_NULL, unknown: { type: 'string' } } };
    addField(contract, 'added', { type: 'array', items: made });
    const mock = createMock(contract);
    expect(send(mock, 'PUT /tracker/t-1', { json: { added: [{}, { inner: { tags: ['a'] } }] } }).json).toMatchObject({
      added: [
        { inner: { tags: [] }, kept: null },
        { inner: { tags: ['a'] }, kept: null },
      ],
    });
  });

  test('gives a default that is a model its own defaults', () => {
    const contract = createSmallContract();
    const inner = { type: 'object', properties: { x: { type: 'integer', default: 1 } } };
    const outer = { type: 'object', properties: { inner: { ...inner, default: {} } } };
    addField(contract, 'added', { ...outer, default: {} });
    const mock = createMock(contract);
    expect(send(mock, 'GET /tracker/t-1').json).toMatchObject({ added: { inner: { x: 1 } } });
    expect(send(mock, 'PUT /tracker/t-1', { json: {} }).json).toMatchObject({ added: { inner: { x: 1 } } });
  });
});

describe('replies', () => {
  const tracker = { $ref: '#/components/schemas/Tracker' };

  test('GET /tracker has a smaller model than GET /tracker/{tracker_id}, in any order of operations', () => {
    const contract = createSmallContract();
    const small = { type: 'object', required: ['id'], properties: { id: { type: 'string' }, status: STRING_OR_NULL } };
    setReply(contract, '/tracker', 'get', { type: 'array', items: small });
    const { [TRACKER]: one, '/tracker': list } = contract.paths;
    const mock = createMock(Object.assign(contract, { paths: { '/tracker': list, [TRACKER]: one } }));
    expect(send(mock, 'PUT /tracker/t-1', { json: { status: 'X' } }).json).toMatchObject({ agent_id: 'agent-1' });
    expect(send(mock, 'GET /tracker').json).toEqual([{ id: 't-1', status: 'X' }]);
    expect(send(mock, 'GET /tracker/t-1').json).toMatchObject({ agent_id: 'agent-1', status: 'X' });
  });

  test('are complete if no operation has a response_model', () => {
    const mock = createMock(createUntypedContract());
    const expected = { id: 't-1', agent_id: 'agent-1', status: 'X', updated_at: '2026-08-18T20:28:14Z' };
    expect(send(mock, 'PUT /tracker/t-1', { json: { status: 'X' } }).json).toMatchObject(expected);
    expect(send(mock, 'GET /tracker/t-1').json).toMatchObject(expected);
    expect(send(mock, 'GET /tracker').json).toMatchObject([expected]);
  });

  test.each([
    ['2026-08-18T23:59Z', '2026-08-18T23:59:00Z'],
    ['2026-08-18T23:59:01.1234567+02:00', '2026-08-18T21:59:01.123457Z'],
    ['soon', 'soon'],
    [5, 5],
  ])('have the time %j of a fixture as %j if no operation has a response_model', (given, expected) => {
    const fixtures = toFixture([{ id: 't-1', updated_at: given }]);
    const mock = createTrackerMock({ contract: createUntypedContract(), fixtures });
    expect(send(mock, 'GET /tracker/t-1').json).toMatchObject({ updated_at: expected });
  });

  test('are complete if one operation has no response_model', () => {
    const contract = createSmallContract();
    setReply(contract, TRACKER, 'get', {});
    const mock = createMock(contract);
    expect(send(mock, 'GET /tracker/t-1').json).toMatchObject({ id: 't-1', agent_id: 'agent-1', status: null });
  });

  test('have the fields of the branch that the tracker is', () => {
    const contract = createSmallContract();
    const fields = propertiesOf(contract, 'Tracker');
    const model = (kind: string, more: object): object => ({
      type: 'object',
      required: ['id', 'kind'],
      properties: { ...fields, kind: { const: kind }, ...more },
    });
    Object.assign(contract.components.schemas, {
      A: model('a', { a: STRING_OR_NULL }),
      B: model('b', { b: STRING_OR_NULL }),
    });
    const union = {
      oneOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }],
      discriminator: { propertyName: 'kind' },
    };
    setReply(contract, TRACKER, 'get', union);
    setReply(contract, TRACKER, 'put', union);
    setReply(contract, '/tracker', 'get', { type: 'array', items: union });
    const [first] = createSmallContractWorld().trackers ?? [];
    const mock = createTrackerMock({ contract, fixtures: toFixture([{ ...first, kind: 'b', b: 'B' }]) });
    const answer = send(mock, 'GET /tracker/t-1');
    expect(answer.json).toMatchObject({ id: 't-1', kind: 'b', b: 'B' });
    expect(answer.json).not.toHaveProperty('a');
  });

  test.each([201, 202])('PUT /tracker/{tracker_id} answers with the documented %i', (status) => {
    const contract = createSmallContract();
    setReply(contract, TRACKER, 'put', tracker, status);
    expect(send(createMock(contract), 'PUT /tracker/t-1', { json: { status: 'X' } })).toMatchObject({
      status,
      json: { status: 'X' },
    });
  });

  test('PUT /tracker/{tracker_id} answers 204 without a body, and changes the tracker', () => {
    const contract = createSmallContract();
    setReply(contract, TRACKER, 'put', undefined, 204);
    const mock = createMock(contract);
    expect(send(mock, 'PUT /tracker/t-1', { json: { status: 'X' } })).toMatchObject({
      status: 204,
      headers: { 'content-type': 'application/json' },
      text: '',
    });
    expect(send(mock, 'GET /tracker/t-1').json).toMatchObject({ status: 'X' });
  });
});

describe('ids', () => {
  test('that are integers are found by any text that pydantic parses as them', () => {
    const contract = createSmallContract();
    Object.assign(propertiesOf(contract, 'Tracker'), { id: { type: 'integer' } });
    Object.assign(contract.paths[TRACKER] ?? {}, {
      get: {
        ...contract.paths[TRACKER]?.['get'],
        parameters: [{ name: 'tracker_id', in: 'path', required: true, schema: { type: 'integer' } }],
      },
    });
    const [first] = createSmallContractWorld().trackers ?? [];
    const trackers = [1, 2].map((id) => ({ ...first, id, task_id: `task-${id}` }));
    const mock = createTrackerMock({ contract, fixtures: toFixture(trackers) });
    expect(send(mock, 'GET /tracker/01').json).toMatchObject({ id: 1 });
    expect(send(mock, 'GET /tracker/3').json).toMatchObject({ message: "Item with id '3' does not exist." });
    expect(send(mock, 'GET /tracker/x').status).toBe(422);
    expect(send(mock, 'PUT /tracker/2', { json: { status: 'X' } }).json).toMatchObject({ id: 2, status: 'X' });
    expect(send(mock, 'GET /tracker').json).toHaveLength(2);
  });

  test('that are UUIDs are found in capitals', () => {
    const contract = createSmallContract();
    const id = { type: 'string', format: 'uuid' };
    Object.assign(propertiesOf(contract, 'Tracker'), { id });
    const parameters = [{ name: 'tracker_id', in: 'path', required: true, schema: id }];
    Object.assign(contract.paths[TRACKER]?.['get'] ?? {}, { parameters });
    const [first] = createSmallContractWorld().trackers ?? [];
    const fixture = { ...first, id: '9C41E6D8-80D8-4983-95DB-D03AE99B3C71' };
    const mock = createTrackerMock({ contract, fixtures: toFixture([fixture]) });
    const expected = { id: '9c41e6d8-80d8-4983-95db-d03ae99b3c71' };
    expect(send(mock, 'GET /tracker/9C41E6D8-80D8-4983-95DB-D03AE99B3C71').json).toMatchObject(expected);
    expect(send(mock, 'GET /tracker/9c41e6d880d8498395dbd03ae99b3c71').json).toMatchObject(expected);
  });
});

describe('the start refuses', () => {
  const LIST = '/paths/~1tracker/get/responses/200/content/application~1json/schema';

  test.each<readonly [name: string, change: (contract: SmallContract) => void, message: string]>([
    [
      'a list within an object',
      (contract) => {
        const page = {
          type: 'object',
          properties: { items: { type: 'array', items: { $ref: '#/components/schemas/Tracker' } } },
        };
        setReply(contract, '/tracker', 'get', page);
      },
      `#${LIST} must be a list of trackers, since the mock replies to GET /tracker with one.`,
    ],
    [
      'a tracker within an object',
      (contract) => {
        const data = {
          type: 'object',
          required: ['data'],
          properties: { data: { $ref: '#/components/schemas/Tracker' } },
        };
        Object.assign(contract.components.schemas, { Page: data });
        setReply(contract, TRACKER, 'get', { $ref: '#/components/schemas/Page' });
      },
      '#/components/schemas/Page has no id, so it is not the tracker',
    ],
    [
      'a tracker without an id',
      (contract) => {
        delete propertiesOf(contract, 'Tracker')['id'];
        Object.assign(contract.components.schemas['Tracker'] as object, { required: [] });
      },
      '#/components/schemas/Tracker has no id, so it is not the tracker',
    ],
  ])('%s', (_, change, message) => {
    const contract = createSmallContract();
    change(contract);
    const refusal = catchMockError(() => createMock(contract));
    expect(refusal.code).toBe('contract-invalid');
    expect(refusal.message).toContain(message);
  });

  test('a tracker without an id in a fixture, even if the contract does not require one', () => {
    const contract = createUntypedContract();
    const fixtures = toFixture([{ agent_id: 'a' }, { id: 1.5 }, { id: null }, 'x', null]);
    expect(catchMockError(() => createTrackerMock({ contract, fixtures })).problems).toEqual([
      'fixtures: /trackers/0/id is missing',
      'fixtures: /trackers/1/id is neither a string nor an integer (1.5)',
      'fixtures: /trackers/2/id is neither a string nor an integer (null)',
      'fixtures: /trackers/3 is not an object ("x")',
      'fixtures: /trackers/4 is not an object (null)',
    ]);
  });

  test('a value in a fixture that is in no branch of its union, and says so once', () => {
    const contract = createSmallContract();
    addField(contract, 'added', { anyOf: [{ type: 'integer' }, { type: 'boolean' }] });
    const [tracker] = createSmallContractWorld().trackers ?? [];
    const fixtures = toFixture([{ ...tracker, added: 'x' }]);
    expect(catchMockError(() => createTrackerMock({ contract, fixtures })).problems).toEqual([
      'fixtures: /trackers/0/added breaks the contract: Input should be a valid integer, unable to parse string as an integer ("x")',
    ]);
  });
});
