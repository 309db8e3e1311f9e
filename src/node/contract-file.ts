import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';
import { createAjvCompiler } from '../contract/ajv-compiler.ts';
import type { Contract } from '../contract/contract.ts';
import { createContract } from '../contract/contract.ts';
import type { ContractDocument } from '../contract/document.ts';
import type { CompileSchema } from '../contract/schema.ts';
import { MockError } from '../mock-error.ts';
import { PYDANTIC_FORMATS } from '../pydantic/formats.ts';
import { loadAjv } from './load-ajv.ts';
import { readJsonFile, toReadFailure } from './read-json.ts';
import { readRegularFile } from './read-regular-file.ts';

/**
 * Loads a contract from a JSON or YAML file.
 *
 * @throws {MockError} `contract-invalid` if the file cannot be read or the contract cannot be served
 */
export function loadContractFile(path: string, maxFileSize: number): Contract {
  const document = /\.ya?ml$/i.test(path) ? readYaml(path, maxFileSize) : readJson(path, maxFileSize);
  return nameContract(path, () => createContract(document, createNodeCompiler));
}

/** Calls a function and adds the file's name to the message of a `contract-invalid` error. */
export function nameContract<T>(path: string, load: () => T): T {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof MockError) || error.code !== 'contract-invalid') throw error;
    const message = error.message.replace('the contract:', () => `the contract ${JSON.stringify(path)}:`);
    throw new MockError(error.code, message, error.problems, { cause: error });
  }
}

/** Creates a compiler for any document: ajv with pydantic's formats. */
export function createNodeCompiler(document: ContractDocument, source: ContractDocument): CompileSchema {
  return createAjvCompiler(loadAjv(), document, PYDANTIC_FORMATS, source);
}

function readJson(path: string, maxFileSize: number): unknown {
  const file = readJsonFile(path, maxFileSize);
  if (file.ok) return file.value;
  throw toFileError(
    path,
    `${file.reason}. Give an OpenAPI 3.1 document in JSON, or in YAML in a file that ends in .yaml`,
  );
}

function readYaml(path: string, maxFileSize: number): unknown {
  let text: string;
  try {
    text = readRegularFile(path, maxFileSize).toString('utf8');
  } catch (error) {
    throw toFileError(path, toReadFailure(error));
  }
  // Loaded only for YAML, to keep the start from JSON fast.
  const { parse } = createRequire(import.meta.url)('yaml') as typeof Yaml;
  try {
    return parse(text, { maxAliasCount: 100, merge: true });
  } catch (error) {
    throw toFileError(path, `is not YAML: ${(error as Error).message.replace(/:?\n[^]*$/, '')}`);
  }
}

function toFileError(path: string, reason: string): MockError {
  return new MockError('contract-invalid', `Failed to load the contract ${JSON.stringify(path)}: it ${reason}.`);
}
