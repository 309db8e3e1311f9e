import type { SchemaNode } from './schema-object.ts';
import { toListSchema, toOutputSchema } from './schema-object.ts';

const COUNT = { type: 'integer' } as const;
const TEXT = { type: 'string' } as const;

export const SERVICE_SCHEMAS: Readonly<Record<string, SchemaNode>> = {
  Health: toOutputSchema('The mock is up.', { status: { const: 'ok' } }),
  Version: toOutputSchema('Which mock this is.', {
    name: { ...TEXT, examples: ['agentex-tracker-mock'] },
    version: { ...TEXT, examples: ['1.0.0'] },
  }),
  Document: { description: 'An OpenAPI 3.1 document.', type: 'object' },
  SessionInfo: toOutputSchema('A session and the size of its content.', {
    name: TEXT,
    used: { description: "When it was last used, by the machine's clock, in UTC.", ...TEXT, format: 'date-time' },
    trackers: COUNT,
    events: COUNT,
    requests: { description: 'How many exchanges are in its journal.', ...COUNT },
    stubs: COUNT,
    snapshots: COUNT,
  }),
  Sessions: toListSchema('The sessions of the mock.', 'sessions', 'SessionInfo'),
  Problem: toOutputSchema(
    'A failure of the mock: an RFC 9457 problem document.',
    {
      type: {
        description: 'A stable name of the failure.',
        ...TEXT,
        examples: ['urn:agentex-tracker-mock:not-found'],
      },
      title: TEXT,
      status: COUNT,
      detail: { description: 'What failed, on what, why, and what to do.', ...TEXT },
      problems: { description: 'The individual problems, if there are several.', type: 'array', items: TEXT },
    },
    ['problems'],
  ),
};
