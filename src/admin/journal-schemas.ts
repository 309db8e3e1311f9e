import { VIOLATION_KINDS } from '../exchange/applied-override.ts';
import { FAULTS } from '../stubs/stub.ts';
import type { SchemaObject } from './document-part.ts';
import { toListSchema, toObjectSchema, toReference } from './document-part.ts';

const TEXT: SchemaObject = { type: 'string' };
const TIME: SchemaObject = { type: 'string', format: 'date-time' };
const OPERATION: SchemaObject = {
  description: '`PUT /tracker/{tracker_id}`; null if no operation matched.',
  type: ['string', 'null'],
};
const PATH: SchemaObject = { description: 'Decoded, without the query.', ...TEXT };
const QUERY: SchemaObject = { description: 'As sent, without the question mark; empty if there is none.', ...TEXT };
const STATUS: SchemaObject = {
  description: 'Null if a fault broke the connection before there was a reply.',
  type: ['integer', 'null'],
};
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
    query: QUERY,
    operation: OPERATION,
    request: toReference('Message'),
    reply: toReference('ReplyMessage'),
    ms: { description: 'How long the mock took, a delay included, in milliseconds.', type: 'number' },
    violations: { type: 'array', items: toReference('Violation') },
    undocumented: { description: "True where the contract does not list the reply's status.", type: 'boolean' },
    override: {
      description: 'What a stub or a `Prefer` header changed; null if nothing.',
      anyOf: [toReference('Override'), { type: 'null' }],
    },
    prism: {
      description: "Prism's verdict; null where Prism has not judged it.",
      anyOf: [toReference('PrismVerdict'), { type: 'null' }],
    },
  }),
  Override: toObjectSchema(
    'What a stub or a `Prefer` header changed. Members that did not apply are absent.',
    {
      stub: { description: 'The id of the stub.', ...TEXT },
      code: { description: 'The status that the `Prefer` header asked for.', type: 'integer' },
      reply: { description: "The status of the stub's own reply.", type: 'integer' },
      delay: { description: 'In milliseconds.', type: 'number' },
      fault: { enum: FAULTS },
      violation: { description: 'With the fault `contract-violation`.', enum: VIOLATION_KINDS },
    },
    ['stub', 'code', 'reply', 'delay', 'fault', 'violation'],
  ),
  Exchanges: toListSchema('Exchanges of a session.', 'requests', 'Exchange'),
  Message: toObjectSchema('One half of an exchange.', MESSAGE),
  ReplyMessage: toObjectSchema('The reply of an exchange.', {
    status: STATUS,
    ...MESSAGE,
  }),
  Violation: toObjectSchema('One way in which an exchange breaks the contract.', VIOLATION),
  ViolationRecord: toObjectSchema('A violation with the exchange that it was found in.', {
    request: { description: "The exchange's id.", ...TEXT },
    method: TEXT,
    path: PATH,
    query: QUERY,
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
    query: QUERY,
    status: STATUS,
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
