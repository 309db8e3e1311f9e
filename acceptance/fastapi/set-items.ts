/** The items of a list that a Python set would keep: True is 1, and a UUID is the same in every spelling. */
export function toItems(list: readonly unknown[]): unknown[] {
  return [...new Set(list.map((item) => toUuid(String(typeof item === 'boolean' ? Number(item) : item))))];
}

const UUID = /^(?:urn:uuid:|\{)?([0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12})\}?$/i;

/** A UUID without hyphens, braces or prefix, in lower case; another text as it is. */
function toUuid(text: string): string {
  return UUID.exec(text)?.[1]?.replaceAll('-', '').toLowerCase() ?? text;
}
