import { toSample } from './schema-sample.ts';

type Node = Readonly<Record<string, unknown>>;

/** An operation of the contract, for a form. */
export interface ContractOperation {
  /** `PUT /tracker/{tracker_id}`. */
  readonly name: string;
  readonly summary: string;
  /** In the contract's order. */
  readonly statuses: readonly string[];
  /** Returns a JSON body that a reply of a status may have; undefined if it has none. */
  readonly sample: (status: string) => unknown;
}

const METHODS = new Set(['get', 'put', 'post', 'delete', 'patch', 'head', 'options', 'trace']);

/** Lists the operations of an OpenAPI document. */
export function listOperations(document: Node): ContractOperation[] {
  return Object.entries(toNode(document['paths'])).flatMap(([path, item]) =>
    Object.entries(toNode(item))
      .filter(([method]) => METHODS.has(method))
      .map(([method, operation]) => toOperation(document, `${method.toUpperCase()} ${path}`, toNode(operation))),
  );
}

function toOperation(document: Node, name: string, operation: Node): ContractOperation {
  const responses = toNode(operation['responses']);
  return {
    name,
    summary: typeof operation['summary'] === 'string' ? operation['summary'] : '',
    statuses: Object.keys(responses).filter((status) => /^\d{3}$/.test(status)),
    sample(status) {
      const content = toNode(toNode(responses[status])['content']);
      const schema = toNode(content['application/json'])['schema'];
      return schema === undefined ? undefined : toSample(document, schema);
    },
  };
}

function toNode(value: unknown): Node {
  return isNode(value) ? value : {};
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}
