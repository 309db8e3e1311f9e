/** Counts the memory that the changes of a session take, in bytes. */
export interface Memory {
  /**
   * Counts more bytes.
   *
   * @throws {MockError} `insufficient-storage` if the limit would be exceeded. Then nothing is counted
   */
  take(bytes: number): void;
  /** Adds to the count, or subtracts from it, regardless of the limit. */
  adjust(bytes: number): void;
}

/** For data that does not come from clients, such as fixtures. */
export const UNCOUNTED: Memory = { take() {}, adjust() {} };

/** The memory of an object without its members, and of a member without its value. */
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
  // Not Object.keys, whose list is slow to create for each update. Inherited members can only increase the estimate.
  for (const name in members) size += MEMBER_SIZE + name.length + estimateSize(members[name]);
  return size;
}
