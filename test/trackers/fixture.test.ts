import { describe, expect, test } from 'vitest';
import type { Fixture, TrackerMockOptions } from '../../src/index.ts';
import { createTrackerMock } from '../../src/index.ts';
import { prepareMock } from '../../src/node/create-tracker-mock.ts';
import { catchMockError } from '../catch-mock-error.ts';
import { addField, createSmallContract } from '../contract/small-contract.ts';
import { createSmallWorld, DONE, FRESH, toFixture } from '../setup.ts';
import { handle, toMessage } from '../suite/client.ts';

/** The lines with which a world is refused. */
function refuse(fixtures: unknown, options: TrackerMockOptions = {}): readonly string[] {
  const refusal = catchMockError(() => createTrackerMock({ ...options, fixtures: fixtures as Fixture }));
  expect(refusal.code).toBe('fixture-invalid');
  return refusal.problems;
}

const EVENT = { id: 'evt-1', sequence_id: 1, task_id: 'task-1', agent_id: 'agent-1' };

describe('createTrackerMock with a world', () => {
  test.each([null, 5, 'text'])('refuses %j, which is not a world', (fixtures) => {
    const problems =
      typeof fixtures === 'string'
        ? ['text: does not exist']
        : [`fixtures: / is not an object with the members trackers, events and agent_keys (${String(fixtures)})`];
    expect(refuse(fixtures)).toEqual(problems);
  });

  test.each([
    [{ trackers: {} }, '/trackers is not a list ({})'],
    [{ events: null }, '/events is not a list (null)'],
    [{ agent_keys: ['key-1', ''] }, '/agent_keys/1 is not a non-empty string ("")'],
    [{ agent_keys: [() => 'key-1'] }, '/agent_keys/0 is not a non-empty string (() => "key-1")'],
    [{ tracker: [] }, '/tracker is not a member of a fixture: did you mean "trackers"?'],
    [
      { trackers: [5] },
      '/trackers/0 breaks the contract: Input should be a valid dictionary or object to extract fields from (5)',
    ],
    [
      { trackers: [DONE, { ...FRESH, id: 5 }] },
      '/trackers/1/id breaks the contract: Input should be a valid string (5)',
    ],
    [
      { trackers: [{ ...FRESH, created_at: 'yesterday' }] },
      '/trackers/0/created_at breaks the contract: Input should be a valid datetime or date, input is too short ("yesterday")',
    ],
    [
      { trackers: [{ ...FRESH, updated_at: '2026-02-30T00:00:00Z' }] },
      '/trackers/0/updated_at breaks the contract: Input should be a valid datetime or date, day value is outside expected range ("2026-02-30T00:00:00Z")',
    ],
    [
      { trackers: [{ ...FRESH, status: 'x'.repeat(1000), status_reason: ['x'.repeat(1000)] }] },
      `/trackers/0/status_reason breaks the contract: Input should be a valid string (["${'x'.repeat(78)}…)`,
    ],
    [{ events: ['evt-1'] }, '/events/0 is not an object ("evt-1")'],
    [{ events: [{ ...EVENT, id: 5 }] }, '/events/0/id is not a string (5)'],
    [
      { events: [{ ...EVENT, sequence_id: 1.5 }] },
      '/events/0/sequence_id is not an integer that JavaScript holds exactly (1.5)',
    ],
    [
      { events: [{ ...EVENT, created_at: '2026-02-30T00:00:00Z' }] },
      '/events/0/created_at is neither a date-time nor null ("2026-02-30T00:00:00Z")',
    ],
    [{ events: [{ ...EVENT, content: [] }] }, '/events/0/content is neither an object nor null ([])'],
    [{ events: [{ ...EVENT, 'a/b~': 1 }] }, '/events/0/a~1b~0 is not a member of an event (1)'],
  ])('refuses %j, and names the place and the value', (fixtures, problem) => {
    expect(refuse(fixtures)).toEqual([`fixtures: ${problem}`]);
  });

  test('refuses a misspelt member of an event, and suggests the nearest', () => {
    expect(refuse({ events: [{ ...EVENT, contents: {} }] })).toEqual([
      'fixtures: /events/0/contents is not a member of an event; did you mean "content"? ({})',
    ]);
  });

  test('warns about content that breaks the contract, and about members that replies omit', () => {
    const toContent = (content: object): object => ({ type: 'text', author: 'user', content: 'Hello', ...content });
    const attachment = { file_id: 'f', name: 'a.png', size: 1, type: 'image/png' };
    const contents = [
      toContent({}),
      { type: 'text', author: 'nobody' },
      toContent({ stile: 'active', colour: 'red' }),
      toContent({ attachments: [attachment, { ...attachment, siz: 2 }] }),
      { type: 'data', author: 'user', data: { anything: { goes: 1 } } },
    ];
    const events = contents.map((content, index) => ({ ...EVENT, id: `evt-${index}`, sequence_id: index, content }));
    expect(prepareMock({ fixtures: toFixture({ events }) }).loaded.warnings).toEqual([
      `fixtures: /events/1/content/author breaks the contract: Input should be 'user' or 'agent', so the API answers requests for this event with 500 ("nobody")`,
      'fixtures: /events/1/content/content is missing, so the API answers requests for this event with 500',
      'fixtures: /events/2/content/stile is not a field of this content and is omitted from replies; did you mean "style"?',
      'fixtures: /events/2/content/colour is not a field of this content and is omitted from replies',
      'fixtures: /events/3/content/attachments/1/siz is not a field of this content and is omitted from replies',
    ]);
  });

  test('takes the time of the clock for an event without one, and prints times in UTC', async () => {
    const events = [
      { ...EVENT, created_at: null },
      { ...EVENT, id: 'evt-2', sequence_id: 2 },
      { ...EVENT, id: 'evt-3', sequence_id: 3, created_at: '2026-08-18T22:28:14.1234567+02:00' },
    ];
    const now = '2026-08-19T00:00:00+02:00';
    const at = ['2026-08-18T22:00:00Z', '2026-08-18T22:00:00Z', '2026-08-18T20:28:14.123457Z'];
    const read = async (options: TrackerMockOptions): Promise<string[]> =>
      (await createTrackerMock(options).session().state.get()).events.map((event) => event.created_at);
    expect(await read({ fixtures: { events }, clock: { now } })).toEqual(at);
    expect(await read({ fixtures: { events, clock: { now } } })).toEqual(at);
    const [first = ''] = await read({ fixtures: { events } });
    expect(first).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  test('refuses missing members, and names each', () => {
    expect(refuse({ trackers: [{ id: 'a' }], events: [{ id: 'evt-1' }] })).toEqual([
      'fixtures: /trackers/0/agent_id is missing',
      'fixtures: /trackers/0/task_id is missing',
      'fixtures: /trackers/0/created_at is missing',
      'fixtures: /events/0/sequence_id is missing',
      'fixtures: /events/0/task_id is missing',
      'fixtures: /events/0/agent_id is missing',
    ]);
  });

  test('refuses repeated ids and sequences, and names both places', () => {
    const trackers = [DONE, { ...FRESH, id: DONE.id }];
    const events = [EVENT, { ...EVENT, sequence_id: 2 }, { ...EVENT, id: 'evt-2' }];
    expect(refuse({ trackers, events })).toEqual([
      'fixtures: /trackers/1/id repeats the id of fixtures /trackers/0/id ("t-done")',
      'fixtures: /events/1/id repeats the id of fixtures /events/0/id ("evt-1")',
      'fixtures: /events/2/sequence_id repeats the sequence of fixtures /events/0/sequence_id (1)',
    ]);
  });

  test('accepts two trackers of one agent and task, as the database does', () => {
    const trackers = [FRESH, { ...DONE, agent_id: FRESH.agent_id, task_id: FRESH.task_id }];
    const mock = createTrackerMock({ fixtures: { trackers } });
    const target = `GET /tracker?agent_id=${FRESH.agent_id}&task_id=${FRESH.task_id}`;
    expect(handle(mock, toMessage(target)).json).toHaveLength(2);
  });

  test('accepts sequences of 0 and below, and continues after the highest', () => {
    const events = [
      { ...EVENT, id: 'evt-a', sequence_id: -5 },
      { ...EVENT, id: 'evt-b', sequence_id: 0 },
    ];
    const mock = createTrackerMock({ fixtures: { trackers: [FRESH], events } });
    const move = (last_processed_event_id: string): unknown =>
      handle(mock, toMessage('PUT /tracker/t-fresh', { json: { last_processed_event_id } })).json;
    expect(move('evt-b')).toMatchObject({ last_processed_event_id: 'evt-b' });
    expect(move('evt-a')).toMatchObject({
      message: 'Cannot move cursor backwards: new sequence ID -5 < current sequence ID 0',
    });
    move('evt-c');
    expect(move('evt-b')).toMatchObject({
      message: 'Cannot move cursor backwards: new sequence ID 0 < current sequence ID 1',
    });
  });

  test('rounds fractions of a second at the sixth digit', () => {
    const trackers = [{ ...FRESH, created_at: '2026-08-18T20:28:14.9999995001Z', updated_at: null }];
    const answer = handle(createTrackerMock({ fixtures: { trackers } }), toMessage('GET /tracker/t-fresh'));
    expect(answer.json).toMatchObject({ created_at: '2026-08-18T20:28:15Z' });
  });

  test('warns about cursors at unknown events only with --events strict, and then accepts any known event', () => {
    const fixtures = { trackers: createSmallWorld().trackers, events: [EVENT] };
    expect(prepareMock({ fixtures }).loaded.warnings).toEqual([]);
    const { mock, loaded } = prepareMock({ fixtures, events: 'strict' });
    expect(loaded.warnings).toEqual([
      '2 cursors are at an unknown event, such as "evt-2" of the tracker "t-reading"; the next update may set any known event',
    ]);
    const answer = handle(mock, toMessage('PUT /tracker/t-done', { json: { last_processed_event_id: 'evt-1' } }));
    expect(answer.status).toBe(200);
  });

  test('lists a hundred problems and stops', () => {
    const trackers = Array.from({ length: 1_000_000 }, () => ({}));
    const refusal = catchMockError(() => createTrackerMock({ fixtures: toFixture({ trackers }) }));
    expect(refusal.summary).toBe('Failed to load the fixtures: more than 100 problems. Fix the listed problems.');
    expect(refusal.problems).toHaveLength(101);
    expect(refusal.problems.at(-1)).toBe('… and more: validation stopped after 100 problems');
  });

  test.each([
    ['events', { events: Array.from({ length: 1000 }, () => 5) }, '/events/99 is not an object (5)'],
    [
      'agent keys',
      { agent_keys: Array.from({ length: 1000 }, () => '') },
      '/agent_keys/99 is not a non-empty string ("")',
    ],
  ])('lists a hundred problems of the %s and stops', (_, fixtures, last) => {
    expect(refuse(fixtures).slice(99)).toEqual([
      `fixtures: ${last}`,
      '… and more: validation stopped after 100 problems',
    ]);
  });

  test('lists a hundred warnings and says that there are more', () => {
    const unknown = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`x${index}`, 1]));
    const { warnings } = prepareMock({ fixtures: { trackers: [{ ...FRESH, ...unknown }] } }).loaded;
    expect(warnings).toHaveLength(101);
    expect(warnings.at(-1)).toBe('… and more: only 100 are listed');
  });

  test('names the place of an error in a union, without the branch', () => {
    const contract = createSmallContract();
    addField(contract, 'target', {
      anyOf: [{ type: 'object', required: ['name'], properties: { name: { type: 'string' } } }, { type: 'integer' }],
    });
    const toTracker = (target: unknown): object => ({
      id: 'a',
      agent_id: 'a',
      task_id: 'a',
      created_at: '2026-08-01T10:00:00Z',
      target,
    });
    expect(refuse({ trackers: [toTracker({ name: 5 })] }, { contract })).toEqual([
      'fixtures: /trackers/0/target/name breaks the contract: Input should be a valid string (5)',
      'fixtures: /trackers/0/target breaks the contract: Input should be a valid integer ({"name":5})',
    ]);
    expect(refuse({ trackers: [toTracker({})] }, { contract })[0]).toBe('fixtures: /trackers/0/target/name is missing');
  });

  test('ignores the members of a tracker that are not in the contract, with a warning', () => {
    const trackers = [{ ...FRESH, notes: 'mine', constructor: 1, staus: 'x' }];
    const { mock, loaded } = prepareMock({ fixtures: { trackers } });
    expect(loaded.warnings).toEqual([
      'fixtures: /trackers/0/notes is not a field of a tracker and is ignored',
      'fixtures: /trackers/0/constructor is not a field of a tracker and is ignored',
      'fixtures: /trackers/0/staus is not a field of a tracker and is ignored; did you mean "status"?',
    ]);
    expect(handle(mock, toMessage('GET /tracker/t-fresh')).json).toEqual(FRESH);
  });

  test('fills in omitted fields of a tracker, in the contract’s order', () => {
    const trackers = [{ created_at: '2026-08-01T10:00:00Z', task_id: 'task-1', agent_id: 'agent-1', id: 'a' }];
    const answer = handle(createTrackerMock({ fixtures: { trackers } }), toMessage('GET /tracker/a'));
    expect(answer.text).toBe(
      '{"id":"a","agent_id":"agent-1","task_id":"task-1","status":null,"status_reason":null,"last_processed_event_id":null,"created_at":"2026-08-01T10:00:00Z","updated_at":null}',
    );
  });

  test('is independent of later changes to the given object', () => {
    const world = createSmallWorld();
    const mock = createTrackerMock({ fixtures: world });
    Object.assign(world.trackers[1] ?? {}, { status: 'CHANGED' });
    expect(handle(mock, toMessage('GET /tracker/t-fresh')).json).toEqual(FRESH);
    handle(mock, toMessage('PUT /tracker/t-done', { json: {} }));
    expect(world.trackers[2]).toEqual(DONE);
  });
});
