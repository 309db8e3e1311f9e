import type { DocumentPart } from './document-part.ts';
import { toListSchema, toObjectSchema, toOperation } from './document-part.ts';

const tag = 'service';
const NAME = { name: "The session's name." };
const COUNT = { type: 'integer' };

/** The mock as a whole, and its sessions. */
export const SERVICE_PART: DocumentPart = {
  tag: { name: tag, description: 'The mock as a whole, and its sessions.' },
  paths: {
    '/__admin/health': {
      get: toOperation({
        tag,
        id: 'getHealth',
        summary: 'Tell that the mock is up',
        reply: { description: 'It is up.', schema: 'Health' },
        ofSession: false,
        open: true,
      }),
    },
    '/__admin/version': {
      get: toOperation({
        tag,
        id: 'getVersion',
        summary: 'Tell which mock this is',
        reply: { description: 'Its name and version.', schema: 'Version' },
        ofSession: false,
      }),
    },
    '/__admin/openapi.json': {
      get: toOperation({
        tag,
        id: 'getDocument',
        summary: 'Give this document',
        reply: { description: 'This document.', schema: 'Document' },
        ofSession: false,
      }),
    },
    '/__admin/sessions': {
      get: toOperation({
        tag,
        id: 'listSessions',
        summary: 'List the sessions',
        reply: { description: 'The one that was not used for longest first.', schema: 'Sessions' },
        ofSession: false,
      }),
      delete: toOperation({
        tag,
        id: 'deleteSessions',
        summary: 'Drop all sessions',
        description: 'Each is made anew, as at the start, when it is used next.',
        reply: { description: 'They are gone.' },
        ofSession: false,
      }),
    },
    '/__admin/sessions/{name}': {
      get: toOperation({
        tag,
        id: 'getSession',
        summary: 'Tell of one session',
        description: 'Does not make the session, and does not count as its use.',
        path: NAME,
        reply: { description: 'What it holds.', schema: 'Session' },
        problems: [404],
        ofSession: false,
      }),
      delete: toOperation({
        tag,
        id: 'deleteSession',
        summary: 'Drop one session',
        description: 'With all that it holds, snapshots too. It is made anew, as at the start, when it is used next.',
        path: NAME,
        reply: { description: 'It is gone.' },
        problems: [404],
        ofSession: false,
      }),
    },
  },
  schemas: {
    Health: toObjectSchema('That the mock is up.', { status: { const: 'ok' } }),
    Version: toObjectSchema('Which mock this is.', {
      name: { type: 'string', examples: ['agentex-tracker-mock'] },
      version: { type: 'string', examples: ['1.0.0'] },
    }),
    Document: { description: 'An OpenAPI 3.1 document.', type: 'object' },
    Session: toObjectSchema('A session and how much it holds.', {
      name: { type: 'string' },
      used: { description: "When it was used last, by the machine's clock: UTC.", type: 'string', format: 'date-time' },
      trackers: COUNT,
      events: COUNT,
      requests: { description: 'How many exchanges are in its journal.', ...COUNT },
      stubs: COUNT,
      snapshots: COUNT,
    }),
    Sessions: toListSchema('The sessions that there are.', 'sessions', 'Session'),
  },
};
