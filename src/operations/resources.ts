import type { Contract } from '../contract/contract.ts';
import type { JsonObject } from '../contract/document.ts';
import { isObject, resolvePlace } from '../contract/document.ts';
import type { Operation } from '../contract/operation.ts';
import { findSuccess } from '../contract/operation.ts';

/**
 * The resources of a contract, derived from its paths: `/agents/{agent_id}` names an agent, so what it replies with is an agent, and
 * `/agents` is the list of them.
 */
export interface Resources {
  /** Returns the path parameters that name an object with this schema. */
  findParameters(pointer: string): ReadonlySet<string>;
  /** Returns the path parameter that names an item of the list at a path, or undefined if there is none. */
  findItemParameter(path: string): string | undefined;
  /**
   * Returns the member that a parameter is the value of, in an object with this schema: the one of its name, or else `id` for `agent_id` and
   * `name` for `agent_name`. Undefined if there is none.
   */
  findMember(pointer: string, parameter: string): string | undefined;
}

const LAST_PARAMETER = /^(.*)\/\{([^{}]*)\}$/;

export function createResources({ operations, schemas }: Contract): Resources {
  const byModel = new Map<string, Set<string>>();
  const byPath = new Map<string, string>();
  for (const operation of operations) {
    const [, path, parameter] = LAST_PARAMETER.exec(operation.path) ?? [];
    if (path === undefined || parameter === undefined) continue;
    if (!byPath.has(path)) byPath.set(path, parameter);
    const pointer = findReplyModel(operation);
    if (pointer === undefined) continue;
    const parameters = byModel.get(pointer) ?? new Set();
    byModel.set(pointer, parameters.add(parameter));
  }

  function findReplyModel(operation: Operation): string | undefined {
    const { schema } = findSuccess(operation).response ?? {};
    return isObject(schema?.node) ? resolvePlace(schemas.document, schema.pointer).pointer : undefined;
  }

  return {
    findParameters: (pointer) => byModel.get(pointer) ?? NONE,
    findItemParameter: (path) => byPath.get(path),
    findMember(pointer, parameter) {
      const { properties } = resolvePlace(schemas.document, pointer).node;
      const names: JsonObject = isObject(properties) ? properties : {};
      return [parameter, parameter.replace(/^.*_/, '')].find((name) => Object.hasOwn(names, name));
    },
  };
}

const NONE: ReadonlySet<string> = new Set();
