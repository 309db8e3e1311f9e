import type { ContractDocument } from '../contract/document.ts';
import type { Route } from '../fastapi/router.ts';
import type { RouteHandler } from './operation-handler.ts';
import { createFixedHandler } from './operation-handler.ts';

/** Python's `json.dumps`, with which the backend writes these, puts a space behind colons and commas. */
const LIVE = '{"status": "ok"}';
const READY =
  '{"status": "ok", "checks": {"postgres": {"healthy": true}, "redis": {"healthy": true}, "mongodb": {"healthy": true}}}';

/**
 * The server's routes beside the contract's operations: the contract itself, liveness and readiness.
 *
 * Source: the Agentex backend's health interceptor. The mock has no database, so its checks are always healthy.
 */
export function createServiceRoutes(document: ContractDocument): Route<RouteHandler>[] {
  const text = JSON.stringify(document);
  const answer = (body: string): RouteHandler => createFixedHandler(() => ({ status: 200, value: undefined, body }));
  return [
    // A route of Starlette's own, which answers HEAD where FastAPI's do not.
    { method: 'GET', path: '/openapi.json', allow: 'GET, HEAD', target: answer(text) },
    { method: 'HEAD', path: '/openapi.json', target: answer(text) },
    { method: 'GET', path: '/healthz', target: answer(LIVE) },
    { method: 'GET', path: '/readyz', target: answer(READY) },
    { method: 'GET', path: '/healthcheck', target: answer(READY) },
  ];
}
