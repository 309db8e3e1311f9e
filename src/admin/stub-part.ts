import type { DocumentPart } from './document-part.ts';
import { toOperation } from './document-part.ts';

const tag = 'stubs';

export const STUB_PART: DocumentPart = {
  tag: { name: tag, description: 'Replies, delays and faults for future requests.' },
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
          'Applies to the requests that match. The newest stub that matches wins. A reply that breaks the contract is refused, unless the stub has `"allowViolations": true`.',
        body: { schema: 'StubInput' },
        reply: { status: 201, description: 'The stub, with its id.', schema: 'Stub', located: true },
      }),
      delete: toOperation({
        tag,
        id: 'removeAllStubs',
        summary: 'Remove all stubs',
        reply: { description: 'The stubs are removed.' },
      }),
    },
    '/__admin/stubs/{id}': {
      delete: toOperation({
        tag,
        id: 'removeStub',
        summary: 'Remove one stub',
        path: { id: "The stub's id." },
        reply: { description: 'The stub is removed.' },
        problems: [404],
      }),
    },
  },
};
