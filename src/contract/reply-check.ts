import type { Contract } from './contract.ts';
import { resolvePlace } from './document.ts';
import { toPointer } from './json-pointer.ts';
import type { Response } from './operation.ts';
import type { Check } from './schema.ts';

/** The members of a list's schema that say nothing of the list as a whole. */
const PLAIN = new Set(['type', 'items', 'title', 'description']);

/**
 * The check of a reply's body. The trackers of a list are replaced, never changed, so one that was found well stays well: each is checked
 * when it first goes out in a list. A schema that says more of a list than what its items are is asked every time.
 */
export function createReplyCheck(contract: Contract, { schema }: Response): Check | undefined {
  if (schema === undefined) return undefined;
  const { node, pointer } = resolvePlace(contract.document, schema.pointer);
  if (node['type'] !== 'array' || node['items'] === undefined || !Object.keys(node).every((key) => PLAIN.has(key))) {
    return schema.check;
  }
  const items = contract.schemas.compile(toPointer(pointer, 'items'));
  const well = new WeakSet<object>();
  return (value) => {
    if (!Array.isArray(value)) return schema.check(value);
    for (const item of value as readonly unknown[]) {
      if (typeof item !== 'object' || item === null) return schema.check(value);
      if (well.has(item)) continue;
      if (items.check(item) !== undefined) return schema.check(value);
      well.add(item);
    }
    return undefined;
  };
}
