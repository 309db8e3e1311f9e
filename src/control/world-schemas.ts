import { TRACKERS_PER_PAGE } from '../budgets.ts';
import type { Properties, SchemaNode } from './schema-object.ts';
import { toInputSchema, toListSchema, toOutputSchema, toReference } from './schema-object.ts';

/** How many times as fast as the machine's a running clock, or a scenario, may be. */
export const SPEED = { type: 'number', minimum: 0.01, maximum: 1000 } as const;

const CLOCK_MODES = ['real', 'fixed', 'ticking', 'running'] as const;

const TIME = { type: 'string', examples: ['2026-08-18T20:28:14.123456Z'] } as const;
const TEXT = { type: 'string' } as const;
const TEXT_OR_NULL = { type: ['string', 'null'] } as const;
const COUNT = { type: 'integer' } as const;

const CLOCK: Properties = {
  now: { description: 'The time of the next change: RFC 3339, with a time zone.', ...TIME },
  mode: toReference('ClockMode'),
  step: {
    description: 'How far each change advances a ticking clock, in milliseconds.',
    type: 'number',
    minimum: 0.001,
  },
  speed: {
    description: "How many times as fast as the machine's a running clock is. Only a running clock has one.",
    ...SPEED,
  },
};

export const TRACKER: Properties = {
  id: TEXT,
  agent_id: TEXT,
  task_id: TEXT,
  status: TEXT_OR_NULL,
  status_reason: TEXT_OR_NULL,
  last_processed_event_id: {
    description: 'The cursor: the id of the last event that the agent has processed.',
    ...TEXT_OR_NULL,
  },
  created_at: TIME,
  updated_at: { type: ['string', 'null'] },
};

const OWNER: Properties = { task_id: TEXT, agent_id: TEXT };

const CONTENT: SchemaNode = {
  description:
    'What happened, as the contract defines it: text, reasoning, data, tool_request or tool_response. Stored unchanged.',
  type: ['object', 'null'],
  examples: [{ type: 'text', author: 'user', content: 'Hello' }],
};

/** An event without its place in the order. */
export const NEW_EVENT: Properties = {
  id: TEXT,
  ...OWNER,
  created_at: { description: "A date-time. The clock's time if omitted or null.", ...TEXT_OR_NULL },
  content: { default: null, ...CONTENT },
};

/** A query carries these. */
export const EVENT_FILTER: Properties = {
  task_id: { description: 'Only events of this task.', ...TEXT },
  agent_id: { description: 'Only events of this agent.', ...TEXT },
  after: { description: 'Only events after the one with this id.', ...TEXT },
  limit: { description: 'Return at most this many, the first ones.', type: 'integer', minimum: 0 },
};

/** A query carries these. */
export const TRACKER_FILTER: Properties = {
  search: { description: 'Only trackers that have this text in one of their fields, in any case.', ...TEXT },
  order_by: { description: 'The field to sort by, as `GET /tracker` sorts. As added if omitted.', ...TEXT },
  descending: { description: 'Whether the order is reversed.', type: 'boolean', default: false },
  offset: { description: 'How many trackers to skip.', type: 'integer', minimum: 0, default: 0 },
  limit: {
    description: 'Return at most this many.',
    type: 'integer',
    minimum: 1,
    maximum: TRACKERS_PER_PAGE,
    default: 100,
  },
};

const STUBS: SchemaNode = {
  description: 'The stubs, in the order in which they are added: the last one that matches wins.',
  type: 'array',
  items: toReference('StubInput'),
};

/** What a fixture file holds. */
const FIXTURE: Properties = {
  $schema: { description: 'For editors.', type: 'string' },
  trackers: {
    description: 'Trackers as the contract defines them. Ids are unique.',
    type: 'array',
    items: toReference('TrackerFixture'),
  },
  events: {
    description: 'Ids and sequence_ids are unique.',
    type: 'array',
    items: toReference('EventFixture'),
  },
  agent_keys: { description: 'The agent keys that the profile `deployed` accepts.', type: 'array', items: TEXT },
  stubs: STUBS,
};

const NEEDED = ['id', 'agent_id', 'task_id', 'created_at'];

export const WORLD_SCHEMAS: Readonly<Record<string, SchemaNode>> = {
  Tracker: {
    ...toOutputSchema('A tracker, with every field that the contract defines.', TRACKER),
    additionalProperties: {},
  },
  TrackerFixture: {
    description: 'A tracker of a fixture. For the fields of a custom contract, extend this type.',
    type: 'object',
    required: NEEDED,
    properties: TRACKER,
  },
  TrackerInput: {
    description:
      "A tracker to add or replace. Omitted members are generated: an id, the clock's time for created_at and updated_at, null for the rest. For the fields of a custom contract, extend this type.",
    type: 'object',
    required: ['agent_id', 'task_id'],
    properties: TRACKER,
  },
  TrackerFilter: toInputSchema('Which trackers to list. Omitted criteria match every tracker.', TRACKER_FILTER),
  TrackerProgress: toOutputSchema('A tracker, and where its cursor is.', {
    tracker: toReference('Tracker'),
    events: { description: 'How many events its task has for its agent.', ...COUNT },
    processed: {
      description: 'How many of them the cursor has passed; null if the world does not have the event of the cursor.',
      type: ['integer', 'null'],
    },
  }),
  TrackerPage: toOutputSchema('A part of the trackers of a session.', {
    total: { description: 'How many trackers match the filter.', ...COUNT },
    trackers: { type: 'array', items: toReference('TrackerProgress') },
  }),
  TrackerEvent: {
    ...toOutputSchema("An event of a task's stream, with every field that the contract defines.", {
      id: TEXT,
      sequence_id: { description: 'Its position in the order of all events of all tasks.', ...COUNT },
      ...OWNER,
      created_at: TIME,
      content: CONTENT,
    }),
    additionalProperties: {},
  },
  EventFixture: {
    description: 'An event of a fixture. For the fields of a custom contract, extend this type.',
    type: 'object',
    required: ['sequence_id', 'id', 'task_id', 'agent_id'],
    properties: { sequence_id: COUNT, ...NEW_EVENT },
  },
  EventInput: {
    description:
      'An event to add. It gets the next sequence_id; omitted members are generated. For the fields of a custom contract, extend this type.',
    type: 'object',
    required: ['task_id', 'agent_id'],
    properties: NEW_EVENT,
  },
  EventFilter: toInputSchema('Which events to list. Omitted criteria match every event.', EVENT_FILTER),
  Events: toListSchema('Events of a session.', 'events', 'TrackerEvent'),
  WorldState: toOutputSchema('A whole world: the content of a fixture file.', {
    trackers: { type: 'array', items: toReference('Tracker') },
    events: { type: 'array', items: toReference('TrackerEvent') },
    agent_keys: { description: 'The agent keys that the profile `deployed` accepts.', type: 'array', items: TEXT },
    clock: toReference('ClockState'),
    stubs: STUBS,
  }),
  WorldStateInput: toInputSchema(
    'A world that replaces the present one. Omitted lists are empty; an omitted clock and omitted stubs are unchanged.',
    {
      ...FIXTURE,
      clock: toReference('ClockInput'),
    },
  ),
  ClockMode: {
    description:
      "How time passes: with the machine's clock, not at all, one step per change, or at a speed from a time that was set.",
    enum: CLOCK_MODES,
  },
  ClockState: toOutputSchema("A session's time.", CLOCK, ['speed']),
  ClockInput: toInputSchema(
    'Changes to the clock. Omitted members are unchanged. Setting `now` freezes a real clock unless a mode is given.',
    CLOCK,
  ),
  SnapshotInfo: toOutputSchema('A named snapshot.', { name: TEXT, trackers: COUNT, events: COUNT }),
  SnapshotInput: toInputSchema(
    'The name of a snapshot.',
    { name: { description: '1 to 64 of A-Z a-z 0-9 . _ - but not . or .. alone', ...TEXT } },
    ['name'],
  ),
  Snapshots: toListSchema('The snapshots of a session.', 'snapshots', 'SnapshotInfo'),
};
