import type { Wording } from './validation-error.ts';

/** `1 character`, `2 characters`. */
export function toCount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** For a value that is not an object where a model is expected. */
export const NOT_A_MODEL: Wording = {
  type: 'model_attributes_type',
  msg: 'Input should be a valid dictionary or object to extract fields from',
};

/** For a list, tuple, set or dictionary with too few or too many items. */
export function toLengthWording(type: 'too_long' | 'too_short', kind: string, bound: number, length: number): Wording {
  const [words, name] =
    type === 'too_long' ? (['at most', 'max_length'] as const) : (['at least', 'min_length'] as const);
  return {
    type,
    msg: `${kind} should have ${words} ${toCount(bound, 'item')} after validation, not ${length}`,
    ctx: { field_type: kind, [name]: bound, actual_length: length },
  };
}

/** For a set with too many items: pydantic stops counting at the limit. */
export function toSetLengthWording(most: number): Wording {
  return {
    type: 'too_long',
    msg: `Set should have at most ${toCount(most, 'item')} after validation, not more`,
    ctx: { field_type: 'Set', max_length: most, actual_length: null },
  };
}
