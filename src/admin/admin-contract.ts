import type { Contract } from '../contract/contract.ts';
import { loadDocument } from '../contract/document.ts';
import { loadOperations } from '../contract/operation.ts';
import { createOwnCompiler } from '../contract/own-compiler.ts';
import type { CompileSchema } from '../contract/schema.ts';
import { createSchemas } from '../contract/schema.ts';
import { ADMIN_DOCUMENT } from './admin-document.ts';

let loaded: Contract | undefined;

/**
 * The control API's document as a contract, once for all mocks of the process. Its schemas are compiled when they are first used: to
 * compile them all takes longer than most runs that use a few of them, and a test makes sure that each one can be.
 */
export function loadAdminContract(): Contract {
  if (loaded === undefined) {
    const document = loadDocument(ADMIN_DOCUMENT);
    const schemas = createSchemas(document, toLazy(createOwnCompiler(document)));
    loaded = { document, schemas, operations: loadOperations(schemas) };
  }
  return loaded;
}

function toLazy(compile: CompileSchema): CompileSchema {
  return (pointer) => {
    let check: ReturnType<CompileSchema> | undefined;
    return (value) => {
      check ??= compile(pointer);
      return check(value);
    };
  };
}
