import type { DocumentPart, OperationPlan, SchemaObject } from './document-part.ts';
import { toObjectSchema, toOperation } from './document-part.ts';
import { JOURNAL_SCHEMAS } from './journal-schemas.ts';

const tag = 'requests';

/** The members of a filter that a query can carry. A pattern for the body needs a body. */
const FILTERS: NonNullable<OperationPlan['query']> = {
  operation: { description: '`PUT /tracker/{tracker_id}`: method and path template.', type: 'string' },
  method: { description: 'The method, in any case.', type: 'string' },
  path: { description: 'The path without its query; a `*` stands for any characters.', type: 'string' },
  status: { description: "The reply's status.", type: 'integer' },
  valid: { description: 'True: without violations; false: with.', type: 'boolean' },
  since: { description: 'Only exchanges from this time on: RFC 3339, with a time zone.', type: 'string' },
  limit: { description: 'The newest so many.', type: 'integer' },
};

/** By name; null if it must be absent. */
const VALUES: SchemaObject = { type: 'object', additionalProperties: { type: ['string', 'null'] } };

const CRITERIA: Readonly<Record<string, SchemaObject>> = {
  ...FILTERS,
  query: { description: 'Query parameters by name; null if the parameter must be absent.', ...VALUES },
  headers: { description: 'Header values by name; null if the header must be absent.', ...VALUES },
  body: {
    description:
      "A JSON pattern that the request's body must contain: members of objects, items of lists in their order.",
  },
};

/** What happened, and what broke the contract. */
export const JOURNAL_PART: DocumentPart = {
  tag: { name: tag, description: 'What happened, and what broke the contract.' },
  // The router takes the first path that fits, so `unmatched` stands before `{id}`.
  paths: {
    '/__admin/requests': {
      get: toOperation({
        tag,
        id: 'listRequests',
        summary: 'List the exchanges in the journal',
        query: FILTERS,
        reply: { description: 'Oldest first.', schema: 'Exchanges' },
      }),
      delete: toOperation({
        tag,
        id: 'clearRequests',
        summary: 'Empty the journal',
        reply: { description: 'It is empty.' },
      }),
    },
    '/__admin/requests/unmatched': {
      get: toOperation({
        tag,
        id: 'listUnmatched',
        summary: 'List the requests that no operation matched',
        description: 'Each with the nearest operation and why that did not match.',
        reply: { description: 'Oldest first.', schema: 'UnmatchedRequests' },
      }),
    },
    '/__admin/requests/count': {
      post: toOperation({
        tag,
        id: 'countRequests',
        summary: 'Count exchanges',
        body: { schema: 'ExchangeFilter', optional: true },
        reply: { description: 'How many fit the filter.', schema: 'Count' },
      }),
    },
    '/__admin/requests/find': {
      post: toOperation({
        tag,
        id: 'findRequests',
        summary: 'Find exchanges, by the body too',
        body: { schema: 'ExchangeFilter', optional: true },
        reply: { description: 'Those that fit the filter, oldest first.', schema: 'Exchanges' },
      }),
    },
    '/__admin/requests/{id}': {
      get: toOperation({
        tag,
        id: 'getRequest',
        summary: 'Give one exchange',
        path: { id: "The exchange's id." },
        reply: { description: 'The exchange.', schema: 'Exchange' },
        problems: [404],
      }),
    },
    '/__admin/requests.har': {
      get: toOperation({
        tag,
        id: 'getHar',
        summary: 'Give the journal as HTTP Archive 1.2',
        description: "A browser's network panel opens it.",
        reply: { description: 'The journal, oldest first.', schema: 'Har' },
      }),
    },
    '/__admin/violations': {
      get: toOperation({
        tag,
        id: 'listViolations',
        summary: 'List what broke the contract',
        reply: { description: 'Oldest first; empty where nothing did.', schema: 'Violations' },
      }),
    },
  },
  schemas: {
    ...JOURNAL_SCHEMAS,
    ExchangeFilter: {
      ...toObjectSchema(
        'Which exchanges to return. Omitted criteria match every exchange.',
        CRITERIA,
        Object.keys(CRITERIA),
      ),
      additionalProperties: false,
    },
  },
};
