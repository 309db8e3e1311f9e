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
  SessionInfo: toOutputSchema('A session and how much it holds.', {
    name: TEXT,
    used: { description: "When it was used last, by the machine's clock: UTC.", ...TEXT, format: 'date-time' },
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
        description: 'Which failure: a stable name.',
        ...TEXT,
        examples: ['urn:agentex-tracker-mock:not-found'],
      },
      title: TEXT,
      status: COUNT,
      detail: { description: 'What failed, on what, why, and what to do.', ...TEXT },
      problems: { description: 'The single problems, if there are several.', type: 'array', items: TEXT },
    },
    ['problems'],
  ),
};
