import type { Properties, SchemaNode, SchemaObject } from './schema-object.ts';
import { toInputSchema, toListSchema, toOutputSchema, toReference } from './schema-object.ts';
import { PATTERN_OBJECTS, PATTERN_TEXTS } from './stub-schemas.ts';

const TEXT = { type: 'string' } as const;
const TIME = { type: 'string', format: 'date-time' } as const;
const STATUS: SchemaNode = {
  description: 'Null if a fault broke the connection before there was a reply.',
  type: ['integer', 'null'],
};
const OBJECTS = { type: 'array', items: { type: 'object' } } as const;
const EXCHANGE_ID = { description: "The exchange's id.", ...TEXT };

/** The members that identify what was requested. */
const REQUEST_LINE: Properties = {
  method: TEXT,
  path: { description: 'Decoded, without the query.', ...TEXT },
  query: { description: 'As sent, without the question mark. Empty if there is none.', ...TEXT },
};

const OPERATION: SchemaObject = {
  description: 'The operation, such as `PUT /tracker/{tracker_id}`; null if none matched.',
  anyOf: [toReference('OperationName'), { type: 'null' }],
};

const VIOLATION: Properties = {
  side: { description: 'Which half of the exchange.', enum: ['request', 'reply'] },
  location: {
    description: 'The path to the value that breaks the contract.',
    type: 'array',
    items: { type: ['string', 'integer'] },
    examples: [['body', 'status']],
  },
  rule: {
    description: "The violated rule: a schema keyword, or the type of FastAPI's error.",
    ...TEXT,
  },
  message: { description: 'What is wrong, in one sentence.', ...TEXT },
};

/** Who can make a reply. */
const REPLY_SOURCES = ['mock', 'stub', 'sample', 'prism', 'upstream'] as const;

const OVERRIDE: Properties = {
  stub: { description: 'The id of the stub.', ...TEXT },
  code: { description: 'The status that the `Prefer` header asked for.', type: 'integer' },
  reply: { description: "The status of the stub's own reply.", type: 'integer' },
  delay: { description: 'In milliseconds.', type: 'number' },
  fault: toReference('Fault'),
  violation: toReference('ViolationKind', 'With the fault `contract-violation`.'),
};

const MESSAGE: Properties = {
  headers: { description: 'By lower-case name. Credentials are masked.', type: 'object', additionalProperties: TEXT },
  body: { description: 'As text.', ...TEXT },
  truncated: { description: 'Whether the body was longer than 64 KiB and is cut.', type: 'boolean' },
};

const NOTES: SchemaObject = {
  description:
    'What breaks no rule, but is probably a mistake: query parameters that the operation does not have, which the API ignores, and misspelt preferences of a `Prefer` header.',
  type: 'array',
  items: TEXT,
};

/** The members of a filter that a query can carry. */
export const FILTER_TEXTS: Properties = {
  ...PATTERN_TEXTS,
  status: { description: "The reply's status.", type: 'integer' },
  source: toReference('ReplySource', 'Who made the reply.'),
  valid: { description: 'True: without violations; false: with violations.', type: 'boolean' },
  since: { description: 'Only exchanges since this time: RFC 3339, with a time zone.', type: 'string' },
  limit: { description: 'Return at most this many, the newest ones.', type: 'integer', minimum: 0 },
};

const ALLOWANCES: Properties = {
  violations: {
    description: 'Whether the requests of the session may break the contract: their violations do not count.',
    type: 'boolean',
  },
};

const { since: _, limit: __, ...STREAM_TEXTS } = FILTER_TEXTS;

/** The query of a stream of exchanges. */
export const STREAM_QUERY: Properties = {
  session: { description: 'Only exchanges of this session. All sessions if omitted.', type: 'string' },
  ...STREAM_TEXTS,
  limit: {
    description:
      'Begin with the newest exchanges of the journals, at most this many before the filter. 0 if omitted; with `Last-Event-ID` all that came after it.',
    type: 'integer',
    minimum: 0,
  },
};

export const JOURNAL_SCHEMAS: Readonly<Record<string, SchemaNode>> = {
  ExchangeFilter: toInputSchema('Selects exchanges. Omitted criteria match every exchange.', {
    ...FILTER_TEXTS,
    ...PATTERN_OBJECTS,
  }),
  StreamFilter: toInputSchema('Selects the exchanges of a stream.', STREAM_QUERY),
  ExchangeRecord: toOutputSchema('A request, its reply, and the verdicts on both.', {
    id: TEXT,
    time: { description: "When the request was read, by the machine's clock, in UTC.", ...TIME },
    session: TEXT,
    ...REQUEST_LINE,
    operation: OPERATION,
    request: toReference('MessageRecord'),
    reply: toReference('ReplyRecord'),
    ms: { description: 'How long the mock took, including a delay, in milliseconds.', type: 'number' },
    violations: { type: 'array', items: toReference('Violation') },
    allowed: {
      description:
        "Whether its violations were expected, by `Prefer: allow-violations` or the session's allowances. They do not count.",
      type: 'boolean',
    },
    unmatched: { description: 'Whether no operation matched.', type: 'boolean' },
    source: toReference('ReplySource'),
    undocumented: { description: "Whether the contract does not list the reply's status.", type: 'boolean' },
    notes: NOTES,
    override: {
      description: 'What a stub or a `Prefer` header changed; null if nothing.',
      anyOf: [toReference('AppliedOverride'), { type: 'null' }],
    },
    prism: {
      description: "Prism's verdict; null if Prism has not validated the exchange.",
      anyOf: [toReference('PrismVerdict'), { type: 'null' }],
    },
  }),
  ReplySource: {
    description:
      'Who made the reply: the mock from its world, a stub, a sample of the contract, Prism, or an upstream server.',
    enum: REPLY_SOURCES,
  },
  AppliedOverride: toOutputSchema(
    'What a stub or a `Prefer` header changed in an exchange. Members that did not apply are absent.',
    OVERRIDE,
    Object.keys(OVERRIDE),
  ),
  Exchanges: toListSchema('Exchanges of a session.', 'requests', 'ExchangeRecord'),
  ExchangeSummary: toOutputSchema('A request and its reply in short, without headers and bodies. Long texts are cut.', {
    id: EXCHANGE_ID,
    time: { description: "When the request was read, by the machine's clock, in UTC.", ...TIME },
    session: TEXT,
    ...REQUEST_LINE,
    operation: OPERATION,
    status: STATUS,
    ms: { description: 'How long the mock took, including a delay, in milliseconds.', type: 'number' },
    violations: { description: 'How many violations of the contract it has.', type: 'integer' },
    violation: {
      description: 'The first of them; null if there are none.',
      anyOf: [toReference('Violation'), { type: 'null' }],
    },
    allowed: { description: 'Whether its violations were expected. They do not count.', type: 'boolean' },
    unmatched: { description: 'Whether no operation matched.', type: 'boolean' },
    source: toReference('ReplySource'),
    undocumented: { description: "Whether the contract does not list the reply's status.", type: 'boolean' },
    overridden: { description: 'Whether a stub or a `Prefer` header changed it.', type: 'boolean' },
    notes: NOTES,
  }),
  ExchangeStream: {
    description: 'Server-sent events. This is the data of one of them.',
    anyOf: [toReference('StreamStart'), toReference('ExchangeSummary'), toReference('StreamLoss')],
  },
  StreamStart: toOutputSchema('The data of the event `start`, which comes first.', {
    run: { description: 'Differs from one start of the mock to the next.', ...TEXT },
  }),
  StreamLoss: toOutputSchema('The data of the event `lost`, and of the event `dropped`, after which the stream ends.', {
    count: {
      description: 'How many exchanges are missing at this point of the stream; null if that is not known.',
      type: ['integer', 'null'],
    },
    reason: { description: 'Why, in one sentence.', ...TEXT },
  }),
  MessageRecord: toOutputSchema('One half of an exchange.', MESSAGE),
  ReplyRecord: toOutputSchema('The reply of an exchange.', {
    status: STATUS,
    ...MESSAGE,
  }),
  Violation: toOutputSchema('One violation of the contract by an exchange.', VIOLATION),
  ViolationRecord: toOutputSchema('A violation with the exchange that it was found in.', {
    request: EXCHANGE_ID,
    ...REQUEST_LINE,
    operation: OPERATION,
    ...VIOLATION,
  }),
  Violations: toListSchema(
    'The violations in the journal of a session, except the allowed ones.',
    'violations',
    'ViolationRecord',
  ),
  PrismVerdict: toOutputSchema("Prism's verdict on an exchange, in its own form.", {
    request: OBJECTS,
    reply: OBJECTS,
  }),
  UnmatchedRecord: toOutputSchema('A request that no operation matched.', {
    id: EXCHANGE_ID,
    ...REQUEST_LINE,
    status: STATUS,
    nearest: {
      description: 'The nearest operation; null if none has a similar path.',
      anyOf: [toReference('OperationName'), { type: 'null' }],
    },
    reason: { description: 'Why the nearest operation did not match, and what would, or why none is near.', ...TEXT },
  }),
  UnmatchedRequests: toListSchema(
    'The requests of a session that no operation matched.',
    'requests',
    'UnmatchedRecord',
  ),
  Count: toOutputSchema('A number of exchanges.', { count: { type: 'integer' } }),
  Allowances: toOutputSchema('What a session may do although it counts as a failure otherwise.', ALLOWANCES),
  AllowancesInput: toInputSchema('Changes to the allowances. Omitted members are unchanged.', ALLOWANCES),
};
