import { CONTROL_SCHEMAS } from '../control/control-schemas.ts';
import type { SchemaObject } from '../control/schema-object.ts';
import { toReference } from '../control/schema-object.ts';
import { VERSION } from '../version.ts';
import { COVERAGE_PART } from './coverage-part.ts';
import type { PathItem, ResponseObject, PROBLEM_RESPONSES } from './document-part.ts';
import { JOURNAL_PART } from './journal-part.ts';
import { SCENARIO_PART } from './scenario-part.ts';
import { SERVICE_PART } from './service-part.ts';
import { STUB_PART } from './stub-part.ts';
import { WORLD_PART } from './world-part.ts';

/** An OpenAPI 3.1 document, with the members that the control API's has. */
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

const PARTS = [SERVICE_PART, WORLD_PART, SCENARIO_PART, STUB_PART, JOURNAL_PART, COVERAGE_PART];

/** The descriptions of the failures, by the name of their response. */
const PROBLEMS: Readonly<Record<(typeof PROBLEM_RESPONSES)[keyof typeof PROBLEM_RESPONSES], string>> = {
  SessionNameInvalid: 'The session name is not valid.',
  Unauthorized: 'The mock was started with a token, and the request does not carry it.',
  Forbidden: 'The request comes from a page of another origin that is not admitted, or its Host is not this machine.',
  NotFound: 'Not found.',
  Conflict: 'The item exists already, or a limit is reached.',
  BodyTooLarge: 'The body is larger than 16 MiB.',
  Invalid: 'The request does not match this document, a world breaks the contract, or a stub cannot apply.',
  Failed: 'The mock failed. This is a defect.',
};

/** The control API as an OpenAPI 3.1 document. Served at `/__admin/openapi.json`; requests are routed and read by it. */
export const ADMIN_DOCUMENT: AdminDocument = {
  openapi: '3.1.0',
  info: {
    title: 'agentex-tracker-mock control API',
    version: VERSION,
    description:
      'Stubs, state, journal and sessions of the mock. Pages of other origins are refused, except those that `--admin-cors` names.',
  },
  servers: [{ url: '/', description: 'The mock. The prefix `/__session/NAME` selects a session, as the header does.' }],
  // Without a token the mock answers only clients on this machine, which need no credentials.
  security: [{}, { token: [] }],
  tags: PARTS.map((part) => part.tag),
  paths: Object.fromEntries(PARTS.flatMap((part) => Object.entries(part.paths))),
  components: {
    securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'The token given as `--admin-token`.' } },
    parameters: {
      Session: {
        name: 'x-mock-session',
        in: 'header',
        required: false,
        description: 'The session: 1 to 64 of A-Z a-z 0-9 . _ - but not . or .. alone. `default` if omitted.',
        schema: { type: 'string' },
      },
    },
    responses: Object.fromEntries(
      Object.entries(PROBLEMS).map(([name, description]) => [
        name,
        { description, content: { 'application/problem+json': { schema: toReference('Problem') } } },
      ]),
    ),
    schemas: CONTROL_SCHEMAS,
  },
};
