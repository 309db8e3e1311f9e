/** A decoded path and its query in one text, for people. */
export function toPathAndQuery(path: string, query: string): string {
  return query === '' ? path : `${path}?${query}`;
}
