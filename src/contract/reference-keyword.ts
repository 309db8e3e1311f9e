import type { ErrorObject, FuncKeywordDefinition, ValidateFunction } from 'ajv';
import type { Ajv2020 } from 'ajv/dist/2020.js';
import type { ContractDocument } from './document.ts';
import { isObject, toReferencedPointer } from './document.ts';
import { findByPointer } from './json-pointer.ts';
import type { ValidationRun } from './validation-run.ts';
import { remember } from './validation-run.ts';

/** How many errors one reference reports. In overlapping unions, each level would list the errors of the level below once per branch. */
const MAX_ERRORS = 100;

/**
 * How many recursive schemas may contain a value. Pydantic refuses one more; Node's stack allows several times as many.
 *
 * Source: `RECURSION_GUARD_LIMIT` of pydantic-core, and answers of pydantic 2.13.
 */
const MAX_DEPTH = 255;

/** The `keyword` of the error for a value that is nested too deeply. Not a keyword of JSON Schema. */
const TOO_DEEP = 'recursion';

/** Whether the only error of a value is that too many recursive schemas contain it, so that it was not validated. */
export function isTooDeep([first, ...others]: readonly ErrorObject[], value: unknown): boolean {
  return first?.keyword === TOO_DEEP && first.data === value && others.length === 0;
}

/** Validates a value in a run. Returns the errors, or null if there are none. */
export type ValidateInRun = (run: ValidationRun, value: unknown, context?: Context) => readonly ErrorObject[] | null;

/**
 * Replaces ajv's `$ref` by one that validates each value once per run against the referenced schema: ajv's own takes twice as long
 * with every level of a value if two branches of a union contain the union. Requires ajv's `passContext`, and a run as context.
 *
 * @param toId returns ajv's name for the schema at a pointer
 * @returns a function that compiles the schema at a pointer, and the schemas that it refers to
 */
export function addReferenceKeyword(
  ajv: Ajv2020,
  document: ContractDocument,
  toId: (pointer: string) => string,
): (pointer: string) => ValidateInRun {
  const targets = new Map<string, Target>();
  const waiting: Target[] = [];
  const findTargets = createTargetFinder(document);

  const findTarget = (pointer: string): Target => {
    let target = targets.get(pointer);
    if (target === undefined) {
      target = { pointer, isRecursive: isRecursive(pointer, findTargets), compiled: undefined };
      targets.set(pointer, target);
      // Compiled later, since a schema may refer to itself.
      waiting.push(target);
    }
    return target;
  };

  ajv.removeKeyword('$ref').addKeyword({
    keyword: '$ref',
    schemaType: 'string',
    errors: 'full',
    compile(reference: string) {
      const target = findTarget(toTarget(reference));
      const follow: ReturnType<NonNullable<FuncKeywordDefinition['compile']>> = function (
        this: ValidationRun,
        value: unknown,
        context: Context,
      ) {
        const errors = validateOnce(target, this, value, context);
        follow.errors = errors?.slice(0, MAX_ERRORS) ?? [];
        return errors === null;
      };
      return follow;
    },
  });
  return (pointer) => {
    const target = findTarget(followReferences(ajv, document, pointer));
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      next.compiled = ajv.getSchema(toId(next.pointer));
      if (next.compiled === undefined) throw new Error(`there is no schema at #${next.pointer}`);
    }
    return (run, value, context) => validateOnce(target, run, value, context);
  };
}

/** Returns the pointer of a reference. All are well-formed, since the contract is refused otherwise. */
function toTarget(reference: string): string {
  return toReferencedPointer(reference) ?? '';
}

/** A separately compiled schema. */
interface Target {
  readonly pointer: string;
  readonly isRecursive: boolean;
  compiled: ValidateFunction | undefined;
}

function validateOnce(
  target: Target,
  run: ValidationRun,
  value: unknown,
  context: Context,
): readonly ErrorObject[] | null {
  return remember(run, target.pointer, value, () => validate(target, run, value, context));
}

function validate(
  { isRecursive: isCounted, compiled }: Target,
  run: ValidationRun,
  value: unknown,
  context: Context,
): readonly ErrorObject[] | null {
  if (isCounted && run.depth === MAX_DEPTH && typeof value === 'object') return [toTooDeep(value, context)];
  run.depth += isCounted ? 1 : 0;
  const isValid = compiled?.call(run, value, context) === true;
  run.depth -= isCounted ? 1 : 0;
  return isValid ? null : (compiled?.errors ?? []);
}

/** Resolves a schema that consists of a reference, as ajv does: a value must not be validated under two names. */
function followReferences({ RULES }: Ajv2020, document: ContractDocument, pointer: string): string {
  let at = pointer;
  for (;;) {
    const node = findByPointer(document, at);
    if (!isObject(node) || typeof node['$ref'] !== 'string') return at;
    if (Object.keys(node).some((key) => key !== '$ref' && RULES.all[key] !== undefined)) return at;
    at = toTarget(node['$ref']);
  }
}

type Context = Parameters<ValidateFunction>[1];

function toTooDeep(data: unknown, context: Context): ErrorObject {
  return {
    keyword: TOO_DEEP,
    instancePath: context?.instancePath ?? '',
    schemaPath: '#/$ref',
    params: {},
    message: `must NOT be nested in more than ${MAX_DEPTH} recursive schemas`,
    data,
  };
}

type FindTargets = (pointer: string) => ReadonlySet<string>;

/** Returns a function that lists the targets of the references within the schema at a pointer. */
function createTargetFinder(document: ContractDocument): FindTargets {
  const known = new Map<string, ReadonlySet<string>>();
  return (pointer) => {
    const targets = known.get(pointer) ?? listTargets(findByPointer(document, pointer));
    known.set(pointer, targets);
    return targets;
  };
}

/** Lists the targets of the references within a schema. */
export function listTargets(node: unknown, targets: Set<string> = new Set()): ReadonlySet<string> {
  if (typeof node !== 'object' || node === null) return targets;
  if (isObject(node) && typeof node['$ref'] === 'string') targets.add(toTarget(node['$ref']));
  for (const child of Object.values(node)) listTargets(child, targets);
  return targets;
}

function isRecursive(pointer: string, findTargets: FindTargets): boolean {
  const seen = new Set<string>();
  const next = [pointer];
  for (let at = next.pop(); at !== undefined; at = next.pop()) {
    for (const target of findTargets(at)) {
      if (target === pointer) return true;
      if (!seen.has(target)) next.push(target);
      seen.add(target);
    }
  }
  return false;
}
