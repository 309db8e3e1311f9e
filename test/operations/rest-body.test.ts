import { describe, expect, test } from 'vitest';
import { createTrackerMock } from '../../src/index.ts';
import type { Profile } from '../../src/operations/profile.ts';
import { createSmallContract } from '../contract/small-contract.ts';
import type { Answer } from '../suite/client.ts';
import { handle, toMessage } from '../suite/client.ts';

// How the backend's models read a body, beyond what the contract publishes. A valid request gets a sampled reply.

const mocks = { contract: createTrackerMock(), deployed: createTrackerMock({ profile: 'deployed' }) };

function send(line: string, json: unknown, profile: Profile = 'contract'): Answer {
  return handle(mocks[profile], toMessage(line, { json }));
}

function toEntries({ status, json }: Answer): unknown {
  if (status !== 422) return status;
  const { detail } = json as { detail: { loc: unknown[]; msg: string; input: unknown }[] };
  return detail.map(({ loc, msg, input }) => [loc.slice(1).join('.'), msg, input]);
}

const NO_MODEL = 'Input should be a valid dictionary or object to extract fields from';

describe('a body that is a JSON string', () => {
  test('is read as JSON by most models', () => {
    expect(send('PUT /tasks/t-1', '{"task_metadata":{}}').status).toBe(200);
    expect(toEntries(send('PUT /tasks/t-1', '{"task_metadata":1.0}'))).toEqual([
      ['task_metadata', 'Input should be a valid dictionary', 1],
    ]);
    expect(send('POST /tasks/t-1/cancel', '{"reason":"done"}').status).toBe(200);
  });

  test('is told as it is in FastAPI if it is not JSON', () => {
    expect(send('POST /tasks/t-1/cancel', '{').json).toEqual({
      detail: [
        {
          type: 'value_error',
          loc: ['body'],
          msg: 'Value error, Expecting property name enclosed in double quotes: line 1 column 2 (char 1)',
          input: '{',
          ctx: {
            error: { msg: 'Expecting property name enclosed in double quotes', doc: '{', pos: 1, lineno: 1, colno: 2 },
          },
        },
      ],
    });
  });

  test('is refused by the models that do not have the base class', () => {
    expect(toEntries(send('POST /tasks/t-1/clean', '{}'))).toEqual([['', NO_MODEL, '{}']]);
  });

  test('fails if it holds another value than an object, and is invalid in the profile contract', () => {
    const text = 'src.api.schemas.tasks.UpdateTaskRequest() argument after ** must be a mapping, not list';
    expect(send('PUT /tasks/t-1', '[]', 'deployed')).toMatchObject({
      status: 500,
      json: { message: `Internal Server Error. Class: <class 'TypeError'>. Exception: ${text}`, code: 500 },
    });
    expect(toEntries(send('PUT /tasks/t-1', '[]'))).toEqual([['', NO_MODEL, '[]']]);
  });
});

test('a body of another media type is not read as JSON', () => {
  const body = 'x';
  const answer = handle(
    createTrackerMock(),
    toMessage('PUT /tasks/t-1', { headers: { 'content-type': 'text/plain' }, body }),
  );
  expect(toEntries(answer)).toEqual([['', NO_MODEL, body]]);
});

describe('a string in a body where a model is expected', () => {
  const schedule = { name: 'a', cron_expression: '* * * * *' };

  test('is read as JSON', () => {
    const line = 'POST /agents/a-1/schedules';
    expect(send(line, { ...schedule, initial_input: '{"content":"x"}' }).status).toBe(200);
    expect(toEntries(send(line, { ...schedule, initial_input: '{"content":1}' }))).toEqual([
      ['initial_input.content', 'Input should be a valid string', 1],
    ]);
    expect(toEntries(send(line, { ...schedule, initial_input: '' }))).toEqual([
      ['initial_input', 'Value error, Expecting value: line 1 column 1 (char 0)', ''],
    ]);
    expect(toEntries(send(line, { ...schedule, initial_input: '1' }))).toEqual([['initial_input', NO_MODEL, '1']]);
    expect(send(line, { ...schedule, initial_input: '1' }, 'deployed').status).toBe(500);
  });

  test('is read as JSON within lists, and within the branch that a tag selects', () => {
    const toBody = (attachment: string): unknown => ({
      task_id: 't-1',
      contents: [{ type: 'text', author: 'user', content: 'x', attachments: [attachment] }],
    });
    const line = 'POST /messages/batch';
    expect(send(line, toBody('{"file_id":"f","name":"n","size":1,"type":"t"}')).status).toBe(200);
    expect(toEntries(send(line, toBody('{"file_id":"f","name":"n","size":1}')))).toEqual([
      ['contents.0.text.attachments.0.type', 'Field required', { file_id: 'f', name: 'n', size: 1 }],
    ]);
  });

  test.each([
    ['POST /agents/a-1/schedules', { initial_input: '{"content":"x"}' }, 'name'],
    ['POST /agents/a-1/schedules', { name: 'a', initial_input: '{"content":"x"}' }, ''],
    [
      'POST /messages',
      {
        content: {
          type: 'text',
          author: 'user',
          content: 'x',
          attachments: ['{"file_id":"f","name":"n","size":1,"type":"t"}'],
        },
      },
      'task_id',
    ],
    ['POST /tasks/t-1/rehydrate', { task_states: ['{"task_id":"t","agent_id":"a","state":{}}'] }, 'task_id'],
    ['POST /agents/a-1/rpc', { params: '{}' }, 'method'],
  ])('is shown as it was sent in the errors of %s that are outside of it: %j', (line, body, place) => {
    for (const sent of [body, line.endsWith('schedules') ? JSON.stringify(body) : body]) {
      expect(toEntries(send(line, sent))).toEqual([[place, expect.any(String), body]]);
    }
  });

  test('is shown as a string in the text of the deployed server', () => {
    const { text } = send('POST /agents/a-1/schedules', { initial_input: '{"content":"x"}' }, 'deployed');
    expect((JSON.parse(text) as { message: string }).message).toContain(
      `'input': {'initial_input': '{"content":"x"}'}`,
    );
  });

  test('keeps the order of members that JavaScript would sort', () => {
    const body = '{"2":0,"1":0,"name":"a","interval_seconds":5,"initial_input":"{\\"b\\":1,\\"1\\":2}"}';
    const headers = { 'content-type': 'application/json' };
    const { text } = handle(createTrackerMock(), toMessage('POST /agents/a-1/schedules', { headers, body }));
    expect(text).toContain('"input":{"b":1,"1":2}');
  });
});

describe('a value that pydantic converts', () => {
  const line = 'PATCH /agents/a-1/schedules/s-1';

  test.each([
    ['interval_seconds', '5'],
    ['interval_seconds', true],
    ['paused', 1],
    ['paused', 'off'],
    ['start_at', 1_755_545_294.5],
    ['start_at', '1755545294'],
    ['start_at', '2026-08-18T20:28'],
  ])('%s is allowed to be %j', (name, value) => {
    expect(send(line, { [name]: value }).status).toBe(200);
  });

  test.each([
    ['interval_seconds', '0', 'Input should be greater than or equal to 1'],
    ['interval_seconds', false, 'Input should be greater than or equal to 1'],
    ['interval_seconds', 'x', 'Input should be a valid integer, unable to parse string as an integer'],
    ['paused', 2, 'Input should be a valid boolean, unable to interpret input'],
    ['paused', 'x', 'Input should be a valid boolean, unable to interpret input'],
    ['start_at', true, 'Input should be a valid datetime'],
    ['start_at', 'x', 'Input should be a valid datetime or date, input is too short'],
    ['start_at', 1e16, 'Input should be a valid datetime, dates after 9999 are not supported as unix timestamps'],
  ])('%s is refused as %j, and shown as it was sent', (name, value, message) => {
    expect(toEntries(send(line, { [name]: value }))).toEqual([[name, message, value]]);
  });
});

describe('a number beyond 64 bits', () => {
  const sendText = (line: string, body: string, profile: Profile = 'contract'): Answer =>
    handle(mocks[profile], toMessage(line, { headers: { 'content-type': 'application/json' }, body }));
  const toTypes = ({ status, json }: Answer): unknown =>
    status === 422 ? (json as { detail: { type: string }[] }).detail.map(({ type }) => type) : status;
  const HUGE = `1${'0'.repeat(309)}`;

  test.each([
    ['1e19', ['int_parsing_size']],
    ['9223372036854775808.0', ['int_parsing_size']],
    ['-9223372036854775808.0', ['int_parsing_size']],
    ['1e300', ['int_parsing_size']],
    ['1e400', ['finite_number']],
    ['9.2e18', 200],
    ['9223372036854775808', 200],
    ['-9223372036854775809', ['greater_than_equal']],
    [HUGE, 200],
    [`-${HUGE}`, ['greater_than_equal']],
    [`"${HUGE}"`, 200],
    [`"-${HUGE}"`, ['greater_than_equal']],
  ])('as an integer that is sent as %s', (number, expected) => {
    expect(toTypes(sendText('POST /tasks/t-1/clean', `{"idle_days":${number}}`))).toEqual(expected);
  });

  test('is read in a string as in a body', () => {
    const schedule = String.raw`"{\"name\":\"a\",\"initial_input\":{\"content\":\"x\"},\"interval_seconds\":`;
    expect(toTypes(sendText('POST /agents/a-1/schedules', `${schedule}1e19}"`))).toEqual(['int_parsing_size']);
    expect(toTypes(sendText('POST /agents/a-1/schedules', `${schedule}${HUGE}}"`))).toEqual(200);
  });

  test.each([
    [HUGE, 'Input should be a valid datetime'],
    ['1e400', 'Input should be a valid datetime, dates after 9999 are not supported as unix timestamps'],
    ['1e19', 'Input should be a valid datetime, dates after 9999 are not supported as unix timestamps'],
  ])('as a time that is sent as %s', (number, message) => {
    expect(sendText('PATCH /spans/s-1', `{"end_time":${number}}`).json).toMatchObject({ detail: [{ msg: message }] });
  });

  test.each([
    ['9223372036854775807', ['bool_parsing']],
    ['9223372036854775808', ['bool_type']],
    ['-9223372036854775808', ['bool_parsing']],
    ['-9223372036854775809', ['bool_type']],
  ])('as a boolean that is sent as %s', (number, expected) => {
    expect(toTypes(sendText('PATCH /agents/a-1/schedules/s-1', `{"paused":${number}}`))).toEqual(expected);
  });

  test.each([
    ['true', 200],
    ['false', 200],
    ['"true"', 200],
    ['1.5', ['int_from_float', 'string_type']],
    ['1e19', ['int_parsing_size', 'string_type']],
    [HUGE, 200],
    ['[]', ['int_type', 'string_type']],
  ])('and any other value as an integer or a string that is sent as %s', (id, expected) => {
    const body = `{"method":"task/create","params":{},"id":${id}}`;
    expect(toTypes(sendText('POST /agents/a-1/rpc', body))).toEqual(expected);
  });
});

describe('what a model checks once its fields are valid', () => {
  const create = 'POST /agents/a-1/schedules';
  const schedule = { name: 'a', initial_input: { content: 'x' } };
  const rehydrate = 'POST /tasks/t-1/rehydrate';
  const url = 'https://example.com/a';
  const state = { task_id: 't-1', agent_id: 'a-1', state: {} };

  test.each([
    [create, schedule, 'Provide exactly one of cron_expression or interval_seconds'],
    [
      create,
      { ...schedule, cron_expression: 'x', interval_seconds: 1 },
      'Provide exactly one of cron_expression or interval_seconds',
    ],
    [
      'PATCH /agents/a-1/schedules/name/s-1',
      { cron_expression: 'x', interval_seconds: '1' },
      'Provide only one of cron_expression or interval_seconds, not both',
    ],
    [
      'POST /agents/a-1/schedules/s-1/skip',
      { scheduled_time: '2026-08-18T20:28' },
      'scheduled_time must include timezone information.',
    ],
    [rehydrate, { task_id: 't-1' }, 'Provide exactly one of: inline content (messages/task_states) or snapshot_url.'],
    [
      rehydrate,
      { task_id: 't-1', task_states: [state], snapshot_url: url },
      'Provide inline content (messages/task_states) OR snapshot_url, not both.',
    ],
  ])('%s refuses %j', (line, body, message) => {
    expect(toEntries(send(line, body))).toEqual([['', `Value error, ${message}`, body]]);
  });

  test.each([
    [create, { ...schedule, interval_seconds: 5 }],
    [rehydrate, { task_id: 't-1', snapshot_url: url }],
    ['POST /agents/a-1/schedules/s-1/unskip', { scheduled_time: 1_755_545_294 }],
    ['POST /agents/a-1/schedules/s-1/unskip', { scheduled_time: '2026-08-18T20:28Z' }],
  ])('%s accepts %j', (line, body) => {
    expect([200, 204]).toContain(send(line, body).status);
  });
});

describe('POST /agents/{agent_id}/rpc', () => {
  const line = 'POST /agents/a-1/rpc';
  const both = { task_id: 't-1', task_name: 'n' };
  const content = { type: 'text', author: 'user', content: 'x' };

  test.each([
    ['message/send', {}],
    ['message/send', { content }],
    ['task/create', { name: 'n', unknown: 1 }],
  ])('accepts for the method %j the params %j', (method, params) => {
    expect(send(line, { method, params }).status).toBe(200);
  });

  test.each([
    ['task/cancel', both, 'Cannot provide both task_id and task_name - use only one', both],
    ['nope', { a: 1 }, 'Unknown method: nope', { method: 'nope', params: { a: 1 } }],
    [[1], { a: 1 }, 'Unknown method: [1]', { method: [1], params: { a: 1 } }],
  ])('refuses for the method %j the params %j', (method, params, message, input) => {
    expect(toEntries(send(line, { method, params }))).toEqual([['', `Value error, ${message}`, input]]);
  });

  test('tells the errors of params as if they were members of the body', () => {
    const answer = send(line, { method: 'message/send', params: { task_id: 1, stream: 2 }, jsonrpc: 1 });
    expect(answer).toMatchObject({
      json: { detail: [{ loc: ['body', 'task_id'] }, { loc: ['body', 'content'] }, { loc: ['body', 'stream'] }] },
    });
  });

  test('fails on params that are not an object, and finds them invalid in the profile contract', () => {
    const text = 'src.api.schemas.agents_rpc.SendEventRequest() argument after ** must be a mapping, not';
    for (const [params, type] of [
      ['x', 'str'],
      [[1], 'list'],
      [1, 'int'],
      [1.5, 'float'],
      [true, 'bool'],
    ] as const) {
      expect(send(line, { method: 'event/send', params }, 'deployed').text).toContain(`${text} ${type}`);
      const entries = toEntries(send(line, { method: 'event/send', params }));
      expect(entries).toContainEqual(['params.CreateTaskRequest', expect.any(String), params]);
    }
    const attachments = ['1'];
    const params = { content: { ...content, attachments } };
    expect(toEntries(send(line, { method: 'event/send', params }))).toEqual([
      ['content.text.attachments.0', NO_MODEL, '1'],
    ]);
    expect(send(line, { method: 'event/send', params }, 'deployed').status).toBe(500);
  });

  test.each(['{}', '{"task_id":"a"}', '5', 'x'])('takes params that are the JSON string %j as a string', (params) => {
    const cancel = { method: 'task/cancel', params };
    for (const body of [cancel, JSON.stringify(cancel)]) {
      expect(send(line, body, 'deployed').text).toContain(
        'CancelTaskRequest() argument after ** must be a mapping, not str',
      );
      expect(toEntries(send(line, body))).toContainEqual(['params.CreateTaskRequest', expect.any(String), params]);
      const unknown = { method: 'x', params };
      expect(toEntries(send(line, unknown))).toEqual([['', 'Value error, Unknown method: x', unknown]]);
      expect(send(line, unknown, 'deployed').text).toContain('Unknown method: x');
    }
  });

  test.each([
    ['a\ud800', String.raw`character '\ud800' in position 17`],
    ['😀\udfff\ud800', 'characters in position 17-18'],
  ])('fails to tell of the unknown method %j, which has no encoding', (method, place) => {
    const body = { method, params: { a: 1 } };
    expect(send(line, body, 'deployed').json).toEqual({
      message: `Internal Server Error. Class: <class 'UnicodeEncodeError'>. Exception: 'utf-8' codec can't encode ${place}: surrogates not allowed`,
      code: 500,
      data: null,
    });
    expect(send(line, body).status).toBe(422);
  });

  test('reads params as any of the models without a method that tells which', () => {
    const entries = toEntries(send(line, { method: 'event/send', params: '' }));
    expect(entries).toContainEqual([
      'params.function-after[validate_task_identifiers(), SendEventRequest]',
      'Value error, Expecting value: line 1 column 1 (char 0)',
      '',
    ]);
  });

  test('names the tags of a message as members of their Enum', () => {
    const answer = send(line, { method: 'message/send', params: { content: { type: 'x' } } });
    expect(answer.text).toContain("<TaskMessageContentType.TOOL_REQUEST: 'tool_request'>");
  });
});

describe('an operation of another contract', () => {
  const contract = createSmallContract();
  const schema = { $ref: '#/components/schemas/Note' };
  const properties = {
    child: { anyOf: [schema, { type: 'null' }] },
    size: { type: 'number' },
    pair: { type: 'array', prefixItems: [{ type: 'integer' }], items: { type: 'string' } },
    sizes: { type: 'object', additionalProperties: { type: 'integer' } },
    any: {},
    mixed: { anyOf: [{ type: 'integer' }, { type: 'boolean' }] },
  };
  contract.components.schemas['Note'] = { type: 'object', title: 'Note', properties };
  const content = { 'application/json': { schema } };
  contract.paths['/notes'] = { post: { requestBody: { content }, responses: { 204: { description: 'Done' } } } };
  contract.paths['/either'] = {
    post: {
      requestBody: { content: { 'application/json': { schema: { anyOf: [schema, { type: 'integer' }] } } } },
      responses: { 204: { description: 'Done' } },
    },
  };
  const mock = createTrackerMock({ contract, fixtures: { trackers: [] } });
  const post = (line: string, json: unknown): Answer => handle(mock, toMessage(line, { json }));

  test('converts what pydantic converts, wherever it is', () => {
    const note = { size: '1.5', sizes: { a: '1', b: true }, any: '1', pair: [1, '2'], child: { size: false } };
    expect(post('POST /notes', note).status).toBe(204);
    expect(toEntries(post('POST /notes', { size: 'inf', sizes: { a: 'x' } }))).toHaveLength(2);
    expect(post('POST /either', 5).status).toBe(204);
  });

  test('does not read a string as a model', () => {
    expect(toEntries(post('POST /notes', '{}'))).toEqual([['', NO_MODEL, '{}']]);
    expect(toEntries(post('POST /notes', { mixed: 'x' }))).toHaveLength(2);
  });

  test('refuses a body that is nested too deep for recursive models', () => {
    let note: unknown = {};
    for (let level = 0; level < 1400; level += 1) note = { child: note };
    expect(post('POST /notes', note).json).toMatchObject({ detail: [{ type: 'recursion_loop' }] });
  });
});
