import { FILTER_TEXTS, STREAM_QUERY } from '../control/journal-schemas.ts';
import type { DocumentPart } from './document-part.ts';
import { toOperation } from './document-part.ts';

const tag = 'requests';

export const JOURNAL_PART: DocumentPart = {
  tag: { name: tag, description: 'The exchanges, and the violations of the contract in them.' },
  // The first path that matches wins, so `unmatched` comes before `{id}`.
  paths: {
    '/__admin/requests': {
      get: toOperation({
        tag,
        id: 'listRequests',
        summary: 'List the exchanges in the journal',
        query: FILTER_TEXTS,
        reply: { description: 'Oldest first.', schema: 'Exchanges' },
      }),
      delete: toOperation({
        tag,
        id: 'clearRequests',
        summary: 'Empty the journal',
        reply: { description: 'The journal is empty.' },
      }),
    },
    '/__admin/requests/unmatched': {
      get: toOperation({
        tag,
        id: 'listUnmatched',
        summary: 'List the requests that no operation matched',
        description: 'Each with the nearest operation and why it did not match.',
        reply: { description: 'Oldest first.', schema: 'UnmatchedRequests' },
      }),
    },
    '/__admin/requests/stream': {
      get: toOperation({
        tag,
        id: 'streamRequests',
        summary: 'Follow the exchanges of all sessions as they happen',
        description:
          'The event `start` comes first, then an event `exchange` for each exchange. A client that connects again with the id of the last event as `Last-Event-ID` gets what it missed, as far as the journals have it; the event `lost` says what they do not have. A reader that is too slow gets the event `dropped`, after which the stream ends. After 15 seconds without an event, an id without one keeps the connection alive.',
        query: STREAM_QUERY,
        headers: { 'last-event-id': { description: 'The id of the last event that the client has.', type: 'string' } },
        reply: { description: 'Server-sent events.', schema: 'ExchangeStream', type: 'text/event-stream' },
        problems: [409],
        ofSession: false,
      }),
    },
    '/__admin/requests/count': {
      post: toOperation({
        tag,
        id: 'countRequests',
        summary: 'Count exchanges',
        body: { schema: 'ExchangeFilter', optional: true },
        reply: { description: 'How many match the filter.', schema: 'Count' },
      }),
    },
    '/__admin/requests/find': {
      post: toOperation({
        tag,
        id: 'findRequests',
        summary: 'Find exchanges, also by query, headers and body',
        body: { schema: 'ExchangeFilter', optional: true },
        reply: { description: 'The exchanges that match the filter, oldest first.', schema: 'Exchanges' },
      }),
    },
    '/__admin/requests/{id}': {
      get: toOperation({
        tag,
        id: 'getRequest',
        summary: 'Get one exchange',
        path: { id: "The exchange's id." },
        reply: { description: 'The exchange.', schema: 'ExchangeRecord' },
        problems: [404],
      }),
    },
    '/__admin/requests.har': {
      get: toOperation({
        tag,
        id: 'getHar',
        summary: 'Get the journal as HTTP Archive 1.2',
        description: "A browser's network panel opens it.",
        reply: { description: 'The journal, oldest first.', schema: 'Har' },
      }),
    },
    '/__admin/allowances': {
      get: toOperation({
        tag,
        id: 'getAllowances',
        summary: 'Get the allowances',
        reply: { description: 'The allowances.', schema: 'Allowances' },
      }),
      put: toOperation({
        tag,
        id: 'setAllowances',
        summary: 'Set the allowances',
        description:
          'Omitted members are unchanged. With `"violations": true` the session may break the contract: its violations stay in the journal, marked as allowed, and do not count. A reset takes the allowance back. For one request, `Prefer: allow-violations` does the same.',
        body: { schema: 'AllowancesInput' },
        reply: { description: 'The allowances.', schema: 'Allowances' },
      }),
    },
    '/__admin/violations': {
      get: toOperation({
        tag,
        id: 'listViolations',
        summary: 'List the violations of the contract',
        description: 'Without those that were allowed.',
        reply: { description: 'Oldest first. Empty if there are none.', schema: 'Violations' },
      }),
    },
  },
};
