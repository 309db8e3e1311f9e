import type { Operation } from '../contract/operation.ts';
import { findSuccess } from '../contract/operation.ts';
import type { OperationKind } from './operation-kind.ts';
import { findOperationKind } from './operation-kind.ts';

/** How the mock answers an operation. */
export type OperationClass =
  /** With state, by the rules of the API. */
  | { readonly name: 'served'; readonly kind: OperationKind }
  /** Not at all: its success is a stream of events, which only a real server can send. */
  | { readonly name: 'stream' }
  /** By the contract, without state. */
  | { readonly name: 'rest' };

export function toOperationClass(operation: Operation): OperationClass {
  const kind = findOperationKind(operation);
  if (kind !== undefined) return { name: 'served', kind };
  return { name: findSuccess(operation).response?.isStream === true ? 'stream' : 'rest' };
}
