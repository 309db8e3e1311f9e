import { listOperationCases } from '../cases/generate-cases.ts';
import { createSampler } from '../cases/sample-values.ts';
import type { Operation } from '../contract/operation.ts';
import type { Exchange, MockRequest } from '../exchange/exchange.ts';
import type { TrackerMock } from '../mock/tracker-mock.ts';
import { createExchangeToucher } from './touch-exchange.ts';

/** A request that was tried, and covers what a run did not. */
export type TriedRequest = Pick<Exchange, 'request' | 'operation'>;

/** Each attempt has a world of its own, so that it does not depend on those before it. */
const SESSION = 'coverage';

/**
 * Returns requests that would cover the parts that a run did not, by the parts' keys: the generated requests of `src/cases`, and those that
 * ask for a status with `Prefer`. Each was sent to the mock, and covered the part there. A part for which none is found is left out.
 *
 * @param mock a mock in the state that tests start with, which nobody else uses
 * @param known values of path parameters that exist in its world, by name
 */
export function findRequests(
  mock: TrackerMock,
  gaps: ReadonlySet<string>,
  known: Readonly<Record<string, string>>,
): ReadonlyMap<string, TriedRequest> {
  const found = new Map<string, TriedRequest>();
  const touch = createExchangeToucher(mock.contract);
  const sampler = createSampler(mock.contract);
  const stop = mock.onExchange((exchange) => {
    const { operation } = exchange;
    const request = { ...exchange.request, target: exchange.target };
    for (const key of touch(exchange)) {
      if (gaps.has(key) && !found.has(key)) found.set(key, { request, operation });
    }
  });
  for (const operation of mock.contract.operations) {
    for (const request of listRequests(operation, listOperationCases(operation, sampler, known))) {
      if (found.size === gaps.size) break;
      mock.handle({ ...request, target: `/__session/${SESSION}${request.target}` });
      mock.sessions.delete(SESSION);
    }
  }
  stop();
  return found;
}

/** Lists requests that the mock answers by itself, then those that ask for a status: no other request may lead to it. */
function listRequests(operation: Operation, cases: readonly { readonly request: MockRequest }[]): MockRequest[] {
  const requests = cases.map(({ request }) => request);
  const base = requests.slice(0, 1);
  const statuses = [...operation.responses.keys()].filter((status) => /^\d+$/.test(status));
  return [
    ...requests,
    ...base.flatMap((request) =>
      statuses.map((status) => ({ ...request, headers: { ...request.headers, prefer: `code=${status}` } })),
    ),
  ];
}
