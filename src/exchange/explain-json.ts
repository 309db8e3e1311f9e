import { isObject } from '../contract/document.ts';

/** An asymmetric matcher of vitest or Playwright, such as `expect.any(String)`. */
interface AsymmetricMatcher {
  asymmetricMatch(value: unknown): boolean;
  toAsymmetricMatcher?(): string;
  toString(): string;
}

/**
 * Returns why a JSON value does not match a pattern, one reason for each place, or an empty list if it does. An object must contain the
 * pattern's members, recursively; a list must contain the pattern's items in that order; other values must be equal. A pattern in a test
 * may contain asymmetric matchers.
 *
 * @param place the name of the value in the reasons: `body`
 */
export function explainJson(value: unknown, pattern: unknown, place: string): string[] {
  if (isAsymmetricMatcher(pattern)) {
    return pattern.asymmetricMatch(value)
      ? []
      : [`${place} is ${toShown(value)}, not ${pattern.toAsymmetricMatcher?.() ?? String(pattern)}`];
  }
  if (Array.isArray(pattern)) return explainList(value, pattern, place);
  if (isObject(pattern)) return explainObject(value, pattern, place);
  return Object.is(value, pattern) ? [] : [`${place} is ${toShown(value)}, not ${toShown(pattern)}`];
}

function explainList(value: unknown, patterns: readonly unknown[], place: string): string[] {
  if (!Array.isArray(value)) return [`${place} is ${toShown(value)}, not a list`];
  let next = 0;
  for (const item of value) {
    if (next < patterns.length && explainJson(item, patterns[next], place).length === 0) next += 1;
  }
  if (next === patterns.length) return [];
  return [
    `${place} is ${toShown(value)}, which has no ${toShown(patterns[next])}${next === 0 ? '' : ` after ${toShown(patterns[next - 1])}`}`,
  ];
}

function explainObject(value: unknown, pattern: Readonly<Record<string, unknown>>, place: string): string[] {
  if (!isObject(value)) return [`${place} is ${toShown(value)}, not an object`];
  return Object.entries(pattern).flatMap(([key, member]) => {
    const at = `${place}.${key}`;
    return Object.hasOwn(value, key) ? explainJson(value[key], member, at) : [`${at} is missing`];
  });
}

function isAsymmetricMatcher(pattern: unknown): pattern is AsymmetricMatcher {
  return (
    typeof pattern === 'object' &&
    pattern !== null &&
    'asymmetricMatch' in pattern &&
    typeof pattern.asymmetricMatch === 'function'
  );
}

/** The maximum length of a value in a reason, in characters. */
const MAX_SHOWN = 100;

/** Returns a value as JSON, cut if it is long. */
export function toShown(value: unknown): string {
  const text =
    JSON.stringify(value, (_, member: unknown) =>
      isAsymmetricMatcher(member) ? (member.toAsymmetricMatcher?.() ?? String(member)) : member,
    ) ?? String(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
