import { toOperationName } from '../contract/operation.ts';
import type { CoveringRequest, CoveringRequests } from '../control/control-types.ts';
import { findNearestName } from '../control/nearest-name.ts';
import { MockError } from '../mock-error.ts';
import type { TrackerMock } from '../mock/tracker-mock.ts';
import type { TriedRequest } from './find-requests.ts';
import { findRequests } from './find-requests.ts';
import { listElements } from './list-elements.ts';
import { createScratchMock } from './scratch-mock.ts';

/** How much of the world the requests are tried on: enough for an id of each kind. */
const TRIED = 20;

/**
 * Finds requests that cover the parts of an operation, those that it shares with others too, by trying them on a mock of its own.
 *
 * @throws {MockError} `not-found` if the contract has no such operation
 */
export async function findCoveringRequests(mock: TrackerMock, name: string): Promise<CoveringRequests> {
  const { contract, profile } = mock;
  const operation = contract.operations.find((one) => toOperationName(one) === name);
  if (operation === undefined) throw toNotFound(name, contract.operations.map(toOperationName));

  const control = mock.session();
  const { trackers } = await control.trackers.list({ limit: TRIED });
  const events = await control.events.list({ limit: TRIED });
  const content = { trackers: trackers.map(({ tracker }) => tracker), events };
  const scratch = createScratchMock(contract, content, profile);
  const alone = { ...contract, operations: [operation] };
  const keys = new Set(listElements(alone).map(({ key }) => key));
  const found = findRequests({ ...scratch.mock, contract: alone }, keys, scratch.known);
  return { requests: toRequests(found) };
}

/** Lists each request once, with all that it was found for. */
function toRequests(found: ReadonlyMap<string, TriedRequest>): CoveringRequest[] {
  const byText = new Map<string, CoveringRequest & { readonly covers: string[] }>();
  for (const [key, { request }] of found) {
    const { method, target, body } = request;
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const made = { method, target, headers, body: new TextDecoder().decode(body) };
    const text = JSON.stringify(made);
    const known = byText.get(text) ?? { ...made, covers: [] };
    known.covers.push(key);
    byText.set(text, known);
  }
  return [...byText.values()];
}

function toNotFound(name: string, known: readonly string[]): MockError {
  const nearest = findNearestName(name, known);
  const advice = nearest === undefined ? '' : ` Did you mean ${JSON.stringify(nearest)}?`;
  return new MockError('not-found', `Operation ${JSON.stringify(name)} not found in the contract.${advice}`);
}
