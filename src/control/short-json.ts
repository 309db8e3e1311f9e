/** How many characters of a value are shown. */
const SHOWN = 80;

/**
 * Returns a value as JSON, truncated if it is long. A value from the same process may not be representable in JSON. The rest of a large
 * value is not converted.
 */
export function toShortJson(value: unknown): string {
  const text = toJson(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

function toJson(value: unknown): string {
  if (typeof value === 'number') return String(value);
  // Each value takes one character at least.
  let left = SHOWN + 1;
  const cut = (_: string, member: unknown): unknown => {
    left -= 1;
    if (typeof member === 'string') return member.slice(0, SHOWN);
    if (typeof member !== 'object' || member === null) return member;
    if (left < 0) return 0;
    return Array.isArray(member) ? member.slice(0, left + 1) : cutMembers(member, left + 1);
  };
  try {
    return JSON.stringify(value, cut) ?? String(value);
  } catch {
    // A circular reference, or a bigint.
    return Object.prototype.toString.call(value);
  }
}

/** Returns the first members of an object, or the object if it has no more. */
function cutMembers(value: object, count: number): object {
  const members = Object.entries(value);
  return members.length > count ? Object.fromEntries(members.slice(0, count)) : value;
}
