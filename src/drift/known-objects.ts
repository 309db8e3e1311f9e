import { DRIFT_OBJECTS } from '../budgets.ts';
import { isObject } from '../contract/document.ts';
import type { Operation } from '../contract/operation.ts';

/** The values of an operation's required parameters that are ids, by name. */
export type KnownValues = Readonly<Record<string, string>>;

/** The objects that one side has shown, which provide the ids for further requests. */
export interface KnownObjects {
  /** Adds the objects in the body of a reply to an operation. */
  add(operation: Pick<Operation, 'path'>, body: unknown): void;
  /** Returns the values of the required ids, one set for each object, or an empty list if some are not known. */
  list(operation: Operation): readonly KnownValues[];
  /** Returns the different values of an optional parameter. */
  listOf(operation: Operation, name: string): readonly string[];
  /** The paths of the operations that showed more objects than are kept. */
  readonly cut: ReadonlySet<string>;
}

interface KnownObject {
  /** The path of the operation that showed it. */
  readonly path: string;
  readonly values: ReadonlyMap<string, string>;
}

export function createKnownObjects(): KnownObjects {
  const objects: KnownObject[] = [];
  const counts = new Map<string, number>();
  const seen = new Set<string>();
  const cut = new Set<string>();

  const findValue = ({ path, values }: KnownObject, operation: Operation, name: string): string | undefined => {
    const start = operation.path.indexOf(`/{${name}}`);
    // `/agents/name/{agent_name}` takes the names of `/agents`.
    const collections =
      start === -1 ? [] : [operation.path.slice(0, start), operation.path.slice(0, start).replace(/\/[^/]*$/, '')];
    const [own, above] = collections;
    if (path !== '' && path === own && /(?:^|_)id$/.test(name)) return values.get('id') ?? values.get(name);
    if (path !== '' && (path === own || path === above) && /(?:^|_)name$/.test(name)) return values.get('name');
    return name === 'id' || name === 'name' ? undefined : values.get(name);
  };

  return {
    cut,
    add({ path }, body) {
      for (const values of listObjects(body)) {
        const key = JSON.stringify([path, ...values]);
        if (seen.has(key)) continue;
        const count = counts.get(path) ?? 0;
        if (count >= DRIFT_OBJECTS) {
          cut.add(path);
          return;
        }
        counts.set(path, count + 1);
        seen.add(key);
        objects.push({ path, values });
      }
    },
    list(operation) {
      const names = listIdNames(operation);
      const toSet = (values: readonly (string | undefined)[]): KnownValues | undefined =>
        values.includes(undefined)
          ? undefined
          : Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
      // The values of one object belong together, such as a task and its agent.
      const sets = objects
        .map((object) => toSet(names.map((name) => findValue(object, operation, name))))
        .filter((set) => set !== undefined);
      const unique = new Map(sets.map((set) => [JSON.stringify(set), set]));
      if (unique.size > 0) return [...unique.values()].slice(0, DRIFT_OBJECTS);
      const mixed = toSet(names.map((name) => firstOf(objects, (object) => findValue(object, operation, name))));
      return mixed === undefined ? [] : [mixed];
    },
    listOf(operation, name) {
      const values = objects.map((object) => findValue(object, operation, name));
      return [...new Set(values.filter((value) => value !== undefined))];
    },
  };
}

/** Returns the names of the parameters without whose values, which a server must have shown, an operation cannot be called. */
export function listIdNames({ parameters }: Operation): string[] {
  return parameters
    .filter(({ in: place, name, required }) => place === 'path' || (required && ID_NAME.test(name)))
    .map(({ name }) => name);
}

const ID_NAME = /(?:^|_)(?:id|name)$/;

function firstOf<Item, Value>(items: readonly Item[], find: (item: Item) => Value | undefined): Value | undefined {
  for (const item of items) {
    const value = find(item);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** How deep the objects of a page may be in a body: `{ "data": [{ … }] }`. */
const DEPTH = 3;

/** Lists the ids and names of the objects in a body. */
function* listObjects(body: unknown, depth = 0): Generator<ReadonlyMap<string, string>> {
  if (depth > DEPTH) return;
  if (Array.isArray(body)) {
    for (const item of body) yield* listObjects(item, depth + 1);
    return;
  }
  if (!isObject(body)) return;
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(body)) {
    // Not the empty string: it would be another path.
    if (ID_NAME.test(name) && isUsable(value)) values.set(name, String(value));
  }
  if (values.size > 0) yield values;
  else for (const member of Object.values(body)) yield* listObjects(member, depth + 1);
}

function isUsable(value: unknown): value is string | number {
  return typeof value === 'number' || (typeof value === 'string' && value !== '');
}
