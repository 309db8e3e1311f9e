import type { Contract } from '../contract/contract.ts';
import type { Result } from '../exchange/result.ts';
import type { Route } from '../fastapi/router.ts';
import type { RouteHandler } from './operation-handler.ts';
import { createFixedHandler } from './operation-handler.ts';

/** Returns the server's routes besides the contract's operations: the contract itself. */
export function createServiceRoutes(contract: Contract): Route<RouteHandler>[] {
  let reply: Result | undefined;
  // Written when it is first asked for: the whole document takes longer than the rest of a start.
  const endpoint = createFixedHandler(() => (reply ??= toDocumentResult(contract)));
  return [
    // A Starlette route, which answers HEAD, unlike FastAPI's.
    { method: 'GET', path: '/openapi.json', allow: 'GET, HEAD', endpoint },
    { method: 'HEAD', path: '/openapi.json', endpoint },
  ];
}

/** Returns the document as bytes that all replies share. As text, each reply to a client that does not read would have a copy of its own. */
function toDocumentResult({ document }: Contract): Result {
  const body = JSON.stringify(document);
  const headers = { 'content-type': 'application/json' };
  return { status: 200, value: undefined, body, headers, content: new TextEncoder().encode(body), isKept: true };
}
