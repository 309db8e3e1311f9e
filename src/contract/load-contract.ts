import { default as addFormats } from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { RE2JS } from 're2js';
import { createAjvCompiler } from './ajv-compiler.ts';
import type { Formats } from './ajv-compiler.ts';
import type { Contract } from './contract.ts';
import { createContract } from './contract.ts';

/**
 * Loads an OpenAPI 3.1 document as a contract, compiling its schemas with ajv immediately.
 *
 * @throws {MockError} `contract-invalid` with the JSON pointer of the first part that cannot be served
 */
export function loadContract(parsed: unknown, formats?: Formats): Contract {
  const modules = { Ajv2020, addFormats: addFormats.default, loadRe2: () => RE2JS };
  return createContract(parsed, (document, source) => createAjvCompiler(modules, document, formats, source));
}
