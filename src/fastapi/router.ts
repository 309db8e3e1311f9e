/** One route, as FastAPI keeps them: one method and one path template each. */
export interface Route<T> {
  /** Upper case. */
  readonly method: string;
  /** `/tracker/{tracker_id}`. */
  readonly path: string;
  readonly target: T;
  /** What `allow` names where no route of the path has the method; the method where it is not said. */
  readonly allow?: string;
}

export type RouteMatch<T> =
  | { readonly kind: 'matched'; readonly target: T; readonly parameters: Readonly<Record<string, string>> }
  | { readonly kind: 'method-not-allowed'; /** For the `allow` header. */ readonly allow: string }
  | {
      readonly kind: 'redirect';
      /** The other spelling of the path, decoded. */ readonly path: string;
    }
  | { readonly kind: 'not-found' };

export interface Router<T> {
  /** @param path decoded, without the query */
  find(method: string, path: string): RouteMatch<T>;
}

/**
 * Routes a request as Starlette does: the path is decoded before, so `%2F` separates segments; the first matching route wins; if only the
 * method differs, `allow` names the first such route's method; a path that matches with a slash more or less at its end is redirected.
 *
 * Source: Starlette's `Router` and `Route`, and recorded answers.
 */
export function createRouter<T>(routes: readonly Route<T>[]): Router<T> {
  const compiled = routes.map((route) => ({ ...route, ...compilePath(route.path) }));

  return {
    find(method, path) {
      let other: Route<T> | undefined;
      for (const route of compiled) {
        // Of routes of another method only the first one that fits is asked for.
        if (route.method !== method && other !== undefined) continue;
        const match = route.pattern.exec(path);
        if (match === null) continue;
        if (route.method === method) {
          return { kind: 'matched', target: route.target, parameters: toParameters(route.names, match) };
        }
        other = route;
      }
      if (other !== undefined) return { kind: 'method-not-allowed', allow: other.allow ?? other.method };
      const neighbour = path.endsWith('/') ? withoutEndSlashes(path) : `${path}/`;
      return path !== '/' && compiled.some(({ pattern }) => pattern.test(neighbour))
        ? { kind: 'redirect', path: neighbour }
        : { kind: 'not-found' };
    },
  };
}

function toParameters(names: readonly string[], match: readonly string[]): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [index, name] of names.entries()) parameters[name] = match[index + 1] ?? '';
  return parameters;
}

/** Not by an expression, which would begin anew at each slash of a long row in the middle of a path. */
function withoutEndSlashes(path: string): string {
  let end = path.length;
  while (end > 0 && path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}

function compilePath(template: string): { pattern: RegExp; names: readonly string[] } {
  const names: string[] = [];
  const source = template.replaceAll(/\{([^}]*)\}|[.*+?^${}()|[\]\\]/g, (found, name: string | undefined) => {
    if (name === undefined) return `\\${found}`;
    names.push(name);
    return '([^/]+)';
  });
  // Python's `$` also matches before a line feed at the very end.
  return { pattern: new RegExp(`^${source}\\n?$`), names };
}

const HOST =
  /^(?:[\w.~%!$&'()*+,;=-]+|\[(?:([\da-f]*:[\da-f.:]+)|v[\da-f]+\.[\w.~!$&'()*+,;=:-]+)\])(?::0*(\d{1,5}))?$/i;

/** Whether Starlette takes a `host` header for one. It would put any other into a `location` where a client reads it as something else. */
export function isHost(header: unknown): header is string {
  if (typeof header !== 'string') return false;
  const [found, ipv6, port = '0'] = HOST.exec(header) ?? [];
  return found !== undefined && Number(port) <= 65_535 && (ipv6 === undefined || URL.canParse(`http://[${ipv6}]/`));
}

/** What Starlette leaves as it is when it writes a redirect's `location`. */
const KEPT = /[^A-Za-z0-9\-._~:/%#?=@[\]!$&'()*+,;]/gu;

/** A redirect's `location`, with what may not stand in a URL percent-encoded. */
export function encodeLocation(url: string): string {
  return url.toWellFormed().replaceAll(KEPT, (character) => encodeURIComponent(character));
}
