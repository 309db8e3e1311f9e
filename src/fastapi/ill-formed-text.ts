/**
 * What stands for a string with a lone surrogate. To ajv such a string is as good as any; pydantic refuses it, since it has no UTF-8. As
 * this it is no string to ajv either.
 */
export class IllFormedText {}

const ILL_FORMED = new IllFormedText();

/** A JSON value in which every string with a lone surrogate is replaced by an {@link IllFormedText}. */
export function markIllFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.isWellFormed() ? value : ILL_FORMED;
  if (Array.isArray(value)) return value.map((item) => markIllFormed(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, markIllFormed(member)]));
}
