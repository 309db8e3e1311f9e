import type { Properties, SchemaNode } from './schema-object.ts';
import { toOutputSchema, toReference } from './schema-object.ts';

const TEXT = { type: 'string' } as const;
const NUMBER = { type: 'number' } as const;
const SIZE = { description: 'In bytes; -1 if not known.', type: 'integer' } as const;
const PAIRS = { type: 'array', items: toReference('HarPair') } as const;

const MESSAGE: Properties = { httpVersion: TEXT, cookies: PAIRS, headers: PAIRS, headersSize: SIZE, bodySize: SIZE };

/** HTTP Archive 1.2, as far as the mock writes it: http://www.softwareishard.com/blog/har-12-spec/. */
export const HAR_SCHEMAS: Readonly<Record<string, SchemaNode>> = {
  Har: toOutputSchema("An HTTP Archive 1.2 document, which a browser's network panel opens.", {
    log: toReference('HarLog'),
  }),
  HarLog: toOutputSchema(
    'The exchanges of an archive.',
    {
      version: { const: '1.2' },
      creator: toReference('HarCreator'),
      entries: { type: 'array', items: toReference('HarEntry') },
      comment: { description: 'How many exchanges are left out, if any.', ...TEXT },
    },
    ['comment'],
  ),
  HarCreator: toOutputSchema('The program that wrote an archive.', { name: TEXT, version: TEXT }),
  HarEntry: toOutputSchema(
    'An exchange of an archive.',
    {
      startedDateTime: { type: 'string', format: 'date-time' },
      time: { description: 'In milliseconds.', ...NUMBER },
      request: toReference('HarRequest'),
      response: toReference('HarResponse'),
      cache: { type: 'object' },
      timings: toReference('HarTimings'),
      // HAR lets programs add members that begin with an underscore.
      _source: toReference('ReplySource'),
      _session: { description: 'The session of the request.', ...TEXT },
      comment: { description: 'What was stubbed, and the violations.', ...TEXT },
    },
    ['comment'],
  ),
  HarTimings: toOutputSchema('The parts of the time of an exchange, in milliseconds.', {
    send: NUMBER,
    wait: NUMBER,
    receive: NUMBER,
  }),
  HarRequest: toOutputSchema(
    'A request of an archive.',
    { method: TEXT, url: TEXT, queryString: PAIRS, ...MESSAGE, postData: toReference('HarPostData') },
    ['postData'],
  ),
  HarPostData: toOutputSchema('The body of a request.', { mimeType: TEXT, text: TEXT }),
  HarResponse: toOutputSchema('A response of an archive.', {
    status: { type: 'integer' },
    statusText: TEXT,
    content: toReference('HarContent'),
    redirectURL: TEXT,
    ...MESSAGE,
  }),
  HarContent: toOutputSchema('The body of a response.', { size: SIZE, mimeType: TEXT, text: TEXT }),
  HarPair: toOutputSchema('A header, cookie or query parameter.', { name: TEXT, value: TEXT }),
};
