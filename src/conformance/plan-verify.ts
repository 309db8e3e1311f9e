import type { Contract } from '../contract/contract.ts';
import { suggestName } from '../control/nearest-name.ts';
import { MockError } from '../mock-error.ts';
import type { WriteAccess } from './list-contract-cases.ts';
import { listContractCases } from './list-contract-cases.ts';
import { listErrorCases } from './list-error-cases.ts';
import { listRuleCases } from './list-rule-cases.ts';
import { listStateCases } from './list-state-cases.ts';
import { selectOperations } from './operation-filter.ts';
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
}

/**
 * Lists the cases of a run.
 *
 * @throws {MockError} `option-invalid` if no operation matches, or there is no such case
 */
export function planVerify({ contract, data, access, operations, caseId, isStrict }: PlanOptions): VerifyCase[] {
  const selected = selectOperations(contract, operations);
  const all = [
    ...listContractCases(contract, data, access, selected),
    ...listRuleCases(contract, data),
    ...listErrorCases(contract, access),
    ...listStateCases(contract, data, access, isStrict),
  ];
  // A sequence belongs to the operation that it begins with.
  const first = new Map(all.toReversed().map((one) => [one.sequence, one.operation]));
  const cases = all.filter(({ sequence, operation }) => {
    const name = sequence === undefined ? operation : (first.get(sequence) ?? operation);
    return operations.length === 0 || selected.has(name);
  });
  if (caseId === undefined) return cases;
  const wanted = cases.find(({ id }) => id === caseId);
  if (wanted === undefined) {
    const hint = access.trackers.length === 0 ? ' Cases that update a tracker need --write and --tracker.' : '';
    throw new MockError(
      'option-invalid',
      `Failed to find the case ${JSON.stringify(caseId)}: ${suggestName(caseId, [...cases.map(({ id }) => id).slice(0, 3), '…'])}${hint}`,
    );
  }
  if (wanted.sequence === undefined) return [wanted];
  const steps = cases.filter(({ sequence }) => sequence === wanted.sequence);
  return steps.slice(0, steps.indexOf(wanted) + 1);
}
