import type { Contract } from '../contract/contract.ts';
import { suggestName } from '../control/nearest-name.ts';
import { MockError } from '../mock-error.ts';
import { createRandom } from '../samples/random.ts';
import type { WriteAccess } from './list-contract-cases.ts';
import { listContractCases } from './list-contract-cases.ts';
import { listCorsCases } from './list-cors-cases.ts';
import { listErrorCases } from './list-error-cases.ts';
import { listHealthCases } from './list-health-cases.ts';
import { listRuleCases } from './list-rule-cases.ts';
import { listStateCases } from './list-state-cases.ts';
import { selectOperations } from './operation-filter.ts';
import type { ServerClock } from './server-clock.ts';
import type { VerifyCase } from './verify-case.ts';
import type { VerifyData } from './verify-data.ts';

export interface PlanOptions {
  readonly contract: Contract;
  readonly data: VerifyData;
  readonly access: WriteAccess;
  /** Globs; all operations if empty. */
  readonly operations: readonly string[];
  /** The only case to run, with the steps before it. */
  readonly caseId?: string | undefined;
  /** Whether the server must refuse unknown events. */
  readonly isStrict: boolean;
  readonly clock: ServerClock;
  /** Chooses the trackers and events that requests name. */
  readonly seed: string;
  /** The origin of a page that must be able to use the API; undefined to leave CORS out. */
  readonly origin?: string | undefined;
  /** The names of the headers of the run. */
  readonly headerNames: readonly string[];
  readonly hasHealth: boolean;
}

/**
 * Lists the cases of a run.
 *
 * @throws {MockError} `option-invalid` if no operation matches, or there is no such case
 */
export function planVerify(options: PlanOptions): VerifyCase[] {
  const { contract, data, access, operations, caseId, isStrict, clock, origin } = options;
  const selected = selectOperations(contract, operations);
  const drawn = drawData(data, options.seed);
  const ofApi = [
    ...listContractCases(contract, drawn, access, selected),
    ...listRuleCases(contract, data, drawn),
    ...listErrorCases(contract, access),
    ...listStateCases(contract, data, access, isStrict, clock),
  ];
  // A sequence belongs to the operation that it begins with.
  const first = new Map(ofApi.toReversed().map((one) => [one.sequence, one.operation]));
  const cases = [
    ...ofApi.filter(({ sequence, operation }) => {
      const name = sequence === undefined ? operation : (first.get(sequence) ?? operation);
      return operations.length === 0 || selected.has(name);
    }),
    ...(origin === undefined ? [] : listCorsCases(contract, origin, options.headerNames, selected)),
    ...(options.hasHealth ? listHealthCases() : []),
  ];
  if (caseId === undefined) return cases;
  const wanted = cases.find(({ id }) => id === caseId);
  if (wanted === undefined) {
    const hint =
      access.trackers.length === 0 ? ' Give the options of the run that showed it, such as --write and --tracker.' : '';
    throw new MockError(
      'option-invalid',
      `Failed to find the case ${JSON.stringify(caseId)}: ${suggestName(caseId, [...cases.map(({ id }) => id).slice(0, 3), '…'])}${hint}`,
    );
  }
  if (wanted.sequence === undefined) return [wanted];
  const steps = cases.filter(({ sequence }) => sequence === wanted.sequence);
  return steps.slice(0, steps.indexOf(wanted) + 1);
}

function drawData(data: VerifyData, seed: string): VerifyData {
  const random = createRandom(seed);
  const shuffle = <T>(items: readonly T[]): T[] =>
    items
      .map((item) => ({ item, key: random() }))
      .toSorted((a, b) => a.key - b.key)
      .map(({ item }) => item);
  return { ...data, trackers: shuffle(data.trackers), events: shuffle(data.events) };
}
