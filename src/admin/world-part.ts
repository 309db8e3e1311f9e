import type { DocumentPart } from './document-part.ts';
import { toListSchema, toOperation } from './document-part.ts';
import { WORLD_SCHEMAS } from './world-schemas.ts';

const tag = 'world';
const SNAPSHOT = { name: "The snapshot's name." };
const TRACKER = { id: "The tracker's id." };

/** What a session holds: trackers, events, its clock, and snapshots of them. */
export const WORLD_PART: DocumentPart = {
  tag: { name: tag, description: 'What a session holds: trackers, events, its clock, and snapshots of them.' },
  paths: {
    '/__admin/state': {
      get: toOperation({
        tag,
        id: 'getState',
        summary: 'Give the whole world',
        reply: { description: 'The world as one document.', schema: 'WorldState' },
      }),
      put: toOperation({
        tag,
        id: 'setState',
        summary: 'Put a whole world in place',
        description: 'All or nothing. Checked as fixtures are, and a fixture file is one such document.',
        body: { schema: 'WorldStateInput' },
        reply: { description: 'It is in place.' },
      }),
    },
    '/__admin/reset': {
      post: toOperation({
        tag,
        id: 'reset',
        summary: 'Bring everything back to the start',
        description:
          'Trackers, events, clock, stubs, journal and seed, however large the world in the same time. Snapshots stay.',
        reply: { description: 'It is as at the start.' },
      }),
    },
    '/__admin/state/snapshots': {
      get: toOperation({
        tag,
        id: 'listSnapshots',
        summary: 'List the snapshots',
        reply: { description: 'In the order in which their names first came.', schema: 'Snapshots' },
      }),
      post: toOperation({
        tag,
        id: 'takeSnapshot',
        summary: 'Keep the world under a name',
        description:
          'However large the world in the same time. A snapshot of that name is replaced. A session keeps 100 at the most.',
        body: { schema: 'SnapshotInput' },
        reply: { status: 201, description: 'It is kept.', schema: 'Snapshot', located: true },
        problems: [409],
      }),
    },
    '/__admin/state/snapshots/{name}': {
      delete: toOperation({
        tag,
        id: 'deleteSnapshot',
        summary: 'Drop a snapshot',
        path: SNAPSHOT,
        reply: { description: 'It is gone.' },
        problems: [404],
      }),
    },
    '/__admin/state/snapshots/{name}/restore': {
      post: toOperation({
        tag,
        id: 'restoreSnapshot',
        summary: 'Bring a snapshot back',
        description: 'World and clock, at once. The snapshot stays as it is.',
        path: SNAPSHOT,
        reply: { description: 'It is back.' },
        problems: [404],
      }),
    },
    '/__admin/trackers': {
      post: toOperation({
        tag,
        id: 'addTracker',
        summary: 'Add a tracker',
        description: 'What the API has no call for: a task was given to an agent.',
        body: { schema: 'TrackerInput' },
        reply: { status: 201, description: 'The tracker as it is kept.', schema: 'Tracker', located: true },
        problems: [404, 409],
      }),
    },
    '/__admin/trackers/{id}': {
      put: toOperation({
        tag,
        id: 'putTracker',
        summary: 'Put a whole tracker in place',
        description:
          "New or not, past the API's rules, but not past the contract: a row was changed behind the client's back. The path's id counts.",
        path: TRACKER,
        body: { schema: 'TrackerFields' },
        reply: { description: 'The tracker as it is kept.', schema: 'Tracker' },
        problems: [404, 409],
      }),
      delete: toOperation({
        tag,
        id: 'deleteTracker',
        summary: 'Take a tracker away',
        path: TRACKER,
        reply: { description: 'It is gone.' },
        problems: [404],
      }),
    },
    '/__admin/events': {
      get: toOperation({
        tag,
        id: 'listEvents',
        summary: 'List the events',
        query: {
          task_id: { description: 'Only events of this task.', type: 'string' },
          agent_id: { description: 'Only events of this agent.', type: 'string' },
          after: { description: 'Only events behind the one with this id.', type: 'string' },
          limit: { description: 'The first so many.', type: 'integer' },
        },
        reply: { description: 'By sequence.', schema: 'Events' },
        problems: [404],
      }),
      post: toOperation({
        tag,
        id: 'addEvent',
        summary: 'Let an event arrive',
        description: 'It gets the next sequence.',
        body: { schema: 'EventInput' },
        reply: { status: 201, description: 'The event as it is kept.', schema: 'Event' },
        problems: [409],
      }),
    },
    '/__admin/clock': {
      get: toOperation({
        tag,
        id: 'getClock',
        summary: 'Tell the time',
        reply: { description: 'The time that the next change gets.', schema: 'Clock' },
      }),
      put: toOperation({
        tag,
        id: 'setClock',
        summary: 'Set the clock',
        description: 'What is left out stays. A `now` freezes a real clock there unless a mode is given.',
        body: { schema: 'ClockInput' },
        reply: { description: 'The clock as it is now.', schema: 'Clock' },
      }),
    },
  },
  schemas: {
    ...WORLD_SCHEMAS,
    Snapshots: toListSchema('The snapshots of a session.', 'snapshots', 'Snapshot'),
    Events: toListSchema('Events of a session.', 'events', 'Event'),
  },
};
