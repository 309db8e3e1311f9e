import type { Result } from '../exchange/result.ts';
import type { RouteMatch, Router } from '../fastapi/router.ts';
import type { RouteHandler } from './operation-handler.ts';
import { createFixedHandler } from './operation-handler.ts';

/** Python's `json.dumps`, with which the backend writes these, puts a space after colons and commas. */
const LIVE = '{"status": "ok"}';
const READY =
  '{"status": "ok", "checks": {"postgres": {"healthy": true}, "redis": {"healthy": true}, "mongodb": {"healthy": true}}}';

/** The mock has no database, so its checks are always healthy. */
const BODIES: ReadonlyMap<string, string> = new Map([
  ['/healthz', LIVE],
  ['/readyz', READY],
  ['/healthcheck', READY],
]);

/** The paths of the health checks. */
export const HEALTH_CHECKS: readonly string[] = [...BODIES.keys()];

/** @param path decoded, without the query */
export function isHealthCheck(path: string): boolean {
  return BODIES.has(path);
}

/**
 * Answers health checks before a router sees them: no other method, no redirect, no CORS.
 *
 * Source: the Agentex backend's health interceptor, which wraps its app, and recorded replies.
 *
 * @param hasHead whether `HEAD` is answered as well, which the backend refuses and readiness tools send
 */
export function withHealthChecks(router: Router<RouteHandler>, hasHead: boolean): Router<RouteHandler> {
  return {
    find(method, path) {
      const body = BODIES.get(path);
      if (body === undefined) return router.find(method, path);
      const isAllowed = method === 'GET' || (hasHead && method === 'HEAD');
      return toMatch(isAllowed ? { status: 200, value: undefined, body } : NOT_ALLOWED);
    },
  };
}

const NOT_ALLOWED: Result = { status: 405, value: undefined, body: '', headers: { allow: 'GET' } };

function toMatch(result: Result): RouteMatch<RouteHandler> {
  const endpoint = createFixedHandler(() => ({ ...result, isOutsideCors: true }));
  return { kind: 'matched', endpoint, parameters: {} };
}
