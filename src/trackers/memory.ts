/** Counts the memory that the changes of a session take, in bytes. */
export interface Memory {
  /**
   * Counts more bytes.
   *
   * @throws {MockError} `insufficient-storage` if there is no room for them. Nothing is counted then
   */
  take(bytes: number): void;
  /** Counts more bytes, or fewer, whether or not there is room. */
  adjust(bytes: number): void;
}

/** For what is not a client's, such as fixtures. */
export const UNCOUNTED: Memory = { take() {}, adjust() {} };

/** What an object takes beside its members, and a member beside its value. */
const OBJECT_SIZE = 56;
const MEMBER_SIZE = 16;
const TEXT_SIZE = 24;

/** Returns about how many bytes a JSON value takes in memory, rather too many: a character takes one byte or two. */
export function estimateSize(value: unknown): number {
  if (typeof value === 'string') return TEXT_SIZE + 2 * value.length;
  if (typeof value !== 'object' || value === null) return 0;
  let size = OBJECT_SIZE;
  if (Array.isArray(value)) {
    for (const item of value) size += MEMBER_SIZE + estimateSize(item);
    return size;
  }
  const members = value as Readonly<Record<string, unknown>>;
  // Without a list of the names: an update is measured each time. What a value inherits is nothing, or too many bytes.
  for (const name in members) size += MEMBER_SIZE + name.length + estimateSize(members[name]);
  return size;
}
