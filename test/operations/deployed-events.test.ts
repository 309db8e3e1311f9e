import { describe, expect, test } from 'vitest';
import type { TrackerEvent } from '../../src/index.ts';
import { createTrackerMock } from '../../src/index.ts';
import { handle, toMessage } from '../suite/client.ts';

const OWNER = { task_id: 'task-1', agent_id: 'agent-1' };

function open(content: TrackerEvent['content'] = null, profile: 'contract' | 'deployed' = 'deployed') {
  const events = [
    { id: 'evt-1', sequence_id: 1001, ...OWNER },
    { id: 'evt-2', sequence_id: 1002, ...OWNER, content },
  ];
  const mock = createTrackerMock({ fixtures: { events }, profile });
  return (line: string) => handle(mock, toMessage(line, { headers: { origin: 'http://page.test' } }));
}

function toFault(sql: string, parameters: string): object {
  const reason = 'invalid byte sequence for encoding "UTF8": 0x00';
  const lines = [
    `(sqlalchemy.dialects.postgresql.asyncpg.Error) <class 'asyncpg.exceptions.CharacterNotInRepertoireError'>: ${reason}`,
    `[SQL: ${sql}]`,
    `[parameters: (${parameters})]`,
    '(Background on this error at: https://sqlalche.me/e/20/dbapi)',
  ];
  const message = `Internal Server Error. Class: <class 'sqlalchemy.exc.DBAPIError'>. Exception: ${lines.join('\n')}`;
  return { message, code: 500, data: null };
}

const SELECT =
  'SELECT events.id, events.sequence_id, events.task_id, events.agent_id, events.content, events.created_at \nFROM events';
const FILTER = `${SELECT} \nWHERE events.task_id = $1::VARCHAR AND events.agent_id = $2::VARCHAR`;

// The query of a list is that of SQLAlchemy 2.0.43 for the backend's repository; those without a limit or a known event are recorded.
describe('NUL, which the database refuses', () => {
  test.each([
    ['/events/a%00', `${SELECT} \nWHERE events.id = $1::VARCHAR`, "'a\\x00',"],
    [
      '/events?task_id=%00&agent_id=a&last_processed_event_id=%00',
      'SELECT events.sequence_id \nFROM events \nWHERE events.id = $1::VARCHAR',
      "'\\x00',",
    ],
    ['/events?task_id=%00&agent_id=a', `${FILTER} ORDER BY events.sequence_id`, "'\\x00', 'a'"],
    [
      '/events?task_id=t&agent_id=%00&last_processed_event_id=x',
      `${FILTER} ORDER BY events.sequence_id`,
      "'t', '\\x00'",
    ],
    [
      '/events?task_id=t&agent_id=%00&last_processed_event_id=evt-1&limit=5',
      `${FILTER} AND events.sequence_id > $3::BIGINT ORDER BY events.sequence_id \n LIMIT $4::INTEGER`,
      "'t', '\\x00', 1001, 5",
    ],
  ])('GET %s answers 500', (path, sql, parameters) => {
    const answer = open()(`GET ${path}`);
    expect([answer.status, answer.json]).toEqual([500, toFault(sql, parameters)]);
    expect(answer.headers).not.toHaveProperty('vary');
  });

  test('GET /events is valid for the contract', () => {
    const answer = open(null, 'contract')('GET /events?task_id=%00&agent_id=a');
    expect([answer.status, answer.json]).toEqual([200, []]);
  });
});

// As pydantic 2.12 words them.
describe('stored content that is not valid', () => {
  const PREFIX =
    "Internal Server Error. Class: <class 'pydantic_core._pydantic_core.ValidationError'>. Exception: 1 validation error for EventEntity";
  const cases: [content: NonNullable<TrackerEvent['content']>, error: string][] = [
    [
      { type: 'text', author: 'user' },
      "content.text.content\n  Field required [type=missing, input_value={'type': 'text', 'author': 'user'}, input_type=dict]\n    For further information visit https://errors.pydantic.dev/2.12/v/missing",
    ],
    [
      { type: 'text', author: 'user', content: 5 },
      'content.text.content\n  Input should be a valid string [type=string_type, input_value=5, input_type=int]\n    For further information visit https://errors.pydantic.dev/2.12/v/string_type',
    ],
    [
      { type: 'text', author: 'user', content: 1.5 },
      'content.text.content\n  Input should be a valid string [type=string_type, input_value=1.5, input_type=float]\n    For further information visit https://errors.pydantic.dev/2.12/v/string_type',
    ],
    [
      { type: 'text', author: 'user', content: true },
      'content.text.content\n  Input should be a valid string [type=string_type, input_value=True, input_type=bool]\n    For further information visit https://errors.pydantic.dev/2.12/v/string_type',
    ],
    [
      { type: 'text', author: 'user', content: null },
      'content.text.content\n  Input should be a valid string [type=string_type, input_value=None, input_type=NoneType]\n    For further information visit https://errors.pydantic.dev/2.12/v/string_type',
    ],
    [
      { type: 'reasoning', author: 'user', summary: 'é'.repeat(40) },
      `content.reasoning.summary\n  Input should be a valid list [type=list_type, input_value='${'é'.repeat(12)}...${'é'.repeat(11)}', input_type=str]\n    For further information visit https://errors.pydantic.dev/2.12/v/list_type`,
    ],
    [
      { type: 'data', author: 'user', data: [null, true, 1.5, 'x'.repeat(60)] },
      `content.data.data\n  Input should be a valid dictionary [type=dict_type, input_value=[None, True, 1.5, 'xxxxxx...${'x'.repeat(22)}'], input_type=list]\n    For further information visit https://errors.pydantic.dev/2.12/v/dict_type`,
    ],
    [
      { author: 'user', data: {} },
      "content\n  Unable to extract tag using discriminator 'type' [type=union_tag_not_found, input_value={'author': 'user', 'data': {}}, input_type=dict]\n    For further information visit https://errors.pydantic.dev/2.12/v/union_tag_not_found",
    ],
  ];

  test.each(cases)('GET /events/{event_id} answers 500 for %j', (content, error) => {
    const send = open(content);
    const fault = { message: `${PREFIX}\n${error}`, code: 500, data: null };
    const one = send('GET /events/evt-2');
    expect([one.status, one.json]).toEqual([500, fault]);
    const list = send('GET /events?task_id=task-1&agent_id=agent-1');
    expect([list.status, list.json]).toEqual([500, fault]);
    expect(list.headers).not.toHaveProperty('vary');
  });

  test('GET /events answers 200 for a page without that event', () => {
    const answer = open({ type: 'none' })('GET /events?task_id=task-1&agent_id=agent-1&limit=1');
    expect([answer.status, answer.json]).toMatchObject([200, [{ id: 'evt-1' }]]);
  });

  test('GET /events/{event_id} fails with the profile contract, since the reply would break it', () => {
    const answer = open({ type: 'text', author: 'user' }, 'contract')('GET /events/evt-2');
    expect([answer.status, answer.headers['content-type']]).toEqual([500, 'application/problem+json']);
    expect(answer.json).toMatchObject({
      type: 'urn:agentex-tracker-mock:reply-breaks-contract',
      detail: expect.stringContaining('Failed to answer GET /events/{event_id}') as string,
    });
  });
});
