import { EVENT_FILTER, TRACKER_FILTER } from '../control/world-schemas.ts';
import type { DocumentPart } from './document-part.ts';
import { toOperation } from './document-part.ts';

const tag = 'world';
const SNAPSHOT = { name: "The snapshot's name." };
const TRACKER = { id: "The tracker's id." };

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
        description: 'Atomic. The document has the form of a fixture file, and is validated like one.',
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
          'Restores the initial trackers, events, clock and seed, empties stubs and journal, and takes allowances back, in constant time. Keeps the snapshots.',
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
        description: 'Restores world and clock together, and keeps the snapshot.',
        path: SNAPSHOT,
        reply: { description: 'The snapshot is restored.' },
        problems: [404],
      }),
    },
    '/__admin/trackers': {
      get: toOperation({
        tag,
        id: 'listTrackers',
        summary: 'List the trackers',
        description:
          'A part of them, each with how far its cursor is. Unlike `GET /tracker`, this call is not in the journal.',
        query: TRACKER_FILTER,
        reply: { description: 'The trackers that match, in their order.', schema: 'TrackerPage' },
      }),
      post: toOperation({
        tag,
        id: 'addTracker',
        summary: 'Add a tracker',
        description:
          'The API has no operation for this: its server creates a tracker when a task is assigned to an agent.',
        body: { schema: 'TrackerInput' },
        reply: { status: 201, description: 'The tracker as stored.', schema: 'Tracker', located: true },
        problems: [404, 409],
      }),
    },
    '/__admin/trackers/{id}': {
      get: toOperation({
        tag,
        id: 'getTracker',
        summary: 'Get one tracker',
        description: 'Unlike `GET /tracker/{tracker_id}`, this call is not in the journal.',
        path: TRACKER,
        reply: { description: 'The tracker.', schema: 'TrackerProgress' },
        problems: [404],
      }),
      put: toOperation({
        tag,
        id: 'putTracker',
        summary: 'Add or replace a tracker',
        description:
          "Subject only to the contract, not to the API's rules, so it can simulate a change by another client. The id in the path takes precedence.",
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
        description: 'Omitted members are unchanged. Setting `now` freezes a real clock unless a mode is given.',
        body: { schema: 'ClockInput' },
        reply: { description: 'The clock.', schema: 'ClockState' },
      }),
    },
  },
};
