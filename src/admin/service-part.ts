import type { DocumentPart } from './document-part.ts';
import { toOperation } from './document-part.ts';

const tag = 'service';
const NAME = { name: "The session's name." };

export const SERVICE_PART: DocumentPart = {
  tag: { name: tag, description: 'The mock as a whole, and its sessions.' },
  paths: {
    '/__admin/health': {
      get: toOperation({
        tag,
        id: 'getHealth',
        summary: 'Check that the mock is up',
        reply: { description: 'It is up.', schema: 'Health' },
        ofSession: false,
        open: true,
      }),
    },
    '/__admin/version': {
      get: toOperation({
        tag,
        id: 'getVersion',
        summary: 'Get the version of the mock',
        reply: { description: 'Its name and version.', schema: 'Version' },
        ofSession: false,
      }),
    },
    '/__admin/openapi.json': {
      get: toOperation({
        tag,
        id: 'getDocument',
        summary: 'Get this document',
        reply: { description: 'This document.', schema: 'Document' },
        ofSession: false,
      }),
    },
    '/__admin/contract': {
      get: toOperation({
        tag,
        id: 'getContract',
        summary: 'Get the contract that the mock serves',
        description: 'As `/openapi.json` has it; this call is not in the journal.',
        reply: { description: 'The contract.', schema: 'Document' },
        ofSession: false,
      }),
    },
    '/__admin/sessions': {
      get: toOperation({
        tag,
        id: 'listSessions',
        summary: 'List the sessions',
        reply: { description: 'The sessions, least recently used first.', schema: 'Sessions' },
        ofSession: false,
      }),
      delete: toOperation({
        tag,
        id: 'deleteSessions',
        summary: 'Delete all sessions',
        description: 'Each is created again, in its initial state, when it is next used.',
        reply: { description: 'The sessions are deleted.' },
        ofSession: false,
      }),
    },
    '/__admin/sessions/{name}': {
      get: toOperation({
        tag,
        id: 'getSession',
        summary: 'Get one session',
        description: 'Does not create the session, and does not count as using it.',
        path: NAME,
        reply: { description: 'The session and the size of its content.', schema: 'SessionInfo' },
        problems: [404],
        ofSession: false,
      }),
      delete: toOperation({
        tag,
        id: 'deleteSession',
        summary: 'Delete one session',
        description:
          'With everything it holds, including snapshots. It is created again, in its initial state, when it is next used.',
        path: NAME,
        reply: { description: 'The session is deleted.' },
        problems: [404],
        ofSession: false,
      }),
    },
  },
};
