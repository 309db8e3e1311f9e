/** A member of a value as {@link parsePythonJson} reads it losslessly, or of a plain one; undefined where there is none. */
export function findMember(value: unknown, key: string | number): unknown {
  if (value instanceof Map) return (value as ReadonlyMap<unknown, unknown>).get(key);
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it has the key, as was just asked
  return (value as Record<string | number, unknown>)[key];
}

/** The names of an object's members in the order in which they were sent, which a plain object does not keep for such as `2`. */
export function listNames(value: object): string[] {
  return value instanceof Map ? [...(value as ReadonlyMap<string, unknown>).keys()] : Object.keys(value);
}
