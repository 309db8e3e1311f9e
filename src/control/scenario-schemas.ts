import { SCENARIO_STEPS } from '../budgets.ts';
import type { Properties, SchemaNode } from './schema-object.ts';
import { toInputSchema, toOutputSchema, toReference } from './schema-object.ts';
import { STUB } from './stub-schemas.ts';
import { NEW_EVENT, SPEED, TRACKER } from './world-schemas.ts';

const TEXT = { type: 'string' } as const;
const COUNT = { type: 'integer' } as const;

/** What a step may do. Each step does one of them. */
export const SCENARIO_ACTIONS = ['event', 'tracker', 'stub', 'removeStub', 'repeat'] as const;

const TIMING: Properties = {
  at: {
    description: 'When: `+20s` is 20 seconds after the step before it, `20s` is 20 seconds after the start.',
    ...TEXT,
    examples: ['+20s', '+1m30s', '2m', '+500ms'],
  },
  jitter: {
    description: 'A time up to which the step may be late, drawn from the seed.',
    ...TEXT,
    examples: ['5s'],
  },
};

const ACTIONS: Properties = {
  event: toReference('ScenarioEvent'),
  tracker: toReference('ScenarioTracker'),
  stub: toReference('ScenarioStub'),
  removeStub: { description: 'The id of a stub to remove.', ...TEXT },
};

const REPETITIONS: Properties = {
  every: { description: 'The time from the start of one repetition to that of the next.', ...TEXT, examples: ['30s'] },
};

const STEPS = { type: 'array', items: toReference('ScenarioStep') } as const;

export const SCENARIO_SCHEMAS: Readonly<Record<string, SchemaNode>> = {
  Scenario: toInputSchema(
    "Steps that change a session's world as its clock reaches them.",
    {
      $schema: { description: 'For editors.', ...TEXT },
      description: { description: 'What the scenario shows.', ...TEXT },
      loop: toReference('ScenarioLoop'),
      steps: { description: 'In the order in which they happen.', ...STEPS },
    },
    ['steps'],
  ),
  ScenarioLoop: toInputSchema(
    'Begins the scenario again, in the world that it started with.',
    {
      ...REPETITIONS,
      times: {
        description: 'The number of rounds; endless if omitted.',
        ...COUNT,
        minimum: 1,
        maximum: Number.MAX_SAFE_INTEGER,
      },
    },
    ['every'],
  ),
  ScenarioStep: toInputSchema(
    'One step: when it happens, and one of event, tracker, stub, removeStub and repeat.',
    { ...TIMING, ...ACTIONS, repeat: toReference('ScenarioRepeat') },
    ['at'],
  ),
  ScenarioRepeat: toInputSchema(
    'Steps to repeat. In their texts, {{n}} is the number of the repetition, from 1.',
    { ...REPETITIONS, times: { ...COUNT, minimum: 1, maximum: SCENARIO_STEPS }, steps: STEPS },
    ['every', 'times', 'steps'],
  ),
  ScenarioEvent: {
    description:
      "An event that arrives. It gets the next sequence_id; an omitted id is drawn from the seed, an omitted time is the step's.",
    type: 'object',
    required: ['task_id', 'agent_id'],
    properties: NEW_EVENT,
  },
  ScenarioTracker: {
    description:
      "A change of the tracker with this id: omitted fields stay. Without such a tracker, a new one, which needs agent_id and task_id. An omitted updated_at is the step's time.",
    type: 'object',
    properties: TRACKER,
  },
  ScenarioStub: toInputSchema('A stub to add.', {
    id: { description: 'By which removeStub finds it. A number if omitted.', ...TEXT },
    ...STUB,
  }),
  ScenarioPlayInput: toInputSchema('How to play.', {
    speed: {
      description: "How many times as fast as the machine's the session's clock runs. Unchanged if omitted.",
      ...SPEED,
    },
  }),
  ScenarioStepInfo: toOutputSchema(
    'A step of a scenario.',
    {
      pointer: { description: 'Its place in the scenario.', ...TEXT, examples: ['/steps/3'] },
      action: { enum: SCENARIO_ACTIONS.slice(0, -1) },
      at: { description: 'The milliseconds since the start of the round, jitter included.', type: 'number' },
      problem: { description: 'Why the step was skipped.', ...TEXT },
    },
    ['problem'],
  ),
  ScenarioStatus: toOutputSchema("A session's scenario, and how far it has come.", {
    state: {
      description:
        'There is none; it has not begun; it is being played; the clock stands; or it has no steps left in its last round.',
      enum: ['none', 'ready', 'playing', 'paused', 'ended'],
    },
    description: { type: ['string', 'null'] },
    speed: { description: 'The speed at which it is or would be played.', type: 'number' },
    position: { description: 'The milliseconds of the clock since the start of the round.', type: 'number' },
    round: { description: 'The present round of its loop, from 1.', ...COUNT },
    rounds: { description: 'How many rounds there are; null without end.', type: ['integer', 'null'] },
    done: { description: 'How many steps of the round are done.', ...COUNT },
    steps: { description: 'How many steps a round has, repetitions counted.', ...COUNT },
    skipped: { description: 'How many steps did not fit the world when their time came, in all rounds.', ...COUNT },
    last: { anyOf: [toReference('ScenarioStepInfo'), { type: 'null' }] },
    next: { anyOf: [toReference('ScenarioStepInfo'), { type: 'null' }] },
  }),
};
