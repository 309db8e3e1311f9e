import { takeProblems, toProblemsError } from '../control/check-input.ts';
import { suggestName } from '../control/nearest-name.ts';
import type { SchemaObject } from '../control/schema-object.ts';
import { toShortJson } from '../control/short-json.ts';
import type { IncomingRequest } from '../exchange/incoming-request.ts';
import { isJsonMediaType } from '../fastapi/media-type.ts';
import { parsePythonJson } from '../python/json.ts';
import { parseQueryString } from '../python/query-string.ts';
import type { OperationObject } from './document-part.ts';

/** The content of a request to the control API. The controls validate it, so an invalid input fails as it does in the process. */
export interface AdminInput {
  /** By parameter, each of the type that the document gives it, or as text if it cannot be read as that. */
  readonly query: Readonly<Record<string, unknown>>;
  /** Undefined if the request has no body. */
  readonly body: unknown;
}

/**
 * Reads a request of one operation. Query parameters and bodies that the operation does not have are refused, since a misspelt filter would
 * match every exchange.
 *
 * @param name for messages: `POST /__admin/stubs`
 * @throws {MockError} `admin-request-invalid` with each problem and its pointer
 */
export function readAdminRequest(name: string, operation: OperationObject, request: IncomingRequest): AdminInput {
  const schemas = listQuerySchemas(operation);
  const parameters = parseQueryString(request.query);
  const body = operation.requestBody === undefined ? undefined : parseBody(request.body);
  const problems = takeProblems(
    (function* () {
      for (const [key] of parameters) {
        if (!schemas.has(key)) yield `/query/${key} is unknown; ${suggestName(key, [...schemas.keys()])}`;
      }
      if (operation.requestBody === undefined) yield* checkNoBody(name, request.body);
      else yield* checkBody(operation.requestBody.required, request, body);
    })(),
  );
  if (problems.length > 0) throw toProblemsError('admin-request-invalid', `read ${name}`, problems);
  return {
    query: Object.fromEntries(parameters.map(([key, text]) => [key, toValue(text, schemas.get(key))])),
    body: body?.ok === true ? (body.value ?? undefined) : undefined,
  };
}

function listQuerySchemas({ parameters = [] }: OperationObject): ReadonlyMap<string, SchemaObject> {
  const inQuery = parameters.flatMap((parameter) =>
    'in' in parameter && parameter.in === 'query' ? [[parameter.name, parameter.schema] as const] : [],
  );
  return new Map(inQuery);
}

function toValue(text: string, schema: SchemaObject | undefined): unknown {
  const type = schema !== undefined && 'type' in schema && schema.type;
  if (type === 'integer' && /^-?\d{1,15}$/.test(text)) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

type Body = ReturnType<typeof parsePythonJson> | undefined;

function parseBody(bytes: Uint8Array): Body {
  return bytes.length === 0 ? undefined : parsePythonJson(bytes);
}

/** An empty object is allowed, since many clients send one with every POST. */
function* checkNoBody(name: string, bytes: Uint8Array): Generator<string> {
  if (!/^\s*(?:\{\s*\}\s*)?$/.test(new TextDecoder().decode(bytes))) yield `/body must be empty: ${name} has no body`;
}

function* checkBody(isRequired: boolean, { headers, body: bytes }: IncomingRequest, body: Body): Generator<string> {
  const [type] = [headers['content-type']].flat();
  if (bytes.length > 0 && !isJsonMediaType(type)) {
    yield `/headers/content-type must be application/json${type === undefined ? '' : `, not ${toShortJson(type)}`}`;
  } else if (body === undefined || (body.ok && body.value === null)) {
    if (isRequired) yield '/body is missing';
  } else if (body.ok) {
    // Skips the search, which is slow for large bodies, unless the body has one.
    if (body.hasSurrogates) yield* findLoneSurrogates(body.value, '/body');
  } else {
    yield body.kind === 'unreadable'
      ? '/body cannot be read as JSON: its bytes are not text, or it exceeds a limit'
      : `/body is not JSON: ${body.message} at character ${body.position}`;
  }
}

/** Such a string could be stored but not sent in a reply. */
function* findLoneSurrogates(value: unknown, at: string): Generator<string> {
  if (typeof value === 'string' && !value.isWellFormed()) yield `${at} has a lone surrogate (${toShortJson(value)})`;
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    // Uses the iterator, since a list of all entries would take more memory than the body.
    for (const [index, item] of value.entries()) yield* findLoneSurrogates(item, `${at}/${index}`);
    return;
  }
  for (const [key, member] of Object.entries(value)) {
    if (key.isWellFormed()) yield* findLoneSurrogates(member, `${at}/${key}`);
    else yield `${at} has a name with a lone surrogate (${toShortJson(key)})`;
  }
}
