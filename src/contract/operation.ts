import type { JsonObject, Place } from './document.ts';
import { contractError, isObject, resolvePlace } from './document.ts';
import { toPointer } from './json-pointer.ts';
import type { Parameter } from './parameter.ts';
import { loadParameters } from './parameter.ts';
import type { Schema, Schemas } from './schema.ts';

/** The members of a path item that are operations. */
export const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;

export interface RequestBody {
  readonly required: boolean;
  readonly schema: Schema;
}

/** One documented response. */
export interface Response {
  /** Whether the deployed server sends it although the published contract does not list it: marked `x-observed`. */
  readonly observed: boolean;
  /** The schema of its JSON body; undefined if it has none. */
  readonly schema: Schema | undefined;
  /** Whether it is a stream of events (`text/event-stream`). */
  readonly isStream: boolean;
}

/** One operation of the contract, its schemas compiled. */
export interface Operation {
  /** Its `operationId`, or `PUT /tracker/{tracker_id}` if it has none. */
  readonly id: string;
  /** Upper case. */
  readonly method: string;
  /** The path template: `/tracker/{tracker_id}`. */
  readonly path: string;
  readonly pointer: string;
  /** In the contract's order. */
  readonly parameters: readonly Parameter[];
  readonly requestBody: RequestBody | undefined;
  /** By status, which may be `default`. */
  readonly responses: ReadonlyMap<string, Response>;
}

/**
 * Returns the operations of a document, in its order, every schema compiled.
 *
 * @throws {MockError} `contract-invalid`, with the pointer of the part that cannot be served
 */
export function loadOperations(schemas: Schemas): Operation[] {
  const { document } = schemas;
  return Object.keys(document.paths).flatMap((path) => {
    const item = resolvePlace(document, toPointer('/paths', path));
    // Object.keys keeps the document's order, in which FastAPI tries its routes.
    return Object.keys(item.node)
      .filter((key) => (METHODS as readonly string[]).includes(key))
      .map((method) => loadOperation(schemas, path, method, item));
  });
}

function loadOperation(schemas: Schemas, path: string, method: string, item: Place): Operation {
  const { document } = schemas;
  const { node, pointer } = resolvePlace(document, toPointer(item.pointer, method));
  const id = node['operationId'];
  return {
    id: typeof id === 'string' ? id : `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path,
    pointer,
    parameters: loadParameters(schemas, item, { node, pointer }),
    requestBody:
      node['requestBody'] === undefined ? undefined : loadRequestBody(schemas, toPointer(pointer, 'requestBody')),
    responses: loadResponses(schemas, { node, pointer }),
  };
}

function loadRequestBody(schemas: Schemas, at: string): RequestBody {
  const { node, pointer } = resolvePlace(schemas.document, at);
  const content = isObject(node['content']) ? node['content'] : {};
  const mediaTypes = Object.keys(content);
  if (mediaTypes.length !== 1 || mediaTypes[0] !== 'application/json') {
    throw contractError(
      toPointer(pointer, 'content'),
      `has the media types ${JSON.stringify(mediaTypes)}. The mock reads only application/json.`,
    );
  }
  const schema = compileMediaType(schemas, toPointer(pointer, 'content', 'application/json'));
  if (schema === undefined) throw contractError(toPointer(pointer, 'content', 'application/json'), 'has no schema.');
  return { required: node['required'] === true, schema };
}

function loadResponses(schemas: Schemas, operation: { node: JsonObject; pointer: string }): Map<string, Response> {
  const at = toPointer(operation.pointer, 'responses');
  if (!isObject(operation.node['responses'])) throw contractError(at, 'is not an object.');
  return new Map(
    Object.keys(operation.node['responses']).map((status) => {
      const { node, pointer } = resolvePlace(schemas.document, toPointer(at, status));
      const content = isObject(node['content']) ? node['content'] : {};
      const schema =
        'application/json' in content
          ? compileMediaType(schemas, toPointer(pointer, 'content', 'application/json'))
          : undefined;
      return [status, { observed: node['x-observed'] === true, schema, isStream: 'text/event-stream' in content }];
    }),
  );
}

function compileMediaType(schemas: Schemas, at: string): Schema | undefined {
  const { node, pointer } = resolvePlace(schemas.document, at);
  return node['schema'] === undefined ? undefined : schemas.compile(toPointer(pointer, 'schema'));
}

/** Returns the response that the contract documents for a status, or undefined if it documents none. */
export function findResponse(operation: Operation, status: number): Response | undefined {
  const { responses } = operation;
  return responses.get(String(status)) ?? responses.get(`${Math.floor(status / 100)}XX`) ?? responses.get('default');
}

/**
 * Returns the status of an operation's successful replies, and the documented response: 200 if it is documented,
 * otherwise the lowest documented status from 201 to 299.
 */
export function findSuccess(operation: Operation): {
  readonly status: number;
  readonly response: Response | undefined;
} {
  const statuses = [...operation.responses.keys()].filter((key) => /^2\d\d$/.test(key)).map(Number);
  const status = statuses.length === 0 || statuses.includes(200) ? 200 : Math.min(...statuses);
  return { status, response: findResponse(operation, status) };
}

/** Returns the name of an operation in messages: `PUT /tracker/{tracker_id}`. */
export function toOperationName(operation: Pick<Operation, 'method' | 'path'>): string {
  return `${operation.method} ${operation.path}`;
}
