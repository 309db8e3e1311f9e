import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createAjvCompiler } from '../contract/ajv-compiler.ts';
import type { Contract } from '../contract/contract.ts';
import { createCheckedContract } from '../contract/contract.ts';
import type { ContractDocument } from '../contract/document.ts';
import { toPlainDocument } from '../contract/plain-document.ts';
import type { CompileSchema } from '../contract/schema.ts';
import { PYDANTIC_FORMATS } from '../pydantic/formats.ts';
import { createCompiledSchemas } from './compiled-schemas.ts';
import { loadAjv } from './load-ajv.ts';

/** The file of the contract that the package contains. */
export const EMBEDDED_CONTRACT: string = fileURLToPath(new URL('../../openapi.json', import.meta.url));

/** The contract as the build wrote it: checked, and with its schemas as the mock reads them. Missing if the sources run without a build. */
const BUILT_CONTRACT: string = fileURLToPath(new URL('../embedded-contract.json', import.meta.url));

interface BuiltContract {
  /** SHA-256 of the document that was built, in hexadecimal. */
  readonly source: string;
  readonly document: ContractDocument;
}

let embedded: Contract | undefined;

/**
 * Loads the contract that the package contains, once per process, since test suites create many mocks and a contract never changes. The
 * build has checked it, so its schemas are loaded or compiled when they are first used.
 */
export function loadEmbeddedContract(): Contract {
  embedded ??= createEmbeddedContract(readFileSync(EMBEDDED_CONTRACT));
  return embedded;
}

function createEmbeddedContract(content: Uint8Array): Contract {
  let document: ContractDocument | undefined;
  const parse = (): ContractDocument => {
    document ??= JSON.parse(new TextDecoder().decode(content)) as ContractDocument;
    return document;
  };
  const built = readBuiltContract(content);
  const plain = built ?? toPlainDocument(parse());
  const compile = createCompiler(plain);
  return createCheckedContract(plain, parse, built === undefined ? compile : withCompiled(compile));
}

/** Returns the contract that the build wrote, or undefined if there is none or it is that of another document. */
function readBuiltContract(content: Uint8Array): ContractDocument | undefined {
  if (!existsSync(BUILT_CONTRACT)) return undefined;
  const { source, document } = JSON.parse(readFileSync(BUILT_CONTRACT, 'utf8')) as BuiltContract;
  return source === createHash('sha256').update(content).digest('hex') ? document : undefined;
}

/** Creates a compiler that loads ajv when a schema is first used. */
function createCompiler(document: ContractDocument): CompileSchema {
  let compile: CompileSchema | undefined;
  return (pointer) => {
    compile ??= createAjvCompiler(loadAjv(), document, PYDANTIC_FORMATS);
    return compile(pointer);
  };
}

/** Returns a compiler that uses the schemas that the build compiled, and another compiler for those that it did not compile. */
function withCompiled(compile: CompileSchema): CompileSchema {
  const find = createCompiledSchemas();
  return (pointer) => find(pointer) ?? compile(pointer);
}
