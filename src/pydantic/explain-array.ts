import type { Place } from '../contract/document.ts';
import { toPointer } from '../contract/json-pointer.ts';
import { toLengthWording, toSetLengthWording } from './container-wording.ts';
import type { Explainer, Explainers, Spot } from './explainer.ts';
import { toMissing, toMistake } from './explainer.ts';
import type { Mistake, Wording } from './mistake.ts';

/** Of a list, a set or a tuple. */
export function createArrayExplainer(explainers: Explainers, place: Place): Explainer {
  const { prefixItems, uniqueItems, minItems: least, maxItems: most } = place.node;
  const fixed = Array.isArray(prefixItems) ? prefixItems.length : undefined;
  const kind = fixed === undefined ? (uniqueItems === true ? 'Set' : 'List') : 'Tuple';
  const notOne: Wording = {
    type: `${kind.toLowerCase()}_type`,
    msg: `Input should be a valid ${kind.toLowerCase()}`,
  };
  const explainItem = createItemExplainer(explainers, place, fixed ?? 0);

  return (spot) => {
    const { value } = spot;
    if (!Array.isArray(value)) return [toMistake(spot, notOne)];
    if (kind === 'Set') return explainSet(spot, value, { least, most }, explainItem);
    const { length } = value;
    // Pydantic counts before it reads the items.
    if (typeof most === 'number' && length > most) {
      return [toMistake(spot, toLengthWording('too_long', kind, most, length))];
    }
    const items = value.flatMap((item, index) => explainItem(spot, item, index));
    const missing = Array.from({ length: Math.max(0, (fixed ?? 0) - length) }, (_, index) =>
      toMissing(spot, length + index),
    );
    if (items.length + missing.length > 0) return [...items, ...missing];
    return typeof least === 'number' && length < least
      ? [toMistake(spot, toLengthWording('too_short', kind, least, length))]
      : [];
  };
}

type ItemExplainer = (spot: Spot, item: unknown, index: number) => Mistake[];

function createItemExplainer(explainers: Explainers, { node, pointer }: Place, fixed: number): ItemExplainer {
  const prefix = Array.from({ length: fixed }, (_, index) => toPointer(pointer, 'prefixItems', index));
  const rest = node['items'] === undefined ? undefined : toPointer(pointer, 'items');
  return (spot, item, index) => {
    const at = index < fixed ? prefix[index] : rest;
    return at === undefined ? [] : explainers.explainMember(at, spot, index, item);
  };
}

/** Pydantic counts a set while it reads: items that it takes, each once. What is wrong with others it forgets once there are too many. */
function explainSet(
  spot: Spot,
  items: readonly unknown[],
  { least, most }: { readonly least: unknown; readonly most: unknown },
  explainItem: ItemExplainer,
): Mistake[] {
  const taken = new Set<string>();
  const mistakes: Mistake[] = [];
  for (const [index, item] of items.entries()) {
    const found = explainItem(spot, item, index);
    for (const mistake of found) mistakes.push(mistake);
    if (found.length === 0) taken.add(JSON.stringify(item));
    if (typeof most === 'number' && taken.size > most) return [toMistake(spot, toSetLengthWording(most))];
  }
  if (mistakes.length > 0 || typeof least !== 'number' || taken.size >= least) return mistakes;
  return [toMistake(spot, toLengthWording('too_short', 'Set', least, taken.size))];
}
