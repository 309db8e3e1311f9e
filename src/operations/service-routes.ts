import type { Contract } from '../contract/contract.ts';
import type { Route } from '../fastapi/router.ts';
import type { RouteHandler } from './operation-handler.ts';
import { createFixedHandler } from './operation-handler.ts';

/** Returns the server's routes besides the contract's operations: the contract itself. */
export function createServiceRoutes(contract: Contract): Route<RouteHandler>[] {
  let body: string | undefined;
  const endpoint = createFixedHandler(() => {
    // Written when it is first asked for: the whole document takes longer than the rest of a start.
    body ??= JSON.stringify(contract.document);
    return { status: 200, value: undefined, body };
  });
  return [
    // A Starlette route, which answers HEAD, unlike FastAPI's.
    { method: 'GET', path: '/openapi.json', allow: 'GET, HEAD', endpoint },
    { method: 'HEAD', path: '/openapi.json', endpoint },
  ];
}
