/** Returns the length of a string in code points, as Python counts it. */
export function countCharacters(text: string): number {
  return Array.from(text).length;
}
