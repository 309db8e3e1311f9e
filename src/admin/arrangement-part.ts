import { BREACHES, FAULTS } from '../stubs/stub.ts';
import type { DocumentPart, SchemaObject } from './document-part.ts';
import { toListSchema, toObjectSchema, toOperation, toReference } from './document-part.ts';

const tag = 'faults';

const ARRANGEMENT: Readonly<Record<string, SchemaObject>> = {
  match: toReference('ArrangementMatch'),
  times: { description: 'How often it applies, from 1 up; without end where it is left out.', type: 'integer' },
  probability: {
    description: "How likely it applies to a request that matches, from 0 to 1, drawn from the session's seed.",
    type: 'number',
    default: 1,
  },
  after: { description: 'How many requests that match it lets pass first.', type: 'integer', default: 0 },
  reply: toReference('ArrangedReply'),
  delay: {
    description: 'How long the reply is held back, in milliseconds, or a range to draw from.',
    anyOf: [{ type: 'number' }, toReference('DelayRange')],
  },
  fault: { description: 'How the reply fails.', enum: FAULTS },
  breach: {
    description:
      'With `reply`: true where it breaks the contract on purpose. With the fault `contract-breach`: the way it does.',
    anyOf: [{ type: 'boolean' }, { enum: BREACHES }],
  },
};

const OPTIONAL = Object.keys(ARRANGEMENT);

// Other members are the controls' own to refuse, as `arrangement-invalid`, like all else that an arrangement could not mean.

/** Replies, delays and faults that are arranged for requests to come. */
export const ARRANGEMENT_PART: DocumentPart = {
  tag: { name: tag, description: 'Replies, delays and faults that are arranged for requests to come.' },
  paths: {
    '/__admin/faults': {
      get: toOperation({
        tag,
        id: 'listFaults',
        summary: 'List what is arranged',
        reply: { description: 'Newest first.', schema: 'Arrangements' },
      }),
      post: toOperation({
        tag,
        id: 'addFault',
        summary: 'Arrange a reply, a delay or a fault',
        description:
          'For the requests that match. The newest that matches wins. A reply that breaks the contract is refused unless it says `"breach": true`.',
        body: { schema: 'ArrangementInput' },
        reply: { status: 201, description: 'It is arranged.', schema: 'Arrangement', located: true },
      }),
      delete: toOperation({
        tag,
        id: 'clearFaults',
        summary: 'Take back all that is arranged',
        reply: { description: 'Nothing is arranged.' },
      }),
    },
    '/__admin/faults/{id}': {
      delete: toOperation({
        tag,
        id: 'deleteFault',
        summary: 'Take one arrangement back',
        path: { id: "The arrangement's id." },
        reply: { description: 'It is gone.' },
        problems: [404],
      }),
    },
  },
  schemas: {
    ArrangementInput: toObjectSchema('What to arrange: at least one of reply, delay and fault.', ARRANGEMENT, OPTIONAL),
    Arrangement: toObjectSchema(
      'What is arranged.',
      {
        ...ARRANGEMENT,
        id: { type: 'string' },
        applied: { description: 'How many requests it was applied to so far.', type: 'integer' },
      },
      OPTIONAL,
    ),
    Arrangements: toListSchema('What is arranged in a session.', 'faults', 'Arrangement'),
    ArrangementMatch: {
      description: 'Which requests it is for. What is left out fits any.',
      type: 'object',
      properties: {
        operation: {
          description: 'operationId, or method and path template.',
          type: 'string',
          examples: ['PUT /tracker/{tracker_id}'],
        },
        method: { type: 'string' },
        path: { description: 'The decoded path without its query; a `*` stands for any characters.', type: 'string' },
        header: {
          description: 'Header values by name; null where the header has to be missing.',
          type: 'object',
          additionalProperties: { anyOf: [{ type: 'string' }, { type: 'null' }] },
        },
        body: {
          description:
            "A JSON pattern that the request's body has to contain: members of objects, items of lists in their order.",
        },
      },
    },
    ArrangedReply: toObjectSchema(
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
