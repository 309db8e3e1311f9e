import { checkInput } from '../control/check-input.ts';
import type { Coverage, CoverageFilter, CoveragePart } from '../control/control-types.ts';
import type { TrackerMock } from '../mock/tracker-mock.ts';
import { listContractParts } from './contract-parts.ts';
import { countCoverage } from './coverage-summary.ts';
import type { CoverageElement } from './element.ts';
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
  const { operations, shared } = await listContractParts(mock.contract, nextTurn);
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
  const all = [...operations.values(), ...shared.map(({ parts }) => parts)].flat();
  const count = (elements: readonly CoverageElement[]): CoveragePart[] =>
    elements.map(({ key, kind, label, pointer }) => ({ key, kind, label, pointer, count: hits.get(key)?.count ?? 0 }));
  return {
    requests,
    totals: countCoverage(all, hits).map(({ kind, covered, total }) => ({ kind, covered, total })),
    operations: [...operations].map(([operation, elements]) => ({ operation, parts: count(elements) })),
    shared: shared.map((group) => ({ ...group, operations: [...group.operations], parts: count(group.parts) })),
  };
}

/** Waits until other work had its turn. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve));
}
