import { EVENT_FILTER } from '../control/world-schemas.ts';
import type { DocumentPart } from './document-part.ts';
import { toOperation } from './document-part.ts';

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
        summary: 'Get the whole world',
        reply: { description: 'The world as one document.', schema: 'WorldState' },
      }),
      put: toOperation({
        tag,
        id: 'setState',
        summary: 'Replace the whole world',
        description: 'All or nothing. Checked as a fixture file is; a fixture file is such a document.',
        body: { schema: 'WorldStateInput' },
        reply: { description: 'The world is replaced.' },
      }),
    },
    '/__admin/reset': {
      post: toOperation({
        tag,
        id: 'reset',
        summary: 'Reset the session',
        description:
          'Trackers, events, clock, stubs, journal and seed are as at the start. In constant time. Snapshots stay.',
        reply: { description: 'The session is reset.' },
      }),
    },
    '/__admin/state/snapshots': {
      get: toOperation({
        tag,
        id: 'listSnapshots',
        summary: 'List the snapshots',
        reply: { description: 'In the order in which they were first taken.', schema: 'Snapshots' },
      }),
      post: toOperation({
        tag,
        id: 'takeSnapshot',
        summary: 'Take a snapshot',
        description: 'In constant time. Replaces a snapshot of the same name. A session keeps up to 100.',
        body: { schema: 'SnapshotInput' },
        reply: { status: 201, description: 'The snapshot.', schema: 'SnapshotInfo', located: true },
        problems: [409],
      }),
    },
    '/__admin/state/snapshots/{name}': {
      delete: toOperation({
        tag,
        id: 'deleteSnapshot',
        summary: 'Delete a snapshot',
        path: SNAPSHOT,
        reply: { description: 'Deleted.' },
        problems: [404],
      }),
    },
    '/__admin/state/snapshots/{name}/restore': {
      post: toOperation({
        tag,
        id: 'restoreSnapshot',
        summary: 'Restore a snapshot',
        description: 'World and clock together. The snapshot stays.',
        path: SNAPSHOT,
        reply: { description: 'The snapshot is restored.' },
        problems: [404],
      }),
    },
    '/__admin/trackers': {
      post: toOperation({
        tag,
        id: 'addTracker',
        summary: 'Add a tracker',
        description: 'The API has no operation for it: a task is assigned to an agent.',
        body: { schema: 'TrackerInput' },
        reply: { status: 201, description: 'The tracker as stored.', schema: 'Tracker', located: true },
        problems: [404, 409],
      }),
    },
    '/__admin/trackers/{id}': {
      put: toOperation({
        tag,
        id: 'putTracker',
        summary: 'Add or replace a tracker',
        description:
          "Not subject to the API's rules, only to the contract: simulates a row that was changed behind the client's back. The path's id counts.",
        path: TRACKER,
        body: { schema: 'TrackerInput' },
        reply: { description: 'The tracker as stored.', schema: 'Tracker' },
        problems: [404, 409],
      }),
      delete: toOperation({
        tag,
        id: 'deleteTracker',
        summary: 'Delete a tracker',
        path: TRACKER,
        reply: { description: 'Deleted.' },
        problems: [404],
      }),
    },
    '/__admin/events': {
      get: toOperation({
        tag,
        id: 'listEvents',
        summary: 'List the events',
        query: EVENT_FILTER,
        reply: { description: 'By sequence_id.', schema: 'Events' },
        problems: [404],
      }),
      post: toOperation({
        tag,
        id: 'addEvent',
        summary: 'Add an event',
        description: 'It gets the next sequence_id.',
        body: { schema: 'EventInput' },
        reply: { status: 201, description: 'The event as stored.', schema: 'TrackerEvent' },
        problems: [409],
      }),
    },
    '/__admin/clock': {
      get: toOperation({
        tag,
        id: 'getClock',
        summary: 'Get the clock',
        reply: { description: 'The clock.', schema: 'ClockState' },
      }),
      put: toOperation({
        tag,
        id: 'setClock',
        summary: 'Set the clock',
        description: 'Omitted members stay. A `now` freezes a real clock there unless a mode is given.',
        body: { schema: 'ClockInput' },
        reply: { description: 'The clock.', schema: 'ClockState' },
      }),
    },
  },
};
