import type { Contract } from '../contract/contract.ts';
import type { JsonObject } from '../contract/document.ts';
import { findNode, isObject, resolvePlace } from '../contract/document.ts';
import { toPointer } from '../contract/json-pointer.ts';
import type { Operation } from '../contract/operation.ts';
import { findSuccess } from '../contract/operation.ts';
import { allowsType } from '../samples/allowed-types.ts';
import type { SampledRequest } from './request-facts.ts';
import type { SentItem } from './sent-items.ts';
import { listSentItems } from './sent-items.ts';

/**
 * The resources of a contract, derived from its paths: `/agents/{agent_id}` names an agent, so what it replies with is an agent, and
 * `/agents` is the list of them. `/agents/name/{agent_name}` names one as well, since its replies are the same.
 */
export interface Resources {
  /**
   * Returns the keys by which paths name an object with this schema, those of ids first. A schema that no path replies with has those of the
   * resource whose members it has all: a registered agent is an agent with a key.
   */
  findKeys(pointer: string): readonly ResourceKey[];
  /** Returns the key of an item of the list at a path, or undefined if there is none. */
  findItemKey(path: string): ResourceKey | undefined;
  /** Returns the key of the id of what a key names: that of `agent_id` for `agent_name`. Undefined if the key has no such key. */
  findIdKey(key: ResourceKey): ResourceKey | undefined;
  /** Returns the key of a parameter that has the same name for one resource wherever it is, such as `agent_name`. */
  findNameKey(parameter: string): ResourceKey | undefined;
  /**
   * Returns the member that a parameter is the value of, in an object with this schema: the one of its name, or else `id` for `agent_id` and
   * `name` for `agent_name`. Undefined if there is none.
   */
  findMember(pointer: string, parameter: string): string | undefined;
  /** Returns the names of an object's members. */
  listMembers(pointer: string): readonly string[];
  /** Returns what a request sends of each item of its reply's list. @param item the pointer of the schema of an item */
  listSent(request: Pick<SampledRequest, 'operation' | 'body'>, item: string): readonly SentItem[] | undefined;
  /** Returns what the members of an operation's body are if they are left out, by name: their defaults, and null if they can be null. */
  listDefaults(operation: Operation): Readonly<Record<string, unknown>>;
}

/** A parameter that ends a path, and so names a resource. */
export interface ResourceKey {
  readonly parameter: string;
  /** The path before it: `/agents` for `/agents/{agent_id}`. */
  readonly collection: string;
}

const LAST_PARAMETER = /^(.*)\/\{([^{}]*)\}$/;

export function createResources(contract: Contract): Resources {
  const { operations, schemas } = contract;
  const byModel = new Map<string, ResourceKey[]>();
  const byPath = new Map<string, ResourceKey>();
  for (const operation of operations) {
    const key = toKey(operation.path);
    if (key === undefined) continue;
    if (!byPath.has(key.collection)) byPath.set(key.collection, key);
    const pointer = findReplyModel(operation);
    if (pointer === undefined) continue;
    const keys = byModel.get(pointer) ?? [];
    if (!keys.some((known) => isSameKey(known, key))) keys.push(key);
    byModel.set(pointer, keys);
  }
  for (const keys of byModel.values()) keys.sort((a, b) => Number(isId(b)) - Number(isId(a)));

  function findReplyModel(operation: Operation): string | undefined {
    const { schema } = findSuccess(operation).response ?? {};
    return isObject(schema?.node) ? resolvePlace(schemas.document, schema.pointer).pointer : undefined;
  }

  const findIdKey = (key: ResourceKey): ResourceKey | undefined => {
    if (isId(key)) return key;
    const siblings = [...byModel.values()].filter((keys) => keys.some((known) => isSameKey(known, key))).flat();
    // Replies such as that of a deletion are of several resources: the nearest path is that of the same one.
    return siblings
      .filter((known) => isId(known) && `${key.collection}/`.startsWith(`${known.collection}/`))
      .toSorted((a, b) => b.collection.length - a.collection.length)[0];
  };
  const named = new Map(
    [...byModel.values()]
      .flat()
      .filter((key) => !isId(key) && key.parameter.includes('_') && findIdKey(key) !== undefined)
      .map((key) => [key.parameter, key]),
  );
  const listMembers = (pointer: string): readonly string[] => {
    const { properties } = resolvePlace(schemas.document, pointer).node;
    const members: JsonObject = isObject(properties) ? properties : {};
    return Object.keys(members);
  };

  const models = [...byModel].flatMap(([pointer, keys]) => {
    const members = listMembers(pointer);
    // Replies such as that of a deletion are of several resources, so having their members says nothing.
    const isOfOne = new Set(keys.map((key) => findIdKey(key)?.parameter)).size === 1;
    return isOfOne && members.length > 1 ? [{ keys, members }] : [];
  });
  const findExtended = (pointer: string): ResourceKey[] => {
    const own = new Set(listMembers(pointer));
    const found = models.filter(({ members }) => members.every((name) => own.has(name)));
    return found.toSorted((a, b) => b.members.length - a.members.length)[0]?.keys ?? [];
  };

  return {
    findKeys(pointer) {
      const keys = byModel.get(pointer) ?? findExtended(pointer);
      byModel.set(pointer, keys);
      return keys;
    },
    findItemKey: (path) => byPath.get(path),
    findIdKey,
    findNameKey: (parameter) => named.get(parameter),
    findMember(pointer, parameter) {
      const members = listMembers(pointer);
      return [parameter, parameter.replace(/^.*_/, '')].find((name) => members.includes(name));
    },
    listMembers,
    listSent: (request, item) => listSentItems(contract, request, item),
    listDefaults({ requestBody }) {
      const pointer = requestBody?.schema.pointer;
      if (pointer === undefined) return {};
      const { pointer: at, node } = resolvePlace(schemas.document, pointer);
      const required: unknown = node['required'];
      return Object.fromEntries(
        listMembers(at).flatMap((name) => {
          if (Array.isArray(required) && required.includes(name)) return [];
          const member = toPointer(at, 'properties', name);
          const schema = findNode(schemas.document, member);
          if (isObject(schema) && Object.hasOwn(schema, 'default')) return [[name, schema['default']]];
          return allowsType(schemas.document, member, null) ? [[name, null]] : [];
        }),
      );
    },
  };
}

function toKey(path: string): ResourceKey | undefined {
  const [, collection, parameter] = LAST_PARAMETER.exec(path) ?? [];
  return collection === undefined || parameter === undefined ? undefined : { collection, parameter };
}

function isSameKey(one: ResourceKey, other: ResourceKey): boolean {
  return one.parameter === other.parameter && one.collection === other.collection;
}

function isId({ parameter }: ResourceKey): boolean {
  return /(?:^|_)id$/.test(parameter);
}
