import { default as addFormats } from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { AjvModules, Formats } from './ajv-compiler.ts';
import { createAjvCompiler } from './ajv-compiler.ts';
import type { Contract } from './contract.ts';
import { createContract } from './contract.ts';
import type { ContractDocument } from './document.ts';
import type { CompileSchema } from './schema.ts';

/** ajv, loaded with this file. */
const AJV: AjvModules = { Ajv2020, addFormats: addFormats.default };

/**
 * An OpenAPI 3.1 document as a contract, compiled by ajv here and now.
 *
 * @throws {MockError} `contract-invalid` with the JSON pointer of the first thing that cannot be served
 */
export function loadContract(parsed: unknown, formats?: Formats): Contract {
  return createContract(parsed, (document) => createAjvCompiler(AJV, document, formats));
}

/** A compiler for a document that is not a contract to serve. */
export function createCompiler(document: ContractDocument): CompileSchema {
  return createAjvCompiler(AJV, document);
}
