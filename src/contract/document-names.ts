import { walkDocument } from './document-walk.ts';
import type { ContractDocument } from './document.ts';
import { contractError, isObject } from './document.ts';
import { toPointer } from './json-pointer.ts';

/**
 * Refuses fields called `__proto__`, which ajv passes over: a contract that has one would not be kept.
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
          'names a field __proto__, which the mock does not check. Give the field another name.',
        );
      }
    }
  });
}
