import { CLOCK_MODES } from '../sessions/session-clock.ts';
import type { SchemaObject } from './document-part.ts';
import { toObjectSchema, toReference } from './document-part.ts';

// A request's schema gives its shape. Bounds and the contract's rules are the controls' own to refuse, so that the same mistake gives
// the same failure in the process and over HTTP.

const TIME: SchemaObject = { type: 'string', examples: ['2026-08-18T20:28:14.123456Z'] };
const TEXT: SchemaObject = { type: 'string' };
const TEXT_OR_NULL: SchemaObject = { type: ['string', 'null'] };
const OBJECT: SchemaObject = { type: 'object' };
const COUNT: SchemaObject = { type: 'integer' };

const CLOCK: Readonly<Record<string, SchemaObject>> = {
  now: { description: 'The time that the next change gets: RFC 3339, with a time zone.', ...TIME },
  mode: {
    description: "How the time runs: with the machine's, not at all, or one step for each change.",
    enum: CLOCK_MODES,
  },
  step: { description: 'How far one change moves a ticking clock, in milliseconds, above zero.', type: 'number' },
};

/** Pydantic has no words for a list of types, so a request's schema has `anyOf`. */
function orNull(schema: SchemaObject): SchemaObject {
  return { anyOf: [schema, { type: 'null' }] };
}

const EVENT: Readonly<Record<string, SchemaObject>> = {
  id: TEXT,
  task_id: TEXT,
  agent_id: TEXT,
  created_at: orNull(TIME),
  content: orNull(OBJECT),
};

export const WORLD_SCHEMAS: Readonly<Record<string, SchemaObject>> = {
  WorldState: toObjectSchema('A whole world: what a fixture file holds, and the clock.', {
    trackers: { type: 'array', items: toReference('Tracker') },
    events: { type: 'array', items: toReference('Event') },
    clock: toReference('Clock'),
  }),
  WorldStateInput: toObjectSchema(
    'A world to put in place. What is left out is empty; a clock that is left out stays as it is.',
    {
      trackers: {
        description: 'Each as the contract says, with ids and pairs of agent and task that are there once.',
        type: 'array',
        items: OBJECT,
      },
      events: { description: 'Each with an id and a sequence_id that are there once.', type: 'array', items: OBJECT },
      clock: toReference('ClockInput'),
    },
    ['trackers', 'events', 'clock'],
  ),
  Tracker: {
    description: 'A tracker, with whatever else the contract gives it.',
    type: 'object',
    required: ['id', 'agent_id', 'task_id', 'created_at'],
    properties: {
      id: TEXT,
      agent_id: TEXT,
      task_id: TEXT,
      last_processed_event_id: TEXT_OR_NULL,
      created_at: TEXT,
      updated_at: TEXT_OR_NULL,
    },
  },
  TrackerInput: {
    description:
      "A tracker to add. What is left out is made up: an id, the clock's time for created_at and updated_at, null for the rest.",
    type: 'object',
    required: ['agent_id', 'task_id'],
    properties: { id: TEXT, agent_id: TEXT, task_id: TEXT },
  },
  TrackerFields: {
    description: "A tracker's fields without its id. created_at and updated_at may be left out.",
    ...OBJECT,
  },
  Event: toObjectSchema("An event of a task's stream.", { sequence_id: COUNT, ...EVENT }, ['created_at', 'content']),
  EventInput: {
    ...toObjectSchema('An event that arrives. What is left out is made up.', EVENT, ['id', 'created_at', 'content']),
    additionalProperties: false,
  },
  Snapshot: toObjectSchema('A named snapshot.', { name: TEXT, trackers: COUNT, events: COUNT }),
  SnapshotInput: {
    ...toObjectSchema('What to call a snapshot.', {
      name: { description: '1 to 64 of A-Z a-z 0-9 . _ - but not . or .. alone', type: 'string' },
    }),
    additionalProperties: false,
  },
  Clock: toObjectSchema("A session's time.", CLOCK),
  ClockInput: { ...toObjectSchema('A clock to set.', CLOCK, Object.keys(CLOCK)), additionalProperties: false },
};
