import type { Contract } from '../contract/contract.ts';
import type { Operation } from '../contract/operation.ts';
import type { MockRequest } from '../exchange/exchange.ts';
import { parseTarget } from '../exchange/incoming-request.ts';
import { createRouter } from '../fastapi/router.ts';
import { unquote } from '../python/unquote.ts';

/** The operation of a request, and the values of the parameters in its path. */
export interface FoundOperation {
  readonly operation: Operation;
  readonly parameters: Readonly<Record<string, string>>;
}

export type FindOperation = (request: Pick<MockRequest, 'method' | 'target'>) => FoundOperation | undefined;

/** Returns a function that finds the operation of a request; undefined if the contract has none. */
export function createOperationFinder({ operations }: Contract): FindOperation {
  const router = createRouter(
    operations.map((endpoint) => ({ method: endpoint.method, path: endpoint.path, endpoint })),
  );
  return ({ method, target }) => {
    const match = router.find(method, unquote(parseTarget(target).path));
    return match.kind === 'matched' ? { operation: match.endpoint, parameters: match.parameters } : undefined;
  };
}
