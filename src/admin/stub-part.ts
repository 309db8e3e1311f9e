import { VIOLATION_KINDS } from '../exchange/applied-override.ts';
import { FAULTS } from '../stubs/stub.ts';
import type { DocumentPart, SchemaObject } from './document-part.ts';
import { toListSchema, toObjectSchema, toOperation, toReference } from './document-part.ts';

const tag = 'stubs';

const STUB: Readonly<Record<string, SchemaObject>> = {
  match: toReference('RequestPattern'),
  times: { description: 'How often it applies, from 1 up; without end where it is left out.', type: 'integer' },
  probability: {
    description: "How likely it applies to a request that matches, from 0 to 1, drawn from the session's seed.",
    type: 'number',
    default: 1,
  },
  after: { description: 'How many requests that match it lets pass first.', type: 'integer', default: 0 },
  reply: toReference('StubReply'),
  delay: {
    description: 'How long the reply is held back, in milliseconds, or a range to draw from.',
    anyOf: [{ type: 'number' }, toReference('DelayRange')],
  },
  fault: { description: 'How the reply fails.', enum: FAULTS },
  violation: {
    description: 'How a reply of the fault `contract-violation` breaks the contract.',
    enum: VIOLATION_KINDS,
    default: 'missing-field',
  },
  allowViolations: { description: 'True where `reply` may break the contract.', type: 'boolean', default: false },
};

const OPTIONAL = Object.keys(STUB);

// Other members are the controls' own to refuse, as `stub-invalid`, like all else that a stub could not mean.

/** Replies, delays and faults that are stubbed for requests to come. */
export const STUB_PART: DocumentPart = {
  tag: { name: tag, description: 'Replies, delays and faults for requests to come.' },
  paths: {
    '/__admin/stubs': {
      get: toOperation({
        tag,
        id: 'listStubs',
        summary: 'List the stubs',
        reply: { description: 'Newest first.', schema: 'Stubs' },
      }),
      post: toOperation({
        tag,
        id: 'addStub',
        summary: 'Add a stub',
        description:
          'For the requests that match. The newest that matches wins. A reply that breaks the contract is refused unless the stub has `"allowViolations": true`.',
        body: { schema: 'StubInput' },
        reply: { status: 201, description: 'The stub, with its id.', schema: 'Stub', located: true },
      }),
      delete: toOperation({
        tag,
        id: 'removeAllStubs',
        summary: 'Remove all stubs',
        reply: { description: 'There are no stubs.' },
      }),
    },
    '/__admin/stubs/{id}': {
      delete: toOperation({
        tag,
        id: 'removeStub',
        summary: 'Remove one stub',
        path: { id: "The stub's id." },
        reply: { description: 'It is gone.' },
        problems: [404],
      }),
    },
  },
  schemas: {
    StubInput: toObjectSchema('What to stub: at least one of reply, delay and fault.', STUB, OPTIONAL),
    Stub: toObjectSchema(
      'What is stubbed.',
      {
        ...STUB,
        id: { type: 'string' },
        applied: { description: 'How many requests it was applied to so far.', type: 'integer' },
      },
      OPTIONAL,
    ),
    Stubs: toListSchema('What is stubbed in a session.', 'stubs', 'Stub'),
    RequestPattern: {
      description: 'Which requests it is for. Omitted criteria match every request.',
      type: 'object',
      properties: {
        operation: {
          description: 'Method and path template.',
          type: 'string',
          examples: ['PUT /tracker/{tracker_id}'],
        },
        method: { type: 'string' },
        path: { description: 'The decoded path without its query; a `*` stands for any characters.', type: 'string' },
        query: {
          description: 'Query parameters by name; null if the parameter must be absent.',
          type: 'object',
          additionalProperties: { anyOf: [{ type: 'string' }, { type: 'null' }] },
        },
        headers: {
          description: 'Header values by name; null if the header must be absent.',
          type: 'object',
          additionalProperties: { anyOf: [{ type: 'string' }, { type: 'null' }] },
        },
        body: {
          description:
            "A JSON pattern that the request's body has to contain: members of objects, items of lists in their order.",
        },
      },
    },
    StubReply: toObjectSchema(
      'A reply to send.',
      {
        status: { description: 'From 200 to 599.', type: 'integer' },
        headers: { type: 'object', additionalProperties: { type: 'string' } },
        body: { description: 'Any JSON value; nothing is sent where it is left out.' },
      },
      ['headers', 'body'],
    ),
    DelayRange: toObjectSchema('A range of milliseconds to draw from.', {
      min: { type: 'number' },
      max: { type: 'number' },
    }),
  },
};
