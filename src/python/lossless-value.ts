import { ParsedText } from './parsed-text.ts';

/** Returns a member of a plain value or of one that {@link parsePythonJson} read losslessly, or undefined if there is none. */
export function findMember(value: unknown, key: string | number): unknown {
  if (value instanceof Map) return (value as ReadonlyMap<unknown, unknown>).get(key);
  if (value instanceof ParsedText) return findMember(value.value, key);
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it has the key, as checked above
  return (value as Record<string | number, unknown>)[key];
}

/** Returns the value at the end of a path of keys, or undefined if there is none. */
export function findAt(root: unknown, path: readonly (string | number)[]): unknown {
  let current = root;
  for (const key of path) current = findMember(current, key);
  return current;
}

/** Returns an object's names in the order in which they were sent, which a plain object does not keep for names such as `2`. */
export function listNames(value: object): string[] {
  return value instanceof Map ? [...(value as ReadonlyMap<string, unknown>).keys()] : Object.keys(value);
}

/** Returns a value with another one in the place of a member; the value itself is not changed. @param at the place of the member */
export function replaceMember(value: unknown, at: readonly (string | number)[], member: unknown): unknown {
  const [key, ...rest] = at;
  if (key === undefined) return member;
  if (value instanceof ParsedText) return new ParsedText(value.text, replaceMember(value.value, at, member));
  const replaced = replaceMember(findMember(value, key), rest, member);
  if (value instanceof Map) return new Map(value as ReadonlyMap<unknown, unknown>).set(key, replaced);
  if (Array.isArray(value)) return value.map((item: unknown, index) => (index === key ? replaced : item));
  return typeof value === 'object' ? { ...value, [key]: replaced } : value;
}
