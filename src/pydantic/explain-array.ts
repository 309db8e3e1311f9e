import type { Place } from '../contract/document.ts';
import { toPointer } from '../contract/json-pointer.ts';
import { toLengthWording, toSetLengthWording } from './container-wording.ts';
import { isFull } from './error-limit.ts';
import type { Explainer, Explainers, ValidationContext } from './explainer.ts';
import { toMissing, toValidationError } from './explainer.ts';
import type { ValidationError, Wording } from './validation-error.ts';

/** Creates the explainer of a list, a set or a tuple. */
export function createArrayExplainer(explainers: Explainers, place: Place): Explainer {
  const { prefixItems, uniqueItems, minItems: least, maxItems: most } = place.node;
  const fixed = Array.isArray(prefixItems) ? prefixItems.length : undefined;
  const kind = fixed === undefined ? (uniqueItems === true ? 'Set' : 'List') : 'Tuple';
  const notOne: Wording = {
    type: `${kind.toLowerCase()}_type`,
    msg: `Input should be a valid ${kind.toLowerCase()}`,
  };
  const explainItem = createItemExplainer(explainers, place, fixed ?? 0);

  return (context) => {
    const { value } = context;
    if (!Array.isArray(value)) return [toValidationError(context, notOne)];
    if (kind === 'Set') return explainSet(context, value, { least, most }, explainItem);
    const { length } = value;
    // Pydantic counts before it reads the items.
    if (typeof most === 'number' && length > most) {
      return [toValidationError(context, toLengthWording('too_long', kind, most, length))];
    }
    const items = value.flatMap((item, index) => explainItem(context, item, index));
    const missing = Array.from({ length: Math.max(0, (fixed ?? 0) - length) }, (_, index) =>
      toMissing(context, length + index),
    );
    if (items.length + missing.length > 0) return [...items, ...missing];
    return typeof least === 'number' && length < least
      ? [toValidationError(context, toLengthWording('too_short', kind, least, length))]
      : [];
  };
}

type ItemExplainer = (context: ValidationContext, item: unknown, index: number) => ValidationError[];

function createItemExplainer(explainers: Explainers, { node, pointer }: Place, fixed: number): ItemExplainer {
  const prefix = Array.from({ length: fixed }, (_, index) => toPointer(pointer, 'prefixItems', index));
  const rest = node['items'] === undefined ? undefined : toPointer(pointer, 'items');
  return (context, item, index) => {
    const at = index < fixed ? prefix[index] : rest;
    return at === undefined ? [] : explainers.explainMember(at, context, index, item);
  };
}

/** Pydantic counts distinct valid items while it reads a set, and drops the errors of other items once there are too many. */
function explainSet(
  context: ValidationContext,
  items: readonly unknown[],
  { least, most }: { readonly least: unknown; readonly most: unknown },
  explainItem: ItemExplainer,
): ValidationError[] {
  const taken = new Set<string>();
  const errors: ValidationError[] = [];
  for (const [index, item] of items.entries()) {
    const found = explainItem(context, item, index);
    for (const error of found) errors.push(error);
    if (isFull(context.tally)) return errors;
    if (found.length === 0) taken.add(JSON.stringify(item));
    if (typeof most === 'number' && taken.size > most) return [toValidationError(context, toSetLengthWording(most))];
  }
  if (errors.length > 0 || typeof least !== 'number' || taken.size >= least) return errors;
  return [toValidationError(context, toLengthWording('too_short', 'Set', least, taken.size))];
}
