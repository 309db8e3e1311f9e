import { VERSION } from '../version.ts';
import type { PathItem, ResponseObject, SchemaObject, PROBLEM_RESPONSES } from './document-part.ts';
import { toObjectSchema, toReference } from './document-part.ts';
import { JOURNAL_PART } from './journal-part.ts';
import { SERVICE_PART } from './service-part.ts';
import { STUB_PART } from './stub-part.ts';
import { WORLD_PART } from './world-part.ts';

/** An OpenAPI 3.1 document, as far as the control API's uses it. */
export interface AdminDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string; readonly description: string }[];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components: {
    readonly securitySchemes: Readonly<Record<string, object>>;
    readonly parameters: Readonly<Record<string, object>>;
    readonly responses: Readonly<Record<string, ResponseObject>>;
    readonly schemas: Readonly<Record<string, SchemaObject>>;
  };
}

const PARTS = [SERVICE_PART, WORLD_PART, STUB_PART, JOURNAL_PART];

/** What each failure means, by the name of its response. */
const PROBLEMS: Readonly<Record<(typeof PROBLEM_RESPONSES)[keyof typeof PROBLEM_RESPONSES], string>> = {
  SessionNameInvalid: 'The name of the session is none.',
  Unauthorized: 'The mock was started with a token, and the request does not carry it.',
  Forbidden: 'The request comes from another origin, or its Host is not this machine.',
  NotFound: 'What the request names is not there.',
  Conflict: 'It is there already.',
  BodyTooLarge: 'The body is larger than 16 MiB.',
  Invalid:
    'The request is not as this document says, or a world breaks the contract, or a stub could not do what it says.',
  Failed: 'The mock failed. That is a defect.',
};

/** The control API as an OpenAPI 3.1 document. Served at `/__admin/openapi.json`, and what every request and reply is judged by. */
export const ADMIN_DOCUMENT: AdminDocument = {
  openapi: '3.1.0',
  info: {
    title: 'agentex-tracker-mock control API',
    version: VERSION,
    description:
      'What a test or a demo can stub, see and prove. It has no CORS, and answers no page of another origin.',
  },
  servers: [{ url: '/', description: 'The mock. `/__session/NAME` in front selects a session, as the header does.' }],
  // Without a token the mock answers this machine alone and asks for nothing.
  security: [{}, { token: [] }],
  tags: PARTS.map((part) => part.tag),
  paths: Object.fromEntries(PARTS.flatMap((part) => Object.entries(part.paths))),
  components: {
    securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'What `--admin-token` says.' } },
    parameters: {
      Session: {
        name: 'x-mock-session',
        in: 'header',
        required: false,
        description:
          'Which session: 1 to 64 of A-Z a-z 0-9 . _ - but not . or .. alone, and `default` where nothing is said.',
        schema: { type: 'string' },
      },
    },
    responses: Object.fromEntries(
      Object.entries(PROBLEMS).map(([name, description]) => [
        name,
        { description, content: { 'application/problem+json': { schema: toReference('Problem') } } },
      ]),
    ),
    schemas: {
      ...Object.fromEntries(PARTS.flatMap((part) => Object.entries(part.schemas))),
      Problem: toObjectSchema(
        'A failure of the mock, as RFC 9457 has it.',
        {
          type: {
            description: 'Which failure: a stable name.',
            type: 'string',
            examples: ['urn:agentex-tracker-mock:not-found'],
          },
          title: { type: 'string' },
          status: { type: 'integer' },
          detail: { description: 'What failed, on what, why, and what to do.', type: 'string' },
          problems: {
            description: 'The single mistakes, where there are several.',
            type: 'array',
            items: { type: 'string' },
          },
        },
        ['problems'],
      ),
    },
  },
};
