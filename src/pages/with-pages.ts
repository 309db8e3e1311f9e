import type { Contract } from '../contract/contract.ts';
import type { Result } from '../exchange/result.ts';
import { toJsonResult } from '../exchange/result.ts';
import type { Router } from '../fastapi/router.ts';
import type { RouteHandler, RunContext } from '../operations/operation-handler.ts';
import { createFixedHandler } from '../operations/operation-handler.ts';
import type { Profile } from '../operations/profile.ts';
import { acceptsHtml } from './accept.ts';
import { toApiPage } from './api-page.ts';
import { introduce } from './introduction.ts';

/**
 * Adds the mock's own pages to a router, for `GET` and `HEAD`. They are no part of the contract: a path that the contract has in any way is
 * answered by the contract (docs/decisions/0010).
 *
 * With the profile `deployed` a browser alone sees them; everything else gets the 404 that the deployed server sends.
 */
export function withPages(router: Router<RouteHandler>, contract: Contract, profile: Profile): Router<RouteHandler> {
  let apiPage: Result | undefined;
  const pages: ReadonlyMap<string, RouteHandler> = new Map([
    ['/', toRoute(profile, (context) => introduce(contract, profile, context))],
    // Made when it is first requested, since most runs never show it.
    ['/docs', toRoute(profile, () => (apiPage ??= toApiPage(contract.document)))],
    // Browsers request it for any page, and nobody misses it: neither found nor a mistake of the client.
    ['/favicon.ico', createFixedHandler(() => (profile === 'deployed' ? NOT_FOUND : NO_CONTENT))],
  ]);
  return {
    find(method, path) {
      const match = router.find(method, path);
      if (match.kind !== 'not-found' || (method !== 'GET' && method !== 'HEAD')) return match;
      const endpoint = pages.get(path);
      return endpoint === undefined ? match : { kind: 'matched', endpoint, parameters: {} };
    },
  };
}

const NO_CONTENT: Result = { status: 204, value: undefined, body: '' };
const NOT_FOUND: Result = toJsonResult(404, { detail: 'Not Found' });

/** Returns the handler of a page. */
function toRoute(profile: Profile, toPage: (context: RunContext) => Result): RouteHandler {
  return createFixedHandler((context) => {
    const { method, headers } = context.request;
    const isHidden = profile === 'deployed' && !(method === 'GET' && acceptsHtml(headers));
    return isHidden ? NOT_FOUND : toPage(context);
  });
}
