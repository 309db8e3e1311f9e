/** Returns a text of a document, or an empty one for anything else. */
export function toText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
