import type { Contract } from '../contract/contract.ts';
import { toOperationName } from '../contract/operation.ts';
import { findKind } from './verify-data.ts';

/** Returns why a run has no case although `--operations` selects operations. */
export function explainNoCase(contract: Contract, selected: ReadonlySet<string>, isWriting: boolean): string {
  const update = findKind(contract, 'update');
  const name = update === undefined ? '' : toOperationName(update);
  return !isWriting && selected.has(name)
    ? `${name} is sent only with --write and --tracker`
    : 'verify does not send the operations that --operations selects, since what they change cannot be put back';
}
