/** Joins a decoded path and its query, for messages. */
export function toPathAndQuery(path: string, query: string): string {
  return query === '' ? path : `${path}?${query}`;
}
