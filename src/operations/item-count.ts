import type { JsonObject } from '../contract/document.ts';
import type { Schemas } from '../contract/schema.ts';

/**
 * Returns a reply whose counts are those of its list: the members that are called `total` or `count`, alone or as a part of the name. A reply
 * with several lists does not say which one is meant.
 *
 * @param pointer the pointer of the reply's schema; a count that would break it is left as it is
 */
export function countItems(schemas: Schemas, pointer: string, reply: JsonObject): JsonObject {
  const [list, ...others] = Object.values(reply).filter((value) => Array.isArray(value));
  if (list === undefined || others.length > 0) return reply;
  const names = Object.keys(reply).filter((name) => COUNT.test(name) && Number.isInteger(reply[name]));
  if (names.length === 0) return reply;
  const counted = { ...reply, ...Object.fromEntries(names.map((name) => [name, list.length])) };
  return schemas.compile(pointer).check(counted) === undefined ? counted : reply;
}

const COUNT = /(?:^|_)(?:total|count)(?:_|$)/;
