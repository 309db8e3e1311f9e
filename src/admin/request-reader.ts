import type { Contract } from '../contract/contract.ts';
import { toPointer } from '../contract/json-pointer.ts';
import type { Operation } from '../contract/operation.ts';
import { toOperationName } from '../contract/operation.ts';
import type { Schema } from '../contract/schema.ts';
import type { IncomingRequest } from '../exchange/incoming-request.ts';
import { isJsonMediaType } from '../fastapi/media-type.ts';
import { createRequestReader } from '../fastapi/request-reader.ts';
import { MockError } from '../mock-error.ts';
import { explain } from '../pydantic/explain.ts';
import { findIllFormedTexts } from '../pydantic/ill-formed-text.ts';
import { parsePythonJson } from '../python/json.ts';
import { parseQueryString } from '../python/query-string.ts';

/** What a request to the control API says. */
export interface AdminInput {
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Null where there is none. */
  readonly body: unknown;
}

/** How many problems are listed: 100 errors of a body, and the one that says that there are more. */
const PROBLEMS_SHOWN = 101;

/**
 * Reads the requests of one operation by the same machinery as the API's. Stricter where silence would mislead: a query parameter or a
 * body that the operation does not have is refused, so that a filter with a slip of the pen does not pass for none.
 *
 * The reader throws `admin-request-invalid` with every mistake on a line of its own: pointer, what is wrong, value.
 */
export function createAdminReader(
  { schemas }: Contract,
  operation: Operation,
): (request: IncomingRequest, pathParameters: Readonly<Record<string, string>>) => AdminInput {
  const read = createRequestReader(schemas, operation);
  const { requestBody } = operation;

  const listBodyProblems = (schema: Schema, bytes: Uint8Array): string[] => {
    const json = bytes.length === 0 ? undefined : parsePythonJson(bytes);
    if (json === undefined || (json.ok && json.value === null)) return ['/body is missing'];
    if (!json.ok) {
      return json.kind === 'unreadable'
        ? [UNREADABLE]
        : [`/body is not JSON: ${json.message} at character ${json.position}`];
    }
    const { value } = json;
    const errors = schema.check(value);
    const mistakes =
      errors === undefined
        ? findIllFormedTexts(schemas, schema.pointer, value)
        : explain(schemas, schema.pointer, value, errors);
    return mistakes.map(({ type, loc, inputAt, msg }) => {
      // Not `loc`, in which the branches of a union stand, too.
      const at = type === 'missing' ? [...inputAt, loc.at(-1) ?? ''] : inputAt;
      return toLine(['body', ...at], type, msg, findAt(value, inputAt));
    });
  };

  return (request, pathParameters) => {
    const refused = [...listRefused(operation, request)];
    if (refused.length > 0) throw invalid(operation, refused);
    const reading = read(request, pathParameters);
    if (reading.kind === 'read') return reading;
    if (reading.kind === 'unreadable') throw invalid(operation, [UNREADABLE]);
    const ofParameters = reading.details.filter(({ loc }) => loc[0] !== 'body');
    const isBodyWrong = requestBody !== undefined && ofParameters.length < reading.details.length;
    throw invalid(operation, [
      ...ofParameters.map(({ loc, type, msg, input }) => toLine(loc, type, msg, input)),
      ...(isBodyWrong ? listBodyProblems(requestBody.schema, request.body) : []),
    ]);
  };
}

const UNREADABLE = '/body cannot be read as JSON: its bytes are no text, or it goes past a limit';

/** What FastAPI would pass over, or word as if the body were text. */
function* listRefused(operation: Operation, { query, headers, body }: IncomingRequest): Generator<string> {
  const known = operation.parameters.flatMap((parameter) => (parameter.in === 'query' ? [parameter.name] : []));
  for (const [name] of parseQueryString(query)) {
    if (known.includes(name)) continue;
    yield `${toPointer('/query', name)} is not a parameter of ${toOperationName(operation)}, which has ${known.length === 0 ? 'none' : known.join(', ')}`;
  }
  if (operation.requestBody === undefined) {
    // An empty object says nothing, and many clients send one with every POST.
    if (!/^\s*(?:\{\s*\}\s*)?$/.test(new TextDecoder().decode(body))) {
      yield `/body is more than ${toOperationName(operation)} takes, which has none`;
    }
    return;
  }
  const [type] = [headers['content-type']].flat();
  if (body.length > 0 && !isJsonMediaType(type)) {
    yield `/headers/content-type is not application/json${type === undefined ? '' : ` (${toShortJson(type)})`}`;
  }
}

function toLine(at: readonly (string | number)[], type: string, message: string, value: unknown): string {
  const pointer = toPointer('', ...at);
  if (type === 'missing') return `${pointer} is missing`;
  if (type === 'too_many_errors') return message;
  if (type === 'extra_forbidden') return `${pointer} is not a member there (${toShortJson(value)})`;
  return `${pointer} is not as it should be: ${message} (${toShortJson(value)})`;
}

function findAt(root: unknown, path: readonly (string | number)[]): unknown {
  let current = root;
  for (const key of path) current = (current as Record<string, unknown> | null)?.[key];
  return current;
}

/** A value for a message, cut where it is long. */
function toShortJson(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function invalid(operation: Operation, problems: readonly string[]): MockError {
  const shown = problems.slice(0, PROBLEMS_SHOWN);
  if (problems.length > shown.length) shown.push(`… and ${problems.length - shown.length} more`);
  const more = problems.length === 1 ? '' : `, and ${problems.length - 1} more`;
  return new MockError(
    'admin-request-invalid',
    `Failed to read ${toOperationName(operation)}: ${problems[0] ?? ''}${more}. See /__admin/openapi.json.`,
    shown,
  );
}
