import type { Contract } from '../contract/contract.ts';
import { parsePointer, toPointer } from '../contract/json-pointer.ts';
import { toOperationName } from '../contract/operation.ts';
import type { CoverageElement } from './element.ts';
import { listElements } from './list-elements.ts';

/** What can be covered, each part once. */
export interface ContractParts {
  /** What each operation has for itself, by its name, in the contract's order. */
  readonly operations: ReadonlyMap<string, readonly CoverageElement[]>;
  /** What several operations have in common, in the order of the first operation of each. */
  readonly shared: readonly SharedParts[];
}

/** A component of the contract that several operations have in common: most often a schema. */
interface SharedParts {
  /** `AgentTaskTracker`. */
  readonly name: string;
  readonly pointer: string;
  /** The names of its operations. */
  readonly operations: readonly string[];
  readonly parts: readonly CoverageElement[];
}

const listed = new WeakMap<Contract, ContractParts>();

/**
 * Returns what can be covered, by the operations that have it. Listed once for each contract, which takes a moment.
 *
 * @param nextTurn waits until other work had its turn
 */
export async function listContractParts(contract: Contract, nextTurn: () => Promise<void>): Promise<ContractParts> {
  const known = listed.get(contract);
  if (known !== undefined) return known;
  const elements = new Map<string, CoverageElement>();
  const users = new Map<string, Set<string>>();
  for (const operation of contract.operations) {
    const name = toOperationName(operation);
    for (const element of listElements({ ...contract, operations: [operation] })) {
      if (!elements.has(element.key)) elements.set(element.key, element);
      const place = toPlace(element);
      users.set(place, (users.get(place) ?? new Set()).add(name));
    }
    await nextTurn();
  }
  const parts = splitParts(contract, [...elements.values()], users);
  listed.set(contract, parts);
  return parts;
}

function splitParts(
  contract: Contract,
  elements: readonly CoverageElement[],
  users: ReadonlyMap<string, ReadonlySet<string>>,
): ContractParts {
  const operations = new Map<string, CoverageElement[]>(contract.operations.map((one) => [toOperationName(one), []]));
  const shared = new Map<string, { readonly operations: Set<string>; readonly parts: CoverageElement[] }>();
  for (const element of elements) {
    const names = [...(users.get(toPlace(element)) ?? [])];
    const [first = ''] = names;
    if (names.length === 1) operations.get(first)?.push(element);
    else {
      const pointer = toOwner(element.pointer);
      const group = shared.get(pointer) ?? { operations: new Set(), parts: [] };
      shared.set(pointer, group);
      for (const name of names) group.operations.add(name);
      group.parts.push(element);
    }
  }
  return {
    operations,
    shared: [...shared].map(([pointer, group]) => ({
      name: parsePointer(pointer).at(-1) ?? '',
      pointer,
      operations: [...group.operations],
      parts: group.parts,
    })),
  };
}

/** Returns the place that an operation has as a whole, or not at all: a component, or the part itself. */
function toPlace({ pointer }: CoverageElement): string {
  return isInComponent(pointer) ? toOwner(pointer) : pointer;
}

function isInComponent(pointer: string): boolean {
  return pointer.startsWith('/components/');
}

/** Returns the pointer of the component, or of the path, that has a part. */
function toOwner(pointer: string): string {
  return toPointer('', ...parsePointer(pointer).slice(0, isInComponent(pointer) ? 3 : 2));
}
