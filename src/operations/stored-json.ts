import { toPythonJson } from '../python/text.ts';

/**
 * Returns JSON as the database's jsonb holds it: of the members of each object, those with shorter names come first, and those with names
 * of one length in the order of their bytes.
 *
 * JavaScript puts names such as "10" first, whatever the order in which they are set; {@link printStoredJson} corrects that.
 */
export function toStoredJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => toStoredJson(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(sortMembers(value).map(([name, member]) => [name, toStoredJson(member)]));
}

/** Prints JSON that consists of models, whose members keep their order, and of JSON in the order of {@link toStoredJson}. */
export function printStoredJson(value: unknown): string {
  return toPythonJson(withOrder(value));
}

/** Turns each object whose order JavaScript does not keep into a map. No model has a field with such a name. */
function withOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withOrder(item));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value);
  const isOutOfOrder = /^\d+$/.test(members[0]?.[0] ?? '');
  return new Map((isOutOfOrder ? sortMembers(value) : members).map(([name, member]) => [name, withOrder(member)]));
}

function sortMembers(value: object): [string, unknown][] {
  const members = Object.entries(value).map((member) => ({ member, bytes: encoder.encode(member[0]) }));
  return members.toSorted((a, b) => compareBytes(a.bytes, b.bytes)).map(({ member }) => member);
}

const encoder = new TextEncoder();

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) return a.length - b.length;
  const different = a.findIndex((byte, index) => byte !== b[index]);
  return different === -1 ? 0 : (a[different] ?? 0) - (b[different] ?? 0);
}
