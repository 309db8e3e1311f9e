import type { Fault } from './control-types.ts';
import { OPERATION_NAMES } from './operation-names.ts';
import type { Properties, SchemaNode } from './schema-object.ts';
import { toInputSchema, toListSchema, toOutputSchema, toReference } from './schema-object.ts';

/** How long a reply may be delayed, in milliseconds: ten minutes. */
export const LONGEST_DELAY = 600_000;

/** The faults after which a client gets no valid HTTP reply, with WireMock's names. */
export const WIRE_FAULTS = [
  'connection-reset-by-peer',
  'empty-response',
  'malformed-response-chunk',
  'random-data-then-close',
] as const;

export const FAULTS: readonly Fault[] = [...WIRE_FAULTS, 'slow-body', 'contract-violation'];

export const VIOLATION_KINDS = ['missing-field', 'wrong-type', 'bad-date'] as const;

const VALUES_BY_NAME = {
  type: 'object',
  additionalProperties: { anyOf: [{ type: 'string' }, { type: 'null' }] },
} as const;

/** The members of a request pattern that a query can carry. */
export const PATTERN_TEXTS: Properties = {
  method: { description: 'The method, in any case.', type: 'string' },
  path: { description: 'The decoded path without its query; `*` matches any characters.', type: 'string' },
  operation: toReference('OperationName', 'The operation that the request was routed to.'),
};

/** The members of a request pattern that need a body. */
export const PATTERN_OBJECTS: Properties = {
  query: { description: 'Query parameters by name; null if the parameter must be absent.', ...VALUES_BY_NAME },
  headers: { description: 'Header values by name; null if the header must be absent.', ...VALUES_BY_NAME },
  body: {
    description:
      "A JSON pattern that the request's body must contain: members of objects, items of lists in their order.",
  },
};

const DELAY = { type: 'number', minimum: 0, maximum: LONGEST_DELAY } as const;

/** What a stub is made of. */
export const STUB: Properties = {
  match: toReference('RequestPattern'),
  times: { description: 'How often the stub applies; unlimited if omitted.', type: 'integer', minimum: 1 },
  probability: {
    description: "The probability that it applies to a matching request, drawn from the session's seed.",
    type: 'number',
    minimum: 0,
    maximum: 1,
    default: 1,
  },
  after: {
    description: 'How many matching requests to skip first.',
    type: 'integer',
    minimum: 0,
    default: 0,
  },
  reply: toReference('StubReply'),
  delay: toReference('Delay'),
  fault: toReference('Fault'),
  violation: toReference('ViolationKind'),
  allowViolations: { description: 'Whether `reply` may break the contract.', type: 'boolean', default: false },
};

export const STUB_SCHEMAS: Readonly<Record<string, SchemaNode>> = {
  OperationName: {
    description: 'The method and path template of an operation.',
    anyOf: [
      { enum: OPERATION_NAMES },
      // Another revision of the contract has other operations.
      { type: 'string' },
    ],
  },
  RequestPattern: toInputSchema('Selects requests. Omitted criteria match every request.', {
    ...PATTERN_TEXTS,
    ...PATTERN_OBJECTS,
  }),
  Fault: { description: 'How the reply fails.', enum: FAULTS },
  ViolationKind: {
    description: 'How the fault `contract-violation` makes the reply break the contract.',
    enum: VIOLATION_KINDS,
    default: 'missing-field',
  },
  Delay: {
    description: 'How long the reply is delayed, in milliseconds, or a range to draw from.',
    anyOf: [DELAY, toReference('DelayRange')],
  },
  DelayRange: toInputSchema('A range of milliseconds.', { min: DELAY, max: DELAY }, ['min', 'max']),
  StubReply: toInputSchema(
    'A reply to send.',
    {
      status: { type: 'integer', minimum: 200, maximum: 599 },
      headers: { type: 'object', additionalProperties: { type: 'string' } },
      body: {
        description:
          'Any JSON value. A string is sent as it is if the content-type in `headers` is not JSON. No body is sent if omitted.',
      },
    },
    ['status'],
  ),
  StubInput: toInputSchema('A stub to add: at least one of reply, delay and fault.', STUB),
  Stub: toOutputSchema(
    'A stub of a session.',
    {
      ...STUB,
      id: { type: 'string' },
      applied: { description: 'How many requests the stub was applied to.', type: 'integer' },
    },
    Object.keys(STUB),
  ),
  Stubs: toListSchema('The stubs of a session.', 'stubs', 'Stub'),
};
