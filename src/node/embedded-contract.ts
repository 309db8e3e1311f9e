import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { createAjvCompiler } from '../contract/ajv-compiler.ts';
import type { Contract } from '../contract/contract.ts';
import { createContract } from '../contract/contract.ts';
import type { ContractDocument } from '../contract/document.ts';
import type { CompileSchema, SchemaError } from '../contract/schema.ts';
import { PYDANTIC_FORMATS } from '../pydantic/formats.ts';
import { loadAjv } from './load-ajv.ts';

/** The file of the contract that the package contains. */
export const EMBEDDED_CONTRACT: string = fileURLToPath(new URL('../../openapi.json', import.meta.url));

/** The embedded contract's schemas as code, written by the build. Missing if the sources run without a build. */
const COMPILED_SCHEMAS: string = fileURLToPath(new URL('../embedded-schemas.cjs', import.meta.url));

let embedded: Contract | undefined;

/** Loads the contract that the package contains, once per process, since test suites create many mocks and a contract never changes. */
export function loadEmbeddedContract(): Contract {
  if (embedded === undefined) {
    const text = readFileSync(EMBEDDED_CONTRACT, 'utf8');
    embedded = createContract(JSON.parse(text) as unknown, (document) => createEmbeddedCompiler(document, text));
  }
  return embedded;
}

type Validate = ((value: unknown) => boolean) & { readonly errors?: readonly SchemaError[] | null };

interface CompiledSchemas {
  /** SHA-256 of the document that was compiled, in hexadecimal. */
  readonly source: string;
  readonly createValidators: (formats: typeof PYDANTIC_FORMATS) => Readonly<Record<string, Validate>>;
}

/** Creates a compiler that uses the build's schemas if they are those of the same document, and ajv for all others. */
function createEmbeddedCompiler(document: ContractDocument, text: string): CompileSchema {
  const validators = readCompiled(text);
  let compile: CompileSchema | undefined;
  return (pointer) => {
    const validate = Object.hasOwn(validators, pointer) ? validators[pointer] : undefined;
    if (validate !== undefined) return (value) => (validate(value) ? undefined : (validate.errors ?? []));
    compile ??= createAjvCompiler(loadAjv(), document, PYDANTIC_FORMATS);
    return compile(pointer);
  };
}

function readCompiled(text: string): Readonly<Record<string, Validate>> {
  if (!existsSync(COMPILED_SCHEMAS)) return {};
  const { source, createValidators } = createRequire(import.meta.url)(COMPILED_SCHEMAS) as CompiledSchemas;
  return source === createHash('sha256').update(text).digest('hex') ? createValidators(PYDANTIC_FORMATS) : {};
}
