import { COVERAGE_QUERY } from '../control/coverage-schemas.ts';
import type { DocumentPart } from './document-part.ts';
import { toOperation } from './document-part.ts';

const tag = 'coverage';

export const COVERAGE_PART: DocumentPart = {
  tag: { name: tag, description: 'What of the contract the exchanges cover.' },
  paths: {
    '/__admin/coverage': {
      get: toOperation({
        tag,
        id: 'getCoverage',
        summary: 'Measure what of the contract the exchanges in the journals cover',
        description: 'Measured when it is asked for: between two calls it costs nothing.',
        query: COVERAGE_QUERY,
        reply: { description: 'The parts of the contract, covered or not.', schema: 'Coverage' },
        ofSession: false,
      }),
    },
    '/__admin/coverage/requests/{operation}': {
      get: toOperation({
        tag,
        id: 'findCoveringRequests',
        summary: 'Find requests that cover the parts of an operation',
        description: 'Each was tried on a copy of the world of the session `default`, in which nothing changes.',
        path: { operation: 'The name of the operation, such as `PUT /tracker/{tracker_id}`.' },
        reply: { description: 'The requests, each with what it covers.', schema: 'CoveringRequests' },
        problems: [404],
        ofSession: false,
      }),
    },
  },
};
