import { signal } from '@preact/signals';
import type { Violation } from '../control/control-types.ts';
import { toClient, toMessage } from './connection.ts';

type Node = Readonly<Record<string, unknown>>;

/** What the contract says of a member: `string or null`, and its description. */
export interface ContractWords {
  readonly type: string;
  readonly description: string;
}

const contract = signal<Node | undefined>(undefined);
let isLoading = false;

/** Loads the contract once. */
export function loadContract(): void {
  if (isLoading) return;
  isLoading = true;
  toClient()
    .contract()
    .then((document) => (contract.value = document))
    .catch((error: unknown) => {
      isLoading = false;
      toMessage(error);
    });
}

/** Returns what the contract says of the member that a violation is about, or undefined if it says nothing. */
export function findWords(operationName: string | null, status: number | null, violation: Violation) {
  const document = contract.value;
  if (document === undefined || operationName === null) return undefined;
  const [method = '', path = ''] = operationName.split(' ');
  const operation = find(document, ['paths', path, method.toLowerCase()]);
  if (operation === undefined) return undefined;
  const [place, ...steps] = violation.location;
  if (place !== 'body') return findParameter(document, operation, String(place), String(steps[0]));
  const message =
    violation.side === 'request'
      ? resolve(document, operation['requestBody'])
      : resolve(document, find(operation, ['responses'])?.[String(status)]);
  const schema = find(message, ['content', 'application/json', 'schema']);
  return schema === undefined ? undefined : toWords(document, walk(document, schema, steps));
}

function findParameter(document: Node, operation: Node, place: string, name: string): ContractWords | undefined {
  const parameters: readonly unknown[] = Array.isArray(operation['parameters']) ? operation['parameters'] : [];
  const parameter = parameters
    .map((item) => resolve(document, item))
    .find((item) => item?.['in'] === place && String(item['name']).toLowerCase() === name.toLowerCase());
  const schema = resolve(document, parameter?.['schema']);
  if (parameter === undefined || schema === undefined) return undefined;
  return toWords(document, { description: parameter['description'], ...schema });
}

/** Follows the steps of a location as far as the schema has them: a location also names the branches of a union. */
function walk(document: Node, start: Node, steps: readonly (string | number)[]): Node {
  let schema = resolve(document, start) ?? {};
  for (const step of steps) {
    const next = listBranches(document, schema)
      .map((branch) => find(branch, ['properties', String(step)]) ?? findItems(branch, step))
      .find((found) => found !== undefined);
    schema = resolve(document, next) ?? schema;
  }
  return schema;
}

function findItems(branch: Node, step: string | number): unknown {
  if (/^\d+$/.test(String(step)) && branch['items'] !== undefined) return branch['items'];
  return typeof branch['additionalProperties'] === 'object' ? branch['additionalProperties'] : undefined;
}

/** Returns a schema and those that it combines. */
function listBranches(document: Node, schema: Node, depth = 0): Node[] {
  const parts = ['anyOf', 'oneOf', 'allOf'].flatMap((keyword): readonly unknown[] => {
    const list = schema[keyword];
    return Array.isArray(list) ? list : [];
  });
  if (depth > 5) return [schema];
  return [
    schema,
    ...parts.flatMap((part) => {
      const branch = resolve(document, part);
      return branch === undefined ? [] : listBranches(document, branch, depth + 1);
    }),
  ];
}

function toWords(document: Node, schema: Node): ContractWords {
  const { description } = schema;
  return { type: toTypeText(document, schema), description: typeof description === 'string' ? description : '' };
}

function toTypeText(document: Node, schema: Node, depth = 0): string {
  const branches = ['anyOf', 'oneOf'].flatMap((keyword): readonly unknown[] => {
    const list = schema[keyword];
    return Array.isArray(list) ? list : [];
  });
  if (branches.length > 0 && depth < 3) {
    return branches.map((branch) => toTypeText(document, resolve(document, branch) ?? {}, depth + 1)).join(' or ');
  }
  if (Array.isArray(schema['enum'])) return `one of ${schema['enum'].map((value) => JSON.stringify(value)).join(', ')}`;
  if ('const' in schema) return JSON.stringify(schema['const']);
  const name = toList(schema['type'] ?? 'any value')
    .map(String)
    .join(' or ');
  const limits = LIMITS.flatMap(([keyword, text]) =>
    schema[keyword] === undefined ? [] : [`${text} ${toShown(schema[keyword])}`],
  );
  const items = resolve(document, schema['items']);
  const of =
    name === 'array' && items !== undefined && depth < 3 ? ` of ${toTypeText(document, items, depth + 1)}` : '';
  return [`${name}${of}`, ...limits].join(', ');
}

const LIMITS = [
  ['format', 'format'],
  ['pattern', 'matching'],
  ['minimum', 'at least'],
  ['exclusiveMinimum', 'more than'],
  ['maximum', 'at most'],
  ['exclusiveMaximum', 'less than'],
  ['multipleOf', 'a multiple of'],
  ['minLength', 'length at least'],
  ['maxLength', 'length at most'],
  ['minItems', 'items at least'],
  ['maxItems', 'items at most'],
] as const;

function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function toShown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Follows a reference. */
function resolve(document: Node, node: unknown): Node | undefined {
  let found = toNode(node);
  for (let hops = 0; hops < 10 && typeof found?.['$ref'] === 'string'; hops += 1) {
    const steps = found['$ref'].replace(/^#\//, '').split('/');
    found = find(
      document,
      steps.map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')),
    );
  }
  return found;
}

function find(node: Node | undefined, path: readonly string[]): Node | undefined {
  let found = node;
  for (const step of path) found = found !== undefined && Object.hasOwn(found, step) ? toNode(found[step]) : undefined;
  return found;
}

function toNode(value: unknown): Node | undefined {
  return isNode(value) ? value : undefined;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}
