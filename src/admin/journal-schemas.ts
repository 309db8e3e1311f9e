import type { SchemaObject } from './document-part.ts';
import { toListSchema, toObjectSchema, toReference } from './document-part.ts';

const TEXT: SchemaObject = { type: 'string' };
const TIME: SchemaObject = { type: 'string', format: 'date-time' };
const OPERATION: SchemaObject = { description: 'The operation; null where none matched.', type: ['string', 'null'] };
const PATH: SchemaObject = { description: 'Path and query as sent.', ...TEXT };
const OBJECTS: SchemaObject = { type: 'array', items: { type: 'object' } };

const VIOLATION: Readonly<Record<string, SchemaObject>> = {
  side: { description: 'Which half of the exchange.', enum: ['request', 'reply'] },
  location: {
    description: 'Where in it.',
    type: 'array',
    items: { type: ['string', 'integer'] },
    examples: [['body', 'status']],
  },
  rule: { description: 'The rule that is broken.', ...TEXT },
  message: { description: 'One plain sentence.', ...TEXT },
};

const MESSAGE: Readonly<Record<string, SchemaObject>> = {
  headers: { description: 'By lower-case name. Credentials are masked.', type: 'object', additionalProperties: TEXT },
  body: { description: 'As text.', ...TEXT },
  truncated: { description: 'True where the body was longer than 64 KiB and is cut.', type: 'boolean' },
};

export const JOURNAL_SCHEMAS: Readonly<Record<string, SchemaObject>> = {
  Exchange: toObjectSchema('A request, its reply, and the verdicts on both.', {
    id: TEXT,
    time: { description: "When the request was read, by the machine's clock: UTC.", ...TIME },
    session: TEXT,
    method: TEXT,
    path: PATH,
    operation: OPERATION,
    request: toReference('Message'),
    reply: toReference('ReplyMessage'),
    ms: { description: 'How long the mock took, a stubbed delay counted in, in milliseconds.', type: 'number' },
    violations: { type: 'array', items: toReference('Violation') },
    undocumented: { description: "True where the contract does not list the reply's status.", type: 'boolean' },
    stubbed: { description: 'What was stubbed for it; empty where nothing was.', type: 'array', items: TEXT },
    prism: {
      description: "Prism's verdict; null where Prism has not judged it.",
      anyOf: [toReference('PrismVerdict'), { type: 'null' }],
    },
  }),
  Exchanges: toListSchema('Exchanges of a session.', 'requests', 'Exchange'),
  Message: toObjectSchema('One half of an exchange.', MESSAGE),
  ReplyMessage: toObjectSchema('The reply of an exchange.', {
    status: { description: '0 where the connection was cut before one was sent.', type: 'integer' },
    ...MESSAGE,
  }),
  Violation: toObjectSchema('One way in which an exchange breaks the contract.', VIOLATION),
  ViolationRecord: toObjectSchema('A violation with the exchange that it was found in.', {
    request: { description: "The exchange's id.", ...TEXT },
    method: TEXT,
    path: PATH,
    operation: OPERATION,
    ...VIOLATION,
  }),
  Violations: toListSchema('All violations in the journal of a session.', 'violations', 'ViolationRecord'),
  PrismVerdict: toObjectSchema('What Prism says of an exchange, in its own form.', {
    request: OBJECTS,
    reply: OBJECTS,
  }),
  UnmatchedRequest: toObjectSchema('A request that no operation matched.', {
    id: { description: "The exchange's id.", ...TEXT },
    method: TEXT,
    path: PATH,
    status: { type: 'integer' },
    nearest: {
      description: 'The operation that comes nearest; null where the contract has none.',
      type: ['string', 'null'],
    },
    reason: { description: 'Why that one did not match, and what would.', ...TEXT },
  }),
  UnmatchedRequests: toListSchema(
    'The requests of a session that no operation matched.',
    'requests',
    'UnmatchedRequest',
  ),
  Count: toObjectSchema('A number of exchanges.', { count: { type: 'integer' } }),
  Har: toObjectSchema('An HTTP Archive 1.2 document.', {
    log: toObjectSchema('The archive.', {
      version: { const: '1.2' },
      creator: toObjectSchema('What wrote it.', { name: TEXT, version: TEXT }),
      entries: OBJECTS,
    }),
  }),
};
