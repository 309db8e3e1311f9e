import type { Properties, Reference, SchemaObject } from '../control/schema-object.ts';
import { toReference } from '../control/schema-object.ts';

/** The parts of the control API's OpenAPI 3.1 document. */

export interface ParameterObject {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description: string;
  readonly schema: SchemaObject;
}

export interface ResponseObject {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { readonly description: string; readonly schema: SchemaObject }>>;
  readonly content?: Readonly<Record<string, { readonly schema: SchemaObject }>>;
}

export interface OperationObject {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly string[];
  /** Empty if no token is needed. Otherwise the document's own applies. */
  readonly security?: readonly never[];
  readonly parameters?: readonly (ParameterObject | Reference)[];
  readonly requestBody?: {
    readonly required: boolean;
    readonly content: { readonly 'application/json': { readonly schema: SchemaObject } };
  };
  readonly responses: Readonly<Record<string, ResponseObject | Reference>>;
}

export type PathItem = Readonly<Partial<Record<'get' | 'put' | 'post' | 'delete', OperationObject>>>;

/** One subject's share of the document. */
export interface DocumentPart {
  readonly tag: { readonly name: string; readonly description: string };
  readonly paths: Readonly<Record<string, PathItem>>;
}

/** The failures of the operations, by status. */
export const PROBLEM_RESPONSES = {
  400: 'SessionNameInvalid',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'Conflict',
  413: 'BodyTooLarge',
  422: 'Invalid',
  500: 'Failed',
} as const;

/** The parts of an operation that differ from one to the next. */
export interface OperationPlan {
  readonly tag: string;
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  /** Path parameters by name. */
  readonly path?: Readonly<Record<string, string>>;
  /** Query parameters by name. None of them is required. */
  readonly query?: Properties;
  /** Header parameters by name. None of them is required. */
  readonly headers?: Properties;
  /** The name of the body's schema, and whether a request may omit the body. */
  readonly body?: { readonly schema: string; readonly optional?: boolean };
  /** Without a schema the status is 204. */
  readonly reply: {
    readonly status?: 200 | 201;
    readonly description: string;
    readonly schema?: string;
    /** @default 'application/json' */
    readonly type?: 'application/json' | 'text/event-stream';
    /** Whether a `location` header names the created item. */
    readonly located?: boolean;
  };
  /** The failures it has besides those of every operation. */
  readonly problems?: readonly (404 | 409)[];
  /** Whether it is about one session, which the request selects. @default true */
  readonly ofSession?: boolean;
  /** Whether it needs no token. @default false */
  readonly open?: boolean;
}

export function toOperation(plan: OperationPlan): OperationObject {
  const { tag, id, summary, description, body, problems = [], ofSession = true, open = false } = plan;
  const parameters = [...toParameters(plan), ...(ofSession ? [{ $ref: '#/components/parameters/Session' }] : [])];
  const failures = [
    400,
    ...(open ? [] : [401 as const]),
    403,
    ...problems,
    ...(body === undefined ? [] : [413 as const]),
    422,
    500,
  ] as const;
  return {
    operationId: id,
    summary,
    ...(description === undefined ? {} : { description }),
    tags: [tag],
    ...(open ? { security: [] } : {}),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: body.optional !== true,
            content: { 'application/json': { schema: toReference(body.schema) } },
          },
        }),
    responses: {
      ...toSuccess(plan),
      ...Object.fromEntries(
        failures.map((status) => [String(status), { $ref: `#/components/responses/${PROBLEM_RESPONSES[status]}` }]),
      ),
    },
  };
}

function toParameters({ path = {}, query = {}, headers = {} }: OperationPlan): ParameterObject[] {
  return [
    ...Object.entries(path).map(
      ([name, description]) => ({ name, in: 'path', required: true, description, schema: { type: 'string' } }) as const,
    ),
    ...Object.entries(query).map((entry) => toOptional('query', entry)),
    ...Object.entries(headers).map((entry) => toOptional('header', entry)),
  ];
}

function toOptional(
  place: 'query' | 'header',
  [name, { description = '', ...schema }]: [string, SchemaObject],
): ParameterObject {
  return { name, in: place, required: false, description, schema };
}

function toSuccess({
  reply: { status = 200, description, schema, type = 'application/json', located = false },
}: OperationPlan): Record<string, ResponseObject> {
  if (schema === undefined) return { 204: { description } };
  const headers = { Location: { description: 'The path of what was created.', schema: { type: 'string' } } } as const;
  return {
    [status]: {
      description,
      ...(located ? { headers } : {}),
      content: { [type]: { schema: toReference(schema) } },
    },
  };
}
