import { SAMPLE_ITEMS } from '../budgets.ts';
import type { JsonObject } from '../contract/document.ts';
import { isObject, resolvePlace } from '../contract/document.ts';
import { toPointer } from '../contract/json-pointer.ts';
import type { Identity, KnownItems, SamplePlace } from './sample-place.ts';
import type { SampleRun } from './sample-run.ts';
import { SAMPLE_TEXT } from './text-samples.ts';

/** How many items a list has if its schema does not say. */
const LENGTH = 2;

/** Yields lists for a schema: with the known resources, or with a few items, then as short as possible. */
export function* listArrays(run: SampleRun, node: JsonObject, pointer: string, place: SamplePlace): Generator {
  const { minItems, maxItems, items, uniqueItems } = node;
  const known = findKnownItems(run, node, pointer, place)?.identities;
  const fixed = listFixedItems(node, pointer);
  const least = Math.max(typeof minItems === 'number' ? minItems : 0, fixed.length);
  if (least > SAMPLE_ITEMS) return;
  const most = typeof maxItems === 'number' ? maxItems : SAMPLE_ITEMS;
  const usual = known?.length ?? (run.isShort(place) ? 0 : place.seed === undefined ? 1 : LENGTH);
  const length = Math.min(Math.max(usual, least), most);
  const list: unknown[] = [];
  for (let index = 0; index < length; index += 1) {
    const from = fixed[index] ?? (items === undefined ? undefined : toPointer(pointer, 'items'));
    const wish = { taken: uniqueItems === true ? list : [] };
    const at = toItemPlace(place, index, known?.[index]);
    const item = from === undefined ? { value: SAMPLE_TEXT } : run.find(from, at, wish);
    if (item === undefined) break;
    list.push(item.value);
  }
  if (list.length < (typeof minItems === 'number' ? minItems : 0)) return;
  yield list;
  for (const shorter of [1, least]) if (shorter >= least && shorter < list.length) yield list.slice(0, shorter);
}

/** Returns the resources that a list contains, or undefined if nothing is known of them. */
export function findKnownItems(
  run: SampleRun,
  { items }: JsonObject,
  pointer: string,
  place: SamplePlace,
): KnownItems | undefined {
  if (!isObject(items)) return undefined;
  return run.hints.identifyItems(resolvePlace(run.document, toPointer(pointer, 'items')).pointer, place);
}

/** Returns the schemas of the items that a list has by their position, or must contain. */
function listFixedItems({ prefixItems, contains, minContains = 1 }: JsonObject, pointer: string): readonly string[] {
  const count = contains === undefined ? 0 : Math.min(Number(minContains), SAMPLE_ITEMS);
  const prefix: readonly unknown[] = Array.isArray(prefixItems) ? prefixItems : [];
  return [
    ...prefix.map((_, index) => toPointer(pointer, 'prefixItems', index)),
    ...Array.from({ length: count }, () => toPointer(pointer, 'contains')),
  ];
}

function toItemPlace(place: SamplePlace, index: number, identity: Identity | undefined): SamplePlace {
  return {
    ...place,
    seed: place.seed === undefined ? undefined : `${place.seed}/${index}`,
    level: place.level === 'root' || place.level === 'member' ? 'item' : 'nested',
    name: undefined,
    title: undefined,
    examples: [],
    identity,
  };
}
