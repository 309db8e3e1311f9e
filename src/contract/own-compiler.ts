import { default as addFormats } from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { AjvModules } from './ajv-compiler.ts';
import { createAjvCompiler } from './ajv-compiler.ts';
import type { ContractDocument } from './document.ts';
import type { CompileSchema } from './schema.ts';

/** ajv, loaded with this file. */
export const AJV: Omit<AjvModules, 'loadRe2'> = { Ajv2020, addFormats: addFormats.default };

/** A compiler for a document of the mock's own. Such a document has no pattern, so what those need is not loaded with this file. */
export function createOwnCompiler(document: ContractDocument): CompileSchema {
  const loadRe2 = (): never => {
    throw new Error("the mock's own documents have no patterns");
  };
  return createAjvCompiler({ ...AJV, loadRe2 }, document);
}
