import type { Properties, SchemaNode } from './schema-object.ts';
import { toInputSchema, toListSchema, toOutputSchema, toReference } from './schema-object.ts';

const COUNT = { type: 'integer' } as const;
const TEXT = { type: 'string' } as const;

/** What can be covered, in the order of reports. Each kind has a total and a threshold of its own. */
export const COVERAGE_KINDS = [
  'operations',
  'statuses',
  'observed',
  'parameters',
  'media-types',
  'members',
  'alternatives',
] as const;

const KIND: SchemaNode = {
  description:
    'What is covered: an operation, a status, a parameter, a media type, a member of a schema, or one of several alternatives.',
  enum: COVERAGE_KINDS,
};

/** A query carries these. */
export const COVERAGE_QUERY: Properties = {
  session: { description: 'Only exchanges of this session. All sessions if omitted.', ...TEXT },
};

export const COVERAGE_SCHEMAS: Readonly<Record<string, SchemaNode>> = {
  CoverageFilter: toInputSchema('Selects the exchanges whose coverage is measured.', COVERAGE_QUERY),
  CoverageKind: KIND,
  Coverage: toOutputSchema('What of the contract the exchanges in the journals cover.', {
    requests: { description: 'How many exchanges the journals have.', ...COUNT },
    totals: { type: 'array', items: toReference('CoverageTotal') },
    operations: { description: "In the contract's order.", type: 'array', items: toReference('OperationCoverage') },
    shared: {
      description: 'What several operations have in common. Each part counts once, whichever operation covered it.',
      type: 'array',
      items: toReference('SharedCoverage'),
    },
  }),
  CoverageTotal: toOutputSchema('How much of one kind is covered.', {
    kind: toReference('CoverageKind'),
    covered: COUNT,
    total: COUNT,
  }),
  OperationCoverage: toOutputSchema('An operation and the parts that no other operation has.', {
    operation: toReference('OperationName'),
    parts: { type: 'array', items: toReference('CoveragePart') },
  }),
  SharedCoverage: toOutputSchema('A component of the contract that several operations have in common.', {
    name: { ...TEXT, examples: ['AgentTaskTracker'] },
    pointer: { description: 'Its place in the contract.', ...TEXT },
    operations: { description: 'The operations that have it.', type: 'array', items: toReference('OperationName') },
    parts: { type: 'array', items: toReference('CoveragePart') },
  }),
  CoveragePart: toOutputSchema('A part of the contract that can be covered.', {
    key: { description: 'Its name, the same in each reply of a mock.', ...TEXT },
    kind: toReference('CoverageKind'),
    label: { ...TEXT, examples: ['PUT /tracker/{tracker_id}: status 422', 'AgentTaskTracker.status: omitted'] },
    pointer: { description: 'Its place in the contract.', ...TEXT },
    count: { description: 'How many exchanges covered it.', ...COUNT },
  }),
  CoveringRequests: toListSchema('Requests that cover parts of the contract.', 'requests', 'CoveringRequest'),
  CoveringRequest: toOutputSchema('A request that covers parts of the contract.', {
    method: TEXT,
    target: { description: 'Its path and query.', ...TEXT },
    headers: { type: 'object', additionalProperties: TEXT },
    body: { description: 'Empty if it has none.', ...TEXT },
    covers: { description: 'The keys of the parts that it covers.', type: 'array', items: TEXT },
  }),
};
