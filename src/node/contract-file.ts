import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type * as Yaml from 'yaml';
import type { Contract } from '../contract/contract.ts';
import { loadContract } from '../contract/contract.ts';
import { PYDANTIC_FORMATS } from '../fastapi/pydantic-formats.ts';
import { MockError } from '../mock-error.ts';
import { readJsonFile, toReadFailure } from './read-json.ts';

/** The contract that the package brings. */
export const EMBEDDED_CONTRACT: string = fileURLToPath(new URL('../../openapi.json', import.meta.url));

let embedded: Contract | undefined;

/** The contract that the package brings. Compiled once a process, since a test suite makes many mocks and a contract never changes. */
export function loadEmbeddedContract(): Contract {
  embedded ??= loadContractFile(EMBEDDED_CONTRACT);
  return embedded;
}

/**
 * A contract from a file, JSON or YAML.
 *
 * @throws {MockError} `contract-invalid` where the file cannot be read or the contract cannot be served
 */
export function loadContractFile(path: string): Contract {
  const document = path.endsWith('.yaml') || path.endsWith('.yml') ? readYaml(path) : readJson(path);
  try {
    return loadContract(document, PYDANTIC_FORMATS);
  } catch (error) {
    if (!(error instanceof MockError)) throw error;
    throw new MockError(
      error.code,
      error.message.replace('the contract:', `the contract ${JSON.stringify(path)}:`),
      error.problems,
      { cause: error },
    );
  }
}

function readJson(path: string): unknown {
  const file = readJsonFile(path);
  if (file.ok) return file.value;
  throw toFileError(
    path,
    `${file.reason}. Give an OpenAPI 3.1 document in JSON, or in YAML in a file that ends in .yaml`,
  );
}

function readYaml(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw toFileError(path, toReadFailure(error));
  }
  // Loaded here, since a start from JSON has no use for it.
  const { parse } = createRequire(import.meta.url)('yaml') as typeof Yaml;
  try {
    return parse(text, { maxAliasCount: 100 });
  } catch (error) {
    throw toFileError(path, `is not YAML: ${(error as Error).message.split('\n')[0] ?? ''}`);
  }
}

function toFileError(path: string, reason: string): MockError {
  return new MockError('contract-invalid', `Failed to load the contract ${JSON.stringify(path)}: it ${reason}.`);
}
