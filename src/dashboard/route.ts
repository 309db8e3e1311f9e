import { signal } from '@preact/signals';

/** What the address after `#` says: `#/exchanges/default/12?status=4xx`. */
export interface Route {
  /** `exchanges`. Empty at first. */
  readonly view: string;
  /** The segments after it, decoded. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
}

function parseRoute(hash: string): Route {
  const [place = '', query = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  const [view = '', ...path] = place.split('/').map((segment) => decode(segment));
  return { view, path, query: new URLSearchParams(query) };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

export const route = signal<Route>(parseRoute(location.hash));

addEventListener('hashchange', () => {
  route.value = parseRoute(location.hash);
});

/** Returns the address of a place in the dashboard, for a link. */
export function toHref(
  view: string,
  path: readonly string[] = [],
  query: URLSearchParams = new URLSearchParams(),
): string {
  const segments = [view, ...path].map((segment) => encodeURIComponent(segment));
  const search = query.size === 0 ? '' : `?${query.toString()}`;
  return `#/${segments.join('/')}${search}`;
}

/** Opens a place. Replacing keeps the back button for what was opened, not for every letter of a filter. */
export function openPlace(href: string, isReplacing = false): void {
  if (href === location.hash) return;
  if (isReplacing) history.replaceState(history.state, '', href);
  else history.pushState(null, '', href);
  route.value = parseRoute(href);
}

/** Returns the query with some members changed; undefined or an empty text removes one. */
export function withQuery(changes: Readonly<Record<string, string | undefined>>): URLSearchParams {
  const query = new URLSearchParams(route.value.query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === '') query.delete(name);
    else query.set(name, value);
  }
  return query;
}
