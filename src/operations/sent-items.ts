import { SAMPLE_ITEMS } from '../budgets.ts';
import type { Contract } from '../contract/contract.ts';
import { findNode, isObject, resolvePlace } from '../contract/document.ts';
import { toPointer } from '../contract/json-pointer.ts';
import type { SampledRequest } from './request-facts.ts';

/** An item of a list in a request's body, of which the reply has one as well. */
export interface SentItem {
  /** Its key, if the list is a dictionary by id. */
  readonly id: string | undefined;
  /** The member of the reply's item that has its value. */
  readonly members: Readonly<Record<string, unknown>>;
}

/**
 * Lists what a request sends to make or change several resources at once: a member of its body is a list, or a dictionary by id, of values that
 * a member of each resource has by the same schema. Returns undefined if it sends no such list.
 *
 * @param item the pointer of the schema of the reply's items
 */
export function listSentItems(
  { schemas: { document } }: Contract,
  { operation, body }: Pick<SampledRequest, 'operation' | 'body'>,
  item: string,
): readonly SentItem[] | undefined {
  const from = operation.requestBody?.schema.pointer;
  if (from === undefined || !isObject(body)) return undefined;
  const members = listProperties(item);
  for (const [name, pointer] of listProperties(from)) {
    const sent = body[name];
    for (const keyword of ['items', 'additionalProperties']) {
      const value = toPointer(pointer, keyword);
      if (!isObject(findNode(document, value))) continue;
      const model = resolvePlace(document, value).pointer;
      const member = members.find(([, own]) => resolvePlace(document, own).pointer === model)?.[0];
      if (member === undefined || typeof sent !== 'object' || sent === null) continue;
      const entries = Object.entries(sent).slice(0, SAMPLE_ITEMS);
      return entries.map(([id, one]: [string, unknown]) => ({
        id: Array.isArray(sent) ? undefined : id,
        members: { [member]: one },
      }));
    }
  }
  return undefined;

  function listProperties(model: string): readonly (readonly [name: string, pointer: string])[] {
    const { node, pointer } = resolvePlace(document, model);
    const properties = isObject(node['properties']) ? Object.keys(node['properties']) : [];
    return properties.map((name) => [name, resolvePlace(document, toPointer(pointer, 'properties', name)).pointer]);
  }
}
