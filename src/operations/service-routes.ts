import type { ContractDocument } from '../contract/document.ts';
import type { Route } from '../fastapi/router.ts';
import type { RouteHandler } from './operation-handler.ts';
import { createFixedHandler } from './operation-handler.ts';

/** Returns the server's routes besides the contract's operations: the contract itself. */
export function createServiceRoutes(document: ContractDocument): Route<RouteHandler>[] {
  const body = JSON.stringify(document);
  const endpoint = createFixedHandler(() => ({ status: 200, value: undefined, body }));
  return [
    // A Starlette route, which answers HEAD, unlike FastAPI's.
    { method: 'GET', path: '/openapi.json', allow: 'GET, HEAD', endpoint },
    { method: 'HEAD', path: '/openapi.json', endpoint },
  ];
}
