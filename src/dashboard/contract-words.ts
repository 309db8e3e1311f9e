import { signal } from '@preact/signals';
import type { Violation } from '../control/control-types.ts';
import { toClient, toMessage } from './connection.ts';
import type { Node } from './contract-node.ts';
import { find, listParts, resolve } from './contract-node.ts';
import { toTypeText } from './type-text.ts';

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
  if (depth > 5) return [schema];
  const parts = listParts(document, schema, ['anyOf', 'oneOf', 'allOf']);
  return [schema, ...parts.flatMap((part) => listBranches(document, part, depth + 1))];
}

function toWords(document: Node, schema: Node): ContractWords {
  const { description } = schema;
  return { type: toTypeText(document, schema), description: typeof description === 'string' ? description : '' };
}
