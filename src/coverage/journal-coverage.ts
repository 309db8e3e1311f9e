import type { Contract } from '../contract/contract.ts';
import { toOperationName } from '../contract/operation.ts';
import { checkInput } from '../control/check-input.ts';
import type { Coverage, CoverageFilter } from '../control/control-types.ts';
import type { TrackerMock } from '../mock/tracker-mock.ts';
import { countCoverage } from './coverage-summary.ts';
import type { CoverageElement } from './element.ts';
import { listElements } from './list-elements.ts';
import { createTally } from './tally.ts';

/** How many exchanges are looked at before other work has its turn. */
const PER_TURN = 50;

/**
 * Measures what of the contract the exchanges in the journals cover. Nothing is kept for it, so it costs nothing until it is asked for.
 *
 * @throws {MockError} `admin-request-invalid`
 */
export async function measureCoverage(mock: TrackerMock, filter: CoverageFilter): Promise<Coverage> {
  checkInput('CoverageFilter', filter, 'measure the coverage');
  const operations = await listOperationElements(mock.contract);
  const tally = createTally(mock.contract);
  let requests = 0;
  const names = filter.session === undefined ? mock.sessions.list().map(({ name }) => name) : [filter.session];
  for (const name of names) {
    for (const exchange of mock.sessions.exchanges(name)) {
      tally.add(exchange);
      requests += 1;
      if (requests % PER_TURN === 0) await nextTurn();
    }
  }

  const hits = tally.hits();
  return {
    requests,
    totals: countCoverage([...operations.values()].flat(), hits).map(({ kind, covered, total }) => ({
      kind,
      covered,
      total,
    })),
    operations: [...operations].map(([operation, elements]) => ({
      operation,
      parts: elements.map(({ key, kind, label, pointer }) => ({
        key,
        kind,
        label,
        pointer,
        count: hits.get(key)?.count ?? 0,
      })),
    })),
  };
}

const listed = new WeakMap<Contract, ReadonlyMap<string, readonly CoverageElement[]>>();

/** Returns what can be covered by the operation that has it first. Listed once for each contract, which takes a moment. */
export async function listOperationElements(
  contract: Contract,
): Promise<ReadonlyMap<string, readonly CoverageElement[]>> {
  const known = listed.get(contract);
  if (known !== undefined) return known;
  const seen = new Set<string>();
  const byOperation = new Map<string, readonly CoverageElement[]>();
  for (const operation of contract.operations) {
    const elements = listElements({ ...contract, operations: [operation] }).filter(({ key }) => !seen.has(key));
    for (const { key } of elements) seen.add(key);
    byOperation.set(toOperationName(operation), elements);
    await nextTurn();
  }
  listed.set(contract, byOperation);
  return byOperation;
}

/** Waits until other work had its turn. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve));
}
