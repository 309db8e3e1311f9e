import { describe, expect, test } from 'vitest';
import type { Scenario } from '../../src/index.ts';
import { MockError, createTrackerMock } from '../../src/index.ts';
import { catchMockError } from '../catch-mock-error.ts';
import { createSmallMock, createSmallWorld } from '../setup.ts';

const OWNER = { task_id: 'task-1', agent_id: 'agent-1' };
const TRACKER = { id: 't-done', status: 'X' };

/** Loads what a user may have written. */
async function load(scenario: unknown): Promise<readonly string[]> {
  try {
    await createSmallMock({ fixtures: { ...createSmallWorld(), stubs: [{ delay: 1 }] } })
      .session()
      .scenario.load(scenario as Scenario);
    return [];
  } catch (error) {
    if (error instanceof MockError && error.code === 'scenario-invalid') return error.problems;
    throw error;
  }
}

describe('a scenario is refused with the pointer of each problem', () => {
  test.each<[what: string, scenario: unknown, ...problems: string[]]>([
    ['no object', [], '/ must be an object, not []'],
    ['no steps', {}, '/steps is missing'],
    ['an empty list of steps', { steps: [] }, '/steps is empty. Give at least one step'],
    [
      'a misspelt member',
      { stepps: [], steps: [{ at: '1s', tracker: TRACKER }] },
      '/stepps is unknown; did you mean "steps"?',
    ],
    [
      'a misspelt action',
      { steps: [{ at: '1s', trakcer: TRACKER }] },
      '/steps/0/trakcer is unknown; did you mean "tracker"?',
    ],
    [
      'no action',
      { steps: [{ at: '1s' }] },
      '/steps/0 does nothing. Give one of event, tracker, stub, removeStub, repeat',
    ],
    [
      'two actions',
      { steps: [{ at: '1s', tracker: TRACKER, removeStub: 'fixture-1' }] },
      '/steps/0 has tracker and removeStub. Give each a step of its own',
    ],
    [
      'times that are none',
      {
        loop: { every: 'daily' },
        steps: [
          { at: '20', tracker: TRACKER },
          { at: '+-1s', tracker: TRACKER },
          { at: '1s1m', tracker: TRACKER },
          { at: '1s', jitter: '', tracker: TRACKER },
          { at: '25h', tracker: TRACKER },
        ],
      },
      '/loop/every must be a time such as 20s, 1m30s or 500ms, not "daily"',
      '/steps/0/at must be a time such as 20s, 1m30s or 500ms, not "20"',
      '/steps/1/at must be a time such as 20s, 1m30s or 500ms, not "-1s"',
      '/steps/2/at must be a time such as 20s, 1m30s or 500ms, not "1s1m"',
      '/steps/3/jitter must be a time such as 20s, 1m30s or 500ms, not ""',
      '/steps/4/at must be 24h at most, not "25h"',
    ],
    [
      'a time before that of the step before',
      {
        steps: [
          { at: '1h', tracker: TRACKER },
          { at: '30m', tracker: TRACKER },
        ],
      },
      '/steps/1/at is 1800s after the start, and the step before it 3600s. Put it before that one',
    ],
    [
      'a loop without pause',
      { loop: { every: '0s' }, steps: [{ at: '+0s', tracker: TRACKER }] },
      '/loop/every must be 1000ms at least, not "0s"',
    ],
    [
      'a loop without a period',
      { loop: { times: 5 }, steps: [{ at: '+0s', tracker: TRACKER }] },
      '/loop/every is missing',
    ],
    [
      'a loop that is shorter than its steps',
      {
        loop: { every: '1m' },
        steps: [
          { at: '50s', jitter: '5s', tracker: TRACKER },
          { at: '+4s', jitter: '2s', tracker: TRACKER },
        ],
      },
      '/loop/every is shorter than the steps, which take up to 61s with their jitter. Give at least that',
    ],
    [
      'a repetition without steps, limit or period',
      { steps: [{ at: '+1s', repeat: { steps: [] } }] },
      '/steps/0/repeat/every is missing',
      '/steps/0/repeat/times is missing',
    ],
    [
      'a repetition of nothing',
      { steps: [{ at: '+1s', repeat: { times: 1, every: '1s', steps: [] } }] },
      '/steps/0/repeat/steps is empty. Give at least one step',
    ],
    [
      'a repetition with times of the start, or in another one',
      {
        steps: [
          {
            at: '+1s',
            repeat: {
              times: 2,
              every: '1s',
              steps: [
                { at: '1s', tracker: TRACKER },
                { at: '+1s', repeat: { times: 2, every: '1s', steps: [{ at: '+1s', tracker: TRACKER }] } },
              ],
            },
          },
        ],
      },
      '/steps/0/repeat/every is shorter than its steps, which take 2s. Give at least that',
      '/steps/0/repeat/steps/0/at must begin with + in a repetition, not "1s"',
      '/steps/0/repeat/steps/1/repeat is in another repeat. Write its steps out',
    ],
    [
      'a repetition whose period is no time',
      { steps: [{ at: '+1s', repeat: { times: 2, every: 'often', steps: [{ at: '+1s', tracker: TRACKER }] } }] },
      '/steps/0/repeat/every must be a time such as 20s, 1m30s or 500ms, not "often"',
    ],
    [
      'ids of stubs that others have',
      {
        steps: ['1', 'fixture-1', 'a b', ''].map((id) => ({ at: '+1s', stub: { id, delay: 5 } })),
      },
      ...['"1"', '"fixture-1"', '"a b"', '""'].map(
        (id, index) =>
          `/steps/${index}/stub/id must be 1 to 64 of A-Z a-z 0-9 . _ -, not digits alone, and not begin with fixture-, not ${id}`,
      ),
    ],
    [
      'stubs that break the contract or cannot apply',
      {
        steps: [
          { at: '+1s', stub: {} },
          { at: '+1s', stub: { match: { operation: 'GET /trackr' }, delay: 1 } },
          { at: '+1s', stub: { match: { operation: 'GET /tracker' }, reply: { status: 200, body: {} } } },
        ],
      },
      '/steps/0/stub has no reply, delay or fault. Give at least one',
      '/steps/1/stub/match/operation is not an operation of the contract ("GET /trackr"); did you mean "GET /tracker"?',
      '/steps/2/stub/reply/body must be array: it breaks the contract of GET /tracker. Correct it, or add "allowViolations": true',
    ],
    [
      'a stub twice, and stubs that are not there',
      {
        steps: [
          { at: '+1s', stub: { id: 'busy', delay: 1 } },
          { at: '+1s', stub: { id: 'busy', delay: 2 } },
          { at: '+1s', removeStub: 'bussy' },
          { at: '+1s', removeStub: 'busy' },
          { at: '+1s', removeStub: 'busy' },
          { at: '+1s', removeStub: 'fixture-1' },
        ],
      },
      '/steps/1/stub/id is the id of a stub that is there already ("busy")',
      '/steps/2/removeStub is not the id of a stub that is there by then; did you mean "busy"? ("bussy")',
      '/steps/4/removeStub is not the id of a stub that is there by then; expected one of fixture-1 ("busy")',
    ],
    [
      'a stub to remove where none is left',
      {
        steps: [
          { at: '+1s', removeStub: 'fixture-1' },
          { at: '+1s', removeStub: 'busy' },
        ],
      },
      '/steps/1/removeStub is not the id of a stub: there are no stubs by then ("busy")',
    ],
    [
      'numbers of repetitions and rounds that are too large',
      {
        loop: { every: '1s', times: 1e308 },
        steps: [{ at: '+1s', repeat: { times: 1e308, every: '1s', steps: [{ at: '+0s', tracker: TRACKER }] } }],
      },
      '/loop/times must be an integer from 1 to 9007199254740991, not 1e+308',
      '/steps/0/repeat/times must be an integer from 1 to 1000, not 1e+308',
    ],
    [
      'events that break the contract',
      {
        steps: [
          { at: '+1s', event: { id: 5, task_id: 'task-1' } },
          { at: '+1s', event: { ...OWNER, sequence_id: 5 } },
          { at: '+1s', event: { ...OWNER, contnt: null } },
          { at: '+1s', event: { ...OWNER, content: { type: 'text', author: 'nobody', content: 'x' } } },
          { at: '+1s', event: { ...OWNER, content: { type: 'text', author: 'user', content: 'x', colour: 'red' } } },
          { at: '+1s', event: { ...OWNER, created_at: 'today' } },
        ],
      },
      '/steps/0/event/id is not a string (5)',
      '/steps/0/event/agent_id is missing',
      '/steps/1/event/sequence_id is set by the mock. Omit it',
      '/steps/2/event/contnt is not a member of an event; did you mean "content"? (null)',
      "/steps/3/event/content/author breaks the contract: Input should be 'user' or 'agent', so the API answers requests for this event with 500 (\"nobody\")",
      '/steps/4/event/content/colour is not a field of this content and is omitted from replies',
      '/steps/5/event/created_at is neither a date-time nor null ("today")',
    ],
    [
      'an id of an event that is there',
      { steps: [{ at: '+1s', event: { id: 'evt-1', ...OWNER } }] },
      '/steps/0/event/id is the id of an event that is there already ("evt-1")',
    ],
    [
      'trackers that break the contract',
      {
        steps: [
          { at: '+1s', tracker: { id: 't-done', status: 5 } },
          { at: '+1s', tracker: { id: 't-done', staus: 'X' } },
          { at: '+1s', tracker: { id: 't-done', created_at: 'today' } },
          { at: '+1s', tracker: {} },
          { at: '+1s', tracker: { id: 't-doen', status: 5 } },
          { at: '+1s', tracker: { id: 'another', agent_id: 'agent-1' } },
          { at: '+1s', tracker: { id: 't-done' } },
        ],
      },
      '/steps/0/tracker/status breaks the contract: Input should be a valid string (5)',
      '/steps/1/tracker/staus is not a field of a tracker; did you mean "status"?',
      '/steps/2/tracker/created_at breaks the contract: Input should be a valid datetime or date, input is too short ("today")',
      '/steps/3/tracker/agent_id is missing',
      '/steps/3/tracker/task_id is missing',
      '/steps/4/tracker/status breaks the contract: Input should be a valid string (5)',
      '/steps/4/tracker/id is "t-doen", and no tracker has that id by then; did you mean "t-done"? To add one, give agent_id and task_id',
      '/steps/5/tracker/id is "another", and no tracker has that id by then. To add one, give task_id',
      '/steps/6/tracker changes nothing. Give a field besides its id',
    ],
    [
      'a tracker that is no object',
      { steps: [{ at: '+1s', tracker: 'DONE' }] },
      '/steps/0/tracker must be an object, not "DONE"',
    ],
    [
      'cursors that the API would not move',
      {
        steps: [
          { at: '+1s', tracker: { id: 't-reading', last_processed_event_id: 'evt-1' } },
          { at: '+1s', tracker: { id: 't-reading', last_processed_event_id: null } },
          { at: '+1s', tracker: { id: 't-reading', last_processed_event_id: 'evt-9' } },
          { at: '+1s', tracker: { id: 't-reading', last_processed_event_id: 'evt-2' } },
          { at: '+1s', tracker: { id: 't-fresh', last_processed_event_id: null } },
          { at: '+1s', event: { id: 'evt-9', ...OWNER } },
          { at: '+1s', tracker: { id: 't-reading', last_processed_event_id: 'evt-9' } },
          { at: '+1s', tracker: { id: 't-new', ...OWNER, last_processed_event_id: 'evt-10' } },
        ],
      },
      '/steps/0/tracker/last_processed_event_id moves the cursor back, and a cursor only moves forward ("evt-1")',
      '/steps/1/tracker/last_processed_event_id takes the cursor back to the start, and a cursor only moves forward (null)',
      '/steps/2/tracker/last_processed_event_id is not the id of an event that is there by then ("evt-9")',
      '/steps/7/tracker/last_processed_event_id is not the id of an event that is there by then ("evt-10")',
    ],
    [
      'one mistake of a repetition once',
      {
        steps: [
          {
            at: '+1s',
            repeat: { times: 5, every: '1s', steps: [{ at: '+0s', tracker: { id: 't-done', staus: '{{n}}' } }] },
          },
        ],
      },
      '/steps/0/repeat/steps/0/tracker/staus is not a field of a tracker; did you mean "status"?',
    ],
  ])('%s', async (_what, scenario, ...problems) => {
    expect(await load(scenario)).toEqual(problems);
  });
});

test('a scenario with more than a hundred problems is refused with the first hundred', async () => {
  const steps = Array.from({ length: 150 }, () => ({ at: '1s', removeStub: 'x' }));
  await expect(createSmallMock().session().scenario.load({ steps })).rejects.toMatchObject({
    summary: 'Failed to load the scenario: more than 100 problems. Fix what is listed.',
    problems: { length: 101, 100: '… and more' },
  });
});

test('a scenario that is refused leaves the session with the one that it had', async () => {
  const { scenario, state } = createSmallMock().session();
  await scenario.load({ steps: [{ at: '1s', tracker: TRACKER }] });
  const before = await state.get();
  await expect(scenario.load({ steps: [{ at: '1s', removeStub: 'x' }] })).rejects.toThrow(
    'Failed to load the scenario: one problem. Fix what is listed.',
  );
  expect(await state.get()).toEqual(before);
  expect(await scenario.status()).toMatchObject({ steps: 1, done: 0 });
});

describe('createTrackerMock', () => {
  test('refuses a scenario that does not fit the fixtures', () => {
    const error = catchMockError(() =>
      createTrackerMock({ scenario: { steps: [{ at: '1s', tracker: { id: 'x', status: 'X' } }] } }),
    );
    expect(error.code).toBe('scenario-invalid');
    expect(error.problems).toEqual([
      '/steps/0/tracker/id is "x", and no tracker has that id by then. To add one, give agent_id and task_id',
    ]);
  });

  test('refuses a file that cannot be read', () => {
    const error = catchMockError(() => createTrackerMock({ scenario: 'nowhere.json' }));
    expect(error.message).toBe(
      'Failed to load the scenario "nowhere.json": it does not exist. Correct the path or the file; a relative path begins in the folder that the program runs in.',
    );
  });

  test('keeps a scenario as it was given', async () => {
    const steps = [{ at: '1s', tracker: { ...TRACKER } }];
    const { scenario, state } = createSmallMock({ scenario: { steps } }).session();
    for (const step of steps) step.tracker.status = 'CHANGED';
    await scenario.step();
    expect((await state.get()).trackers[2]).toMatchObject({ status: 'X' });
  });
});
