import { parseUrl } from '../contract/parse-url.ts';

/** A route has one method and one path template, as in FastAPI. */
export interface Route<T> {
  /** Upper case. */
  readonly method: string;
  /** `/tracker/{tracker_id}`. */
  readonly path: string;
  readonly endpoint: T;
  /** The `allow` header if only the method does not match. @default the method */
  readonly allow?: string;
}

export type RouteMatch<T> =
  | { readonly kind: 'matched'; readonly endpoint: T; readonly parameters: Readonly<Record<string, string>> }
  | { readonly kind: 'method-not-allowed'; /** For the `allow` header. */ readonly allow: string }
  | {
      readonly kind: 'redirect';
      /** The path with or without the trailing slash, decoded. */ readonly path: string;
    }
  | { readonly kind: 'not-found' };

export interface Router<T> {
  /** @param path decoded, without the query */
  find(method: string, path: string): RouteMatch<T>;
}

/**
 * Routes requests as Starlette does: the path is decoded first, so `%2F` separates segments; the first matching route wins; if only the
 * method differs, `allow` names the method of the first such route; a path that matches with or without a trailing slash is redirected.
 * A route that an earlier one of the same method would hide, such as `/messages/paginated` after `/messages/{id}`, comes before it.
 *
 * Source: Starlette's `Router` and `Route`, and recorded answers.
 */
export function createRouter<T>(routes: readonly Route<T>[]): Router<T> {
  const compiled = orderRoutes(routes).map((route) => ({ ...route, ...compilePath(route.path) }));
  const findCandidates = createCandidates(compiled);

  return {
    find(method, path) {
      const candidates = findCandidates(path);
      let other: Route<T> | undefined;
      for (const route of candidates) {
        // Only the first matching route with another method is needed.
        if (route.method !== method && other !== undefined) continue;
        const match = route.pattern.exec(path);
        if (match === null) continue;
        if (route.method === method) {
          return { kind: 'matched', endpoint: route.endpoint, parameters: toParameters(route.names, match) };
        }
        other = route;
      }
      if (other !== undefined) return { kind: 'method-not-allowed', allow: other.allow ?? other.method };
      const otherPath = path.endsWith('/') ? withoutEndSlashes(path) : `${path}/`;
      return path !== '/' && candidates.some(({ pattern }) => pattern.test(otherPath))
        ? { kind: 'redirect', path: otherPath }
        : { kind: 'not-found' };
    },
  };
}

/**
 * Moves each route before the first one of its method that would hide it. A document lists its operations by path, so that its order is not
 * always the one in which the server declares them; and a server has no route that it can never reach.
 */
function orderRoutes<T>(routes: readonly Route<T>[]): Route<T>[] {
  const ordered: Route<T>[] = [];
  for (const route of routes) {
    const hiding = ordered.findIndex(({ method, path }) => method === route.method && hides(path, route.path));
    ordered.splice(hiding === -1 ? ordered.length : hiding, 0, route);
  }
  return ordered;
}

/** Whether a template matches every path that another one matches, and more. */
function hides(wide: string, narrow: string): boolean {
  const segments = narrow.split('/');
  const wideSegments = wide.split('/');
  if (segments.length !== wideSegments.length) return false;
  const isWider = (segment: string, index: number): boolean =>
    PARAMETER.test(segment) && !PARAMETER.test(segments[index] ?? '');
  return (
    wideSegments.some(isWider) &&
    wideSegments.every((segment, index) => PARAMETER.test(segment) || segment === segments[index])
  );
}

const PARAMETER = /^\{[^}]*\}$/;

/** Returns a function that finds the routes that may match a path: a contract has a hundred, and few of them start alike. */
function createCandidates<T extends { readonly path: string }>(routes: readonly T[]): (path: string) => readonly T[] {
  const firsts = routes.map(({ path }) => toFirstSegment(path));
  const select = (wanted?: string): T[] =>
    routes.filter((_, index) => firsts[index] === wanted || firsts[index]?.includes('{') === true);
  const byFirst = new Map(firsts.map((first) => [first, select(first)]));
  const others = select();
  return (path) => byFirst.get(toFirstSegment(path)) ?? others;
}

/** Returns the text before the second slash. Without a line feed at its end, before which a pattern matches as well. */
function toFirstSegment(path: string): string {
  const end = path.indexOf('/', 1);
  const first = end === -1 ? path : path.slice(0, end);
  return first.endsWith('\n') ? first.slice(0, -1) : first;
}

function toParameters(names: readonly string[], match: readonly string[]): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [index, name] of names.entries()) parameters[name] = match[index + 1] ?? '';
  return parameters;
}

/** Without a regular expression, which would take quadratic time for many slashes in the middle of a path. */
function withoutEndSlashes(path: string): string {
  let end = path.length;
  while (end > 0 && path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}

function compilePath(template: string): { pattern: RegExp; names: readonly string[] } {
  const names: string[] = [];
  const source = template.replaceAll(
    /\{([^}]*)\}|[.*+?^${}()|[\]\\]/g,
    (found, name: string | undefined, at: number) => {
      if (name === undefined) return `\\${found}`;
      names.push(name);
      // FastAPI publishes `{path:path}`, which spans slashes, as `{path}`.
      return name === 'path' && at + found.length === template.length ? '(.*)' : '([^/]+)';
    },
  );
  // Python's `$` also matches before a trailing line feed.
  return { pattern: new RegExp(`^${source}\\n?$`), names };
}

const HOST =
  /^(?:[\w.~%!$&'()*+,;=-]+|\[(?:([\da-f]*:[\da-f.:]+)|v[\da-f]+\.[\w.~!$&'()*+,;=:-]+)\])(?::0*(\d{1,5}))?$/i;

/** Returns whether a `host` header is valid for Starlette. Another one would make a `location` that clients misread. */
export function isHost(header: unknown): header is string {
  if (typeof header !== 'string') return false;
  const [found, ipv6, port = '0'] = HOST.exec(header) ?? [];
  return (
    found !== undefined && Number(port) <= 65_535 && (ipv6 === undefined || parseUrl(`http://[${ipv6}]/`) !== undefined)
  );
}

/** The characters that Starlette escapes in a redirect's `location`. */
const ESCAPED = /[^A-Za-z0-9\-._~:/%#?=@[\]!$&'()*+,;]/gu;

/** Returns a redirect's `location` with invalid characters percent-encoded. */
export function encodeLocation(url: string): string {
  return url.toWellFormed().replaceAll(ESCAPED, (character) => encodeURIComponent(character));
}
