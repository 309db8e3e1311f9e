import { walkDocument } from './document-walk.ts';
import type { ContractDocument } from './document.ts';
import { contractError, isObject } from './document.ts';
import { toPointer } from './json-pointer.ts';

/**
 * Refuses fields called `__proto__`, which ajv skips, so they would not be validated.
 *
 * @throws {MockError} `contract-invalid` with the pointer of the field
 */
export function checkNames(document: ContractDocument): void {
  walkDocument(document, (node, pointer) => {
    for (const keyword of ['properties', 'patternProperties']) {
      const fields = node[keyword];
      if (isObject(fields) && Object.hasOwn(fields, '__proto__')) {
        throw contractError(
          toPointer(pointer, keyword, '__proto__'),
          'names a field __proto__, which the mock cannot validate. Rename the field.',
        );
      }
    }
  });
}
