/** `expect.any(String)` and its like, of vitest and of Playwright. */
interface AsymmetricMatcher {
  asymmetricMatch(value: unknown): boolean;
  toAsymmetricMatcher?(): string;
  toString(): string;
}

/**
 * Returns why a JSON value does not contain a pattern, one reason for each place, or an empty list if it does. An object must contain the
 * pattern's members, each in turn; a list must hold every item of the pattern's in that order; anything else must be equal. A pattern
 * in a test may also hold asymmetric matchers.
 *
 * @param place what the reasons call the value: `body`
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
    `${place} is ${toShown(value)}, which has no ${toShown(patterns[next])}${next === 0 ? '' : ` behind ${toShown(patterns[next - 1])}`}`,
  ];
}

function explainObject(value: unknown, pattern: Readonly<Record<string, unknown>>, place: string): string[] {
  if (!isObject(value)) return [`${place} is ${toShown(value)}, not an object`];
  return Object.entries(pattern).flatMap(([key, member]) => {
    const at = `${place}.${key}`;
    return Object.hasOwn(value, key) ? explainJson(value[key], member, at) : [`${at} is missing`];
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isAsymmetricMatcher(pattern: unknown): pattern is AsymmetricMatcher {
  return (
    typeof pattern === 'object' &&
    pattern !== null &&
    'asymmetricMatch' in pattern &&
    typeof pattern.asymmetricMatch === 'function'
  );
}

/** How much of a value a reason shows, in characters. */
const SHOWN = 100;

/** A value as JSON, cut where it is long. */
export function toShown(value: unknown): string {
  const text =
    JSON.stringify(value, (_, member: unknown) =>
      isAsymmetricMatcher(member) ? (member.toAsymmetricMatcher?.() ?? String(member)) : member,
    ) ?? String(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
