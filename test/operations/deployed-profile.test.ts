import { describe, expect, test } from 'vitest';
import type { TrackerMockOptions } from '../../src/index.ts';
import { createTrackerMock } from '../../src/index.ts';
import { catchMockError } from '../catch-mock-error.ts';
import { createSmallWorld, DONE, FRESH, NOW, READING } from '../setup.ts';
import type { Answer, Payload } from '../suite/client.ts';
import { handle, toMessage } from '../suite/client.ts';

/** Bodies are those of sequences recorded from the deployed server. */
function open(options: TrackerMockOptions = {}): (line: string, payload?: Payload) => Answer {
  const mock = createTrackerMock({
    fixtures: createSmallWorld(),
    clock: { now: NOW },
    profile: 'deployed',
    ...options,
  });
  return (line, payload) => handle(mock, toMessage(line, payload));
}

/** A JSON text as it is sent. */
function toPayload(body: string): Payload {
  return { headers: { 'content-type': 'application/json' }, body };
}

const SELECT =
  'SELECT agent_task_tracker.id, agent_task_tracker.agent_id, agent_task_tracker.task_id, agent_task_tracker.created_at, agent_task_tracker.updated_at, agent_task_tracker.status, agent_task_tracker.status_reason, agent_task_tracker.last_processed_event_id \nFROM agent_task_tracker';

function toDatabaseMessage(error: string, sql: string, parameters: string): string {
  return `Internal Server Error. Class: <class 'sqlalchemy.exc.DBAPIError'>. Exception: (sqlalchemy.dialects.postgresql.asyncpg.Error) <class 'asyncpg.exceptions.${error}\n[SQL: ${SELECT}${sql}]\n[parameters: ${parameters}]\n(Background on this error at: https://sqlalche.me/e/20/dbapi)`;
}

const NUL = 'CharacterNotInRepertoireError\'>: invalid byte sequence for encoding "UTF8": 0x00';
const ORDER = ' ORDER BY agent_task_tracker.updated_at DESC, agent_task_tracker.created_at DESC \n';

describe('a body that is a JSON string', () => {
  test('PUT /tracker/{tracker_id} parses the string’s content as JSON', () => {
    const answer = open()('PUT /tracker/t-fresh', { json: '{"status": "READY", "more": 1}' });
    expect([answer.status, answer.json]).toEqual([200, { ...FRESH, status: 'READY', updated_at: NOW }]);
  });

  test.each([
    ['x', 'Expecting value: line 1 column 1 (char 0)', "'x'"],
    ['', 'Expecting value: line 1 column 1 (char 0)', "''"],
    [
      '{"a":1,\n é}',
      'Expecting property name enclosed in double quotes: line 2 column 2 (char 9)',
      '\'{"a":1,\\\\n é}\'',
    ],
    ['\ufeff{}', 'Unexpected UTF-8 BOM (decode using utf-8-sig): line 1 column 1 (char 0)', "'\\\\ufeff{}'"],
  ])('PUT /tracker/{tracker_id} answers 422 for %j', (text, reason, input) => {
    const answer = open()('PUT /tracker/t-fresh', { json: text });
    expect(answer.status).toBe(422);
    expect(answer.json).toMatchObject({
      message: `1 validation error: {'type': 'value_error', 'loc': ('body',), 'msg': 'Value error, ${reason}', 'input': ${input.replaceAll('\\\\', '\\')}, 'ctx': {'error': JSONDecodeError('${reason}')}}   PUT /tracker/{tracker_id}`,
    });
  });

  test('PUT /tracker/{tracker_id} answers 422 for an invalid value in it', () => {
    const answer = open()('PUT /tracker/t-fresh', { json: '{"status": NaN}' });
    expect(answer.json).toMatchObject({
      message:
        "1 validation error: {'type': 'string_type', 'loc': ('body', 'status'), 'msg': 'Input should be a valid string', 'input': nan}   PUT /tracker/{tracker_id}",
    });
  });

  test.each([
    ['5', 'int'],
    ['1e5', 'float'],
    ['Infinity', 'float'],
    ['null', 'NoneType'],
    ['true', 'bool'],
    ['[]', 'list'],
    ['"{}"', 'str'],
  ])('PUT /tracker/{tracker_id} answers 500 for %j', (text, type) => {
    const send = open();
    const answer = send('PUT /tracker/t-fresh', { json: text });
    expect([answer.status, answer.json]).toEqual([
      500,
      {
        message: `Internal Server Error. Class: <class 'TypeError'>. Exception: src.api.schemas.agent_task_tracker.UpdateAgentTaskTrackerRequest() argument after ** must be a mapping, not ${type}`,
        code: 500,
        data: null,
      },
    ]);
    expect(send('PUT /tracker/abc', { json: text }).status).toBe(404);
  });

  test.each([
    ['9'.repeat(4301), 4301],
    [`[-${'9'.repeat(5000)}]`, 5000],
  ])('PUT /tracker/{tracker_id} answers 422 for an integer that Python does not read', (text, digits) => {
    const answer = open()('PUT /tracker/t-fresh', { json: text });
    const reason = `Exceeds the limit (4300 digits) for integer string conversion: value has ${digits} digits; use sys.set_int_max_str_digits() to increase the limit`;
    expect(answer.status).toBe(422);
    expect(answer.json).toMatchObject({
      message: `1 validation error: {'type': 'value_error', 'loc': ('body',), 'msg': 'Value error, ${reason}', 'input': '${text}', 'ctx': {'error': ValueError('${reason}')}}   PUT /tracker/{tracker_id}`,
    });
  });

  test('PUT /tracker/{tracker_id} answers 500 for lists that Python does not read so deep', () => {
    const answer = open()('PUT /tracker/t-fresh', { json: '['.repeat(100_000) });
    expect([answer.status, answer.json]).toEqual([
      500,
      {
        message:
          "Internal Server Error. Class: <class 'RecursionError'>. Exception: maximum recursion depth exceeded while decoding a JSON object from a unicode string",
        code: 500,
        data: null,
      },
    ]);
  });

  test('PUT /tracker/{tracker_id} treats it as text if its media type is not JSON', () => {
    const answer = open()('PUT /tracker/t-fresh', { headers: { 'content-type': 'text/plain' }, body: '"{}"' });
    expect(answer.json).toMatchObject({ message: expect.stringContaining('model_attributes_type') as string });
  });
});

describe('strings that the database cannot store', () => {
  const HANDLED = { message: 'Internal server error', code: 500, data: null };

  test.each([
    ['a NUL to store', '{"status":"a\\u0000"}'],
    ['a lone surrogate to store', '{"status_reason":"\\ud800"}'],
    ['a NUL as cursor', '{"last_processed_event_id":"\\u0000"}'],
    ['a lone surrogate as cursor', '{"last_processed_event_id":"\\ude00\\ud83d"}'],
  ])('PUT /tracker/{tracker_id} answers 500 for %s, and changes nothing', (_, body) => {
    const send = open();
    const answer = send('PUT /tracker/t-reading', toPayload(body));
    expect([answer.status, answer.json]).toEqual([500, HANDLED]);
    expect(send('GET /tracker/t-reading').json).toEqual(READING);
  });

  test.each([
    ['backwards', 'evt-2', 'Cannot move cursor backwards: new sequence ID 3 < current sequence ID 7'],
    ['unknown', 'evt-9', 'Event with ID evt-9 not found'],
  ])('PUT /tracker/{tracker_id} answers 400 before it stores anything if the cursor is %s', (_, event, message) => {
    const body = `{"status":"\\ud800","last_processed_event_id":"${event}"}`;
    expect(open()('PUT /tracker/t-done', toPayload(body)).json).toEqual({ message, code: 400, data: null });
  });

  test('PUT /tracker/{tracker_id} ignores it in fields that the schema does not name', () => {
    const answer = open()('PUT /tracker/t-fresh', toPayload('{"x":"\\u0000","y":"\\ud800","status":"READY"}'));
    expect(answer.json).toEqual({ ...FRESH, status: 'READY', updated_at: NOW });
  });

  test.each(['GET', 'PUT'])('%s /tracker/{tracker_id} answers 500 for an id with a NUL', (method) => {
    const answer = open()(`${method} /tracker/a%00b`, { json: { status: 5 } });
    expect(answer.status).toBe(500);
    expect(answer.json).toMatchObject({
      message: toDatabaseMessage(NUL, ' \nWHERE agent_task_tracker.id = $1::VARCHAR', "('a\\x00b',)"),
    });
  });

  test('GET /tracker answers 500 for a filter with a NUL', () => {
    const answer = open()('GET /tracker?page_number=10&task_id=%00&agent_id=a');
    const sql = ` \nWHERE agent_task_tracker.agent_id = $1::VARCHAR AND agent_task_tracker.task_id IN ($4::VARCHAR)${ORDER} LIMIT $2::INTEGER OFFSET $3::INTEGER`;
    expect(answer.json).toMatchObject({ message: toDatabaseMessage(NUL, sql, "('a', 50, 450, '\\x00')") });
  });
});

describe('counts past int64', () => {
  const toRefusal = (argument: number, count: string): string =>
    `DataError'>: invalid input for query argument $${argument}: ${count} (value out of int64 range)`;

  test.each([
    ['limit=9223372036854775808', 1, '9223372036854775808', 'BIGINT', 'INTEGER', '9223372036854775808, 0'],
    [
      'page_number=9223372036854775808&limit=3',
      2,
      '27670116110564327421',
      'INTEGER',
      'BIGINT',
      '3, 27670116110564327421',
    ],
    [
      'limit=2147483648&page_number=9999999999999',
      2,
      '21474836479995705032704',
      'BIGINT',
      'BIGINT',
      '2147483648, 21474836479995705032704',
    ],
    [
      'task_id=%00&limit=9223372036854775808',
      1,
      '9223372036854775808',
      'BIGINT',
      'INTEGER',
      "9223372036854775808, 0, '\\x00'",
    ],
  ])('GET /tracker?%s answers 500', (query, argument, count, limit, offset, parameters) => {
    const answer = open()(`GET /tracker?${query}`);
    const where = query.startsWith('task') ? ' \nWHERE agent_task_tracker.task_id IN ($3::VARCHAR)' : '';
    const sql = `${where}${ORDER} LIMIT $1::${limit} OFFSET $2::${offset}`;
    expect(answer.status).toBe(500);
    expect(answer.json).toMatchObject({
      message: toDatabaseMessage(toRefusal(argument, count), sql, `(${parameters})`),
    });
  });

  test('GET /tracker shows the ends of a very long one', () => {
    const answer = open()(`GET /tracker?limit=${'1'.repeat(4300)}`);
    const shown = `(${'1'.repeat(150)} ... (4000 characters truncated) ... ${'1'.repeat(150)}, 0)`;
    const sql = `${ORDER} LIMIT $1::BIGINT OFFSET $2::INTEGER`;
    expect(answer.json).toMatchObject({
      message: toDatabaseMessage(toRefusal(1, `${'1'.repeat(40)}...`), sql, shown),
    });
  });

  test('GET /tracker?limit=9223372036854775807 lists all', () => {
    expect(open()('GET /tracker?limit=9223372036854775807').json).toHaveLength(4);
  });
});

describe('order_by of an attribute of the class', () => {
  test.each([
    ['metadata', 'MetaData()'],
    ['__eq__', "<slot wrapper '__eq__' of 'object' objects>"],
    ['__dir__', "<method '__dir__' of 'object' objects>"],
    ['__class__', "<class 'sqlalchemy.orm.decl_api.DeclarativeMeta'>"],
    ['mro', '<built-in method mro of DeclarativeMeta object at 0x7f0000000000>'],
  ])('GET /tracker?order_by=%s answers 500', (name, value) => {
    const answer = open()(`GET /tracker?order_by=${name}&task_id=%00`);
    expect(answer.json).toEqual({
      message: `Internal Server Error. Class: <class 'sqlalchemy.exc.ArgumentError'>. Exception: GROUP BY / OF / etc. expression expected, got ${value}.`,
      code: 500,
      data: null,
    });
  });

  test('GET /tracker?order_by=__tablename__ answers 500', () => {
    expect(open()('GET /tracker?order_by=__tablename__').json).toMatchObject({
      message:
        "Internal Server Error. Class: <class 'sqlalchemy.exc.CompileError'>. Exception: Can't resolve label reference for ORDER BY / GROUP BY / DISTINCT etc. Textual SQL expression 'agent_task_tracker' should be explicitly declared as text('agent_task_tracker')",
    });
  });

  test.each([
    ['__doc__', 'NULL'],
    ['__abstract__', 'true'],
  ])('GET /tracker?order_by=%s answers 500 with the statement', (name, constant) => {
    const answer = open()(`GET /tracker?order_by=${name}&order_direction=up&limit=1`);
    const order = ` ORDER BY ${constant} ASC, agent_task_tracker.updated_at ASC, agent_task_tracker.created_at ASC \n LIMIT $1::INTEGER OFFSET $2::INTEGER`;
    expect(answer.json).toMatchObject({
      message: `Internal Server Error. Class: <class 'sqlalchemy.exc.ProgrammingError'>. Exception: (sqlalchemy.dialects.postgresql.asyncpg.ProgrammingError) <class 'asyncpg.exceptions.PostgresSyntaxError'>: non-integer constant in ORDER BY\n[SQL: ${SELECT}${order}]\n[parameters: (1, 0)]\n(Background on this error at: https://sqlalche.me/e/20/f405)`,
    });
  });

  test.each(['__x__', 'sequence_id', 'toString', '__proto__'])(
    'GET /tracker?order_by=%s lists in the default order',
    (name) => {
      const send = open();
      expect(send(`GET /tracker?order_by=${name}`).json).toEqual(send('GET /tracker').json);
    },
  );
});

describe('agent keys', () => {
  const REFUSED = [401, { detail: 'Agent Unauthorized' }];

  test.each([
    ['x-agent-identity', 'nope'],
    ['x-agent-api-key', 'nope'],
    ['x-agent-api-key', READING.agent_id],
  ])('a request with the unknown %s: %s is answered with 401, on every path', (name, value) => {
    const send = open();
    for (const line of ['GET /tracker', 'GET /tracker/t-done', 'PUT /tracker/t-done', 'GET /tracker/', 'GET /nope']) {
      const answer = send(line, { headers: { [name]: value }, json: { status: 'READY' } });
      expect([answer.status, answer.json]).toEqual(REFUSED);
    }
    expect(send('GET /healthz', { headers: { [name]: value } }).status).toBe(200);
    expect(send('GET /tracker/t-done').json).toEqual(DONE);
  });

  test.each([
    ['x-agent-identity', ''],
    ['x-agent-api-key', ''],
    ['x-agent-identity', READING.agent_id],
    ['x-agent-identity', 'key-1'],
    ['x-agent-api-key', 'key-1'],
  ])('a request with %s: %j is answered', (name, value) => {
    const send = open({ fixtures: { ...createSmallWorld(), agent_keys: ['key-1'] } });
    expect(send('GET /tracker', { headers: { [name]: value } }).status).toBe(200);
  });

  test.each([{ agentKeys: 'any' }, { profile: 'contract' }] as const)('with %j any key is accepted', (options) => {
    expect(open(options)('GET /tracker', { headers: { 'x-agent-api-key': 'nope' } }).status).toBe(200);
  });
});

describe('--profile contract', () => {
  test('PUT and GET /tracker/{tracker_id} keep a NUL, as FastAPI without a database does', () => {
    const send = open({ profile: 'contract' });
    expect(send('PUT /tracker/t-fresh', { json: { status: 'a\0b' } }).json).toMatchObject({ status: 'a\0b' });
    expect(send('GET /tracker/t-fresh').json).toMatchObject({ status: 'a\0b' });
    expect(send('GET /tracker/%00').status).toBe(404);
    expect(send('GET /tracker?agent_id=%00').json).toEqual([]);
  });

  test('GET /tracker accepts any count, and ignores an order_by that is not a column', () => {
    const send = open({ profile: 'contract' });
    expect(send(`GET /tracker?limit=${'9'.repeat(30)}&order_by=metadata`).json).toHaveLength(4);
  });

  test('PUT /tracker/{tracker_id} answers 422 for a body that is a JSON string', () => {
    expect(open({ profile: 'contract' })('PUT /tracker/t-fresh', { json: '{}' }).json).toMatchObject({
      detail: [{ type: 'model_attributes_type', input: '{}' }],
    });
  });
});

describe('the option profile', () => {
  test('implies events strict, unless the option events says otherwise', () => {
    const json = { last_processed_event_id: 'evt-9' };
    expect(open()('PUT /tracker/t-done', { json }).status).toBe(400);
    expect(open({ events: 'open' })('PUT /tracker/t-done', { json }).status).toBe(200);
    expect(open({ profile: 'contract' })('PUT /tracker/t-done', { json }).status).toBe(200);
  });

  test('was called errors, which is refused with the new name', () => {
    const options: object = { errors: 'deployed' };
    const refusal = catchMockError(() => createTrackerMock(options));
    expect([refusal.code, refusal.message]).toEqual([
      'option-invalid',
      'Failed to call createTrackerMock: the option errors is now called profile. Give profile: "contract" or "deployed".',
    ]);
  });
});
