import { createRequire } from 'node:module';
import type { Pattern } from '../contract/compile-pattern.ts';
import { createPatternCompiler } from '../contract/compile-pattern.ts';
import type { Check, SchemaError } from '../contract/schema.ts';
import { PYDANTIC_FORMATS } from '../pydantic/formats.ts';
import { loadRe2 } from './load-ajv.ts';

type Validate = ((value: unknown) => boolean) & { readonly errors?: readonly SchemaError[] | null };
type Validators = Readonly<Record<string, Validate>>;

/** A module that the build wrote. */
interface CompiledSchemas {
  readonly createValidators: (
    formats: typeof PYDANTIC_FORMATS,
    createPattern: (pattern: string) => Pattern,
  ) => Validators;
}

/** First the schemas of the operations that have state, then all others. */
const MODULES = ['../embedded-schemas.cjs', '../embedded-schemas-rest.cjs'] as const;

/** Finds the check of a schema of the embedded contract that the build compiled, loading no more modules than needed. */
export function createCompiledSchemas(): (pointer: string) => Check | undefined {
  const require = createRequire(import.meta.url);
  const loaded = new Map<string, Validators>();
  const createPattern = createLazyPatterns();
  const load = (name: string): Validators => {
    let validators = loaded.get(name);
    if (validators === undefined) {
      const { createValidators } = require(name) as CompiledSchemas;
      validators = createValidators(PYDANTIC_FORMATS, createPattern);
      loaded.set(name, validators);
    }
    return validators;
  };
  return (pointer) => {
    for (const name of MODULES) {
      const validators = load(name);
      const validate = Object.hasOwn(validators, pointer) ? validators[pointer] : undefined;
      if (validate !== undefined) return (value) => (validate(value) ? undefined : (validate.errors ?? []));
    }
    return undefined;
  };
}

/** Patterns that are compiled when they are first tested, since few requests need their engine. */
function createLazyPatterns(): (pattern: string) => Pattern {
  const compile = createPatternCompiler(loadRe2);
  return (pattern) => ({ test: (text) => compile(pattern).test(text), toString: () => pattern });
}
