import type { ContractDocument, JsonObject } from '../contract/document.ts';
import { isObject, resolvePlace } from '../contract/document.ts';
import { toPointer } from '../contract/json-pointer.ts';
import { METHODS } from '../contract/operation.ts';
import { toText } from './document-text.ts';

/** One operation of a contract, as its page shows it. Texts are empty if the document has none. */
export interface ApiOperation {
  readonly method: string;
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  readonly isDeprecated: boolean;
  readonly parameters: readonly JsonObject[];
  readonly requestBody: JsonObject | undefined;
  readonly responses: readonly (readonly [status: string, response: JsonObject])[];
}

/** Returns the operations of a document in its order, with their references to parameters, bodies and responses resolved. */
export function listApiOperations(document: ContractDocument): ApiOperation[] {
  return Object.keys(document.paths).flatMap((path) => {
    const item = resolvePlace(document, toPointer('/paths', path));
    return METHODS.filter((method) => isObject(item.node[method])).map((method) => {
      const { node, pointer } = resolvePlace(document, toPointer(item.pointer, method));
      return {
        method: method.toUpperCase(),
        path,
        tag: Array.isArray(node['tags']) ? toText(node['tags'][0]) : '',
        summary: toText(node['summary']),
        description: toText(node['description']),
        isDeprecated: node['deprecated'] === true,
        parameters: mergeParameters(
          listObjects(document, item, 'parameters'),
          listObjects(document, { node, pointer }, 'parameters'),
        ),
        requestBody:
          node['requestBody'] === undefined
            ? undefined
            : resolvePlace(document, toPointer(pointer, 'requestBody')).node,
        responses: Object.keys(isObject(node['responses']) ? node['responses'] : {}).map((status) => [
          status,
          resolvePlace(document, toPointer(pointer, 'responses', status)).node,
        ]),
      };
    });
  });
}

/** A parameter of the operation replaces the path item's with the same name and place. */
function mergeParameters(...lists: readonly (readonly JsonObject[])[]): JsonObject[] {
  return [
    ...new Map(
      lists.flat().map((parameter) => [`${toText(parameter['in'])} ${toText(parameter['name'])}`, parameter]),
    ).values(),
  ];
}

function listObjects(
  document: ContractDocument,
  { node, pointer }: { readonly node: JsonObject; readonly pointer: string },
  member: string,
): JsonObject[] {
  const list = node[member];
  return Array.isArray(list)
    ? [...list.keys()].map((index) => resolvePlace(document, toPointer(pointer, member, index)).node)
    : [];
}
