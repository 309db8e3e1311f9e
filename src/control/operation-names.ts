// Generated from openapi.json by `npm run generate`. Do not edit.

export const OPERATION_NAMES: readonly string[] = [
  'GET /events/{event_id}',
  'GET /events',
  'GET /tracker/{tracker_id}',
  'PUT /tracker/{tracker_id}',
  'GET /tracker',
];
