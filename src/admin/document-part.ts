/** The pieces that the control API's OpenAPI 3.1 document is put together from. */

export interface Reference {
  readonly $ref: string;
}

/** JSON Schema 2020-12, as far as it is used here. */
export type SchemaObject =
  | Reference
  | {
      readonly description?: string;
      readonly type?: string | readonly string[];
      readonly format?: string;
      readonly const?: unknown;
      readonly enum?: readonly unknown[];
      readonly default?: unknown;
      readonly examples?: readonly unknown[];
      readonly anyOf?: readonly SchemaObject[];
      readonly items?: SchemaObject;
      readonly required?: readonly string[];
      readonly properties?: Readonly<Record<string, SchemaObject>>;
      readonly additionalProperties?: boolean | SchemaObject;
    };

interface ParameterObject {
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

interface OperationObject {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly string[];
  /** Given where no token is needed. */
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
  readonly schemas: Readonly<Record<string, SchemaObject>>;
}

/** The failures that any operation may answer with, and those that some have; by status. */
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

/** An operation, without what they all have. */
export interface OperationPlan {
  readonly tag: string;
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  /** Path parameters by name. */
  readonly path?: Readonly<Record<string, string>>;
  /** Query parameters by name. None of them is required. */
  readonly query?: Readonly<Record<string, SchemaObject & { readonly description: string }>>;
  /** The name of the body's schema; `optional` where a request may leave the body out. */
  readonly body?: { readonly schema: string; readonly optional?: boolean };
  /** 204 where it names no schema. */
  readonly reply: {
    readonly status?: 200 | 201;
    readonly description: string;
    readonly schema?: string;
    /** Where it says where. */ readonly located?: boolean;
  };
  /** The failures that it has beside those of every operation. */
  readonly problems?: readonly (404 | 409)[];
  /** True where it is about one session, which the request selects. @default true */
  readonly ofSession?: boolean;
  /** True where no token is needed. @default false */
  readonly open?: boolean;
}

/** An operation of the document. */
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

function toParameters({ path = {}, query = {} }: OperationPlan): ParameterObject[] {
  return [
    ...Object.entries(path).map(
      ([name, description]) => ({ name, in: 'path', required: true, description, schema: { type: 'string' } }) as const,
    ),
    ...Object.entries(query).map(
      ([name, { description, ...schema }]) => ({ name, in: 'query', required: false, description, schema }) as const,
    ),
  ];
}

function toSuccess({
  reply: { status = 200, description, schema, located = false },
}: OperationPlan): Record<string, ResponseObject> {
  if (schema === undefined) return { 204: { description } };
  const headers = { Location: { description: 'The path of what was made.', schema: { type: 'string' } } };
  return {
    [status]: {
      description,
      ...(located ? { headers } : {}),
      content: { 'application/json': { schema: toReference(schema) } },
    },
  };
}

export function toReference(schema: string): Reference {
  return { $ref: `#/components/schemas/${schema}` };
}

/** An object whose members are all described. With `optional` the members that may be missing. */
export function toObjectSchema(
  description: string,
  properties: Readonly<Record<string, SchemaObject>>,
  optional: readonly string[] = [],
): SchemaObject {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { description, type: 'object', ...(required.length === 0 ? {} : { required }), properties };
}

/** An object with one list in it, so that more can stand beside the list one day. */
export function toListSchema(description: string, name: string, items: string): SchemaObject {
  return toObjectSchema(description, { [name]: { type: 'array', items: toReference(items) } });
}
