import type { ContractDocument } from '../contract/document.ts';
import type { Answer } from '../exchange/answer.ts';
import type { Route } from '../fastapi/router.ts';

/** Answers a request that is no operation of the contract. */
export type ServiceRoute = () => Answer;

/** Python's `json.dumps`, with which the backend writes these, puts a space behind colons and commas. */
const LIVE = '{"status": "ok"}';
const READY =
  '{"status": "ok", "checks": {"postgres": {"healthy": true}, "redis": {"healthy": true}, "mongodb": {"healthy": true}}}';

/**
 * What the server answers beside its operations: the contract, liveness and readiness.
 *
 * Source: the Agentex backend's health interceptor. The mock has no database: its checks are always healthy.
 */
export function createServiceRoutes(document: ContractDocument): Route<ServiceRoute>[] {
  const text = JSON.stringify(document);
  const answer =
    (body: string): ServiceRoute =>
    () => ({ status: 200, value: undefined, text: body });
  return [
    // A route of Starlette's own, which answers HEAD where FastAPI's do not.
    { method: 'GET', path: '/openapi.json', allow: 'GET, HEAD', target: answer(text) },
    { method: 'HEAD', path: '/openapi.json', target: answer(text) },
    { method: 'GET', path: '/healthz', target: answer(LIVE) },
    { method: 'GET', path: '/readyz', target: answer(READY) },
    { method: 'GET', path: '/healthcheck', target: answer(READY) },
  ];
}
