import type { Contract } from '../contract/contract.ts';
import { toOperationName } from '../contract/operation.ts';
import { suggestName } from '../control/nearest-name.ts';
import { MockError } from '../mock-error.ts';

/**
 * Returns the names of the operations that globs select, all without globs. A glob matches `GET /tracker`, or the path, or the operation's id
 * of the contract; `*` stands for any text.
 *
 * @throws {MockError} `option-invalid` if a glob selects none
 */
export function selectOperations({ operations }: Contract, globs: readonly string[]): ReadonlySet<string> {
  const named = operations.map((operation) => ({
    name: toOperationName(operation),
    texts: [toOperationName(operation), operation.path, operation.id],
  }));
  if (globs.length === 0) return new Set(named.map(({ name }) => name));
  return new Set(
    globs.flatMap((glob) => {
      const pattern = toPattern(glob);
      const selected = named.filter(({ texts }) => texts.some((text) => pattern.test(text)));
      if (selected.length > 0) return selected.map(({ name }) => name);
      const known = named.map(({ name, texts: [, path = ''] }) => (glob.includes(' ') ? name : path));
      throw new MockError(
        'option-invalid',
        `Failed to select operations: ${JSON.stringify(glob)} matches none of the contract: ${suggestName(glob, [...new Set(known)])}`,
      );
    }),
  );
}

function toPattern(glob: string): RegExp {
  const parts = glob.split(/\*+/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}
