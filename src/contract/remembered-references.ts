import type { CodeKeywordDefinition, ErrorObject, ValidateFunction } from 'ajv';
import type { Ajv2020 } from 'ajv/dist/2020.js';
import type * as Ref from 'ajv/dist/vocabularies/core/ref.js';
import type { ContractDocument } from './document.ts';
import { isObject, toReferencedPointer } from './document.ts';
import { findByPointer } from './json-pointer.ts';
import { createMemo } from './value-memo.ts';

/** What ajv's own `$ref` writes its code with. */
export type CallRef = typeof Ref.callRef;

/** How many mistakes one reference gives on. Where unions overlap, each level would list all below it once for every branch. */
const MAX_ERRORS = 1000;

/**
 * How many schemas that hold themselves a value may lie in. Pydantic refuses one more, and Node's stack has room for a few times as many.
 *
 * Source: `RECURSION_GUARD_LIMIT` of pydantic-core, and what pydantic 2.13 was tried with.
 */
const MAX_DEPTH = 255;

/** The rule that a value breaks which lies in more. No keyword of JSON Schema. */
const TOO_DEEP = 'recursion';

/** Whether all that is wrong with a value is that it lies in too many schemas that hold themselves; what is in it was not looked at. */
export function isTooDeep([first, ...others]: readonly ErrorObject[], value: unknown): boolean {
  return first?.keyword === TOO_DEEP && first.data === value && others.length === 0;
}

/**
 * Has every reference in a document's schemas asked once about a value, in place of each time that it is met: ajv's own takes twice as long
 * with every level of a value where two branches of a union hold the union.
 *
 * @param toId what ajv calls the schema at a pointer
 * @returns compiles the schema at a pointer; undefined where there is none
 */
export function rememberReferences(
  ajv: Ajv2020,
  callRef: CallRef,
  document: ContractDocument,
  toId: (pointer: string) => string,
): (pointer: string) => Reference | ValidateFunction | undefined {
  const own = ajv.getKeyword('$ref') as CodeKeywordDefinition;
  const known = new Map<string, Reference>();
  const waiting: (() => void)[] = [];
  const findTargets = createTargetFinder(document);
  const levels: Levels = { count: 0 };

  const find = (pointer: string): Reference => {
    let reference = known.get(pointer);
    if (reference === undefined) {
      const loaded: Loaded = { validate: undefined };
      reference = createReference(loaded, isRecursive(pointer, findTargets) ? levels : undefined);
      known.set(pointer, reference);
      // Not at once: a schema may refer to itself.
      waiting.push(() => void (loaded.validate = ajv.getSchema(toId(pointer))));
    }
    return reference;
  };

  ajv.removeKeyword('$ref').addKeyword({
    keyword: '$ref',
    schemaType: 'string',
    code(context) {
      const pointer = toReferencedPointer(String(context.schema));
      // What refers to nothing ends by itself; ajv writes it where the reference is.
      if (pointer === undefined || findTargets(pointer).size === 0) own.code(context);
      else callRef(context, context.gen.scopeValue('func', { ref: find(pointer) }));
    },
  });
  return (pointer) => {
    const target = follow(ajv, document, pointer);
    const isPlain = findTargets(target).size === 0;
    const validate = isPlain ? ajv.getSchema(toId(pointer)) : find(target);
    for (let load = waiting.pop(); load !== undefined; load = waiting.pop()) load();
    return validate;
  };
}

/** Where a schema that says nothing but where it is leads, as ajv follows it: to ask about it by one name only. */
function follow({ RULES }: Ajv2020, document: ContractDocument, pointer: string): string {
  let at = pointer;
  for (;;) {
    const node = findByPointer(document, at);
    if (!isObject(node) || typeof node['$ref'] !== 'string') return at;
    if (Object.keys(node).some((key) => key !== '$ref' && RULES.all[key] !== undefined)) return at;
    at = toReferencedPointer(node['$ref']) ?? '';
  }
}

/** In how many schemas that hold themselves the value lies that is looked at. */
interface Levels {
  count: number;
}

type Context = Parameters<ValidateFunction>[1];

/** A schema that is referred to, called as ajv calls its own functions. */
interface Reference {
  (value: unknown, context?: Context): boolean;
  errors: readonly ErrorObject[] | null;
  evaluated: ValidateFunction['evaluated'];
}

/** ajv's own function for it. */
interface Loaded {
  validate: ValidateFunction | undefined;
}

interface Verdict extends Pick<Reference, 'errors' | 'evaluated'> {
  readonly isValid: boolean;
}

/** What `unevaluatedProperties` and its like ask for. */
const NOTHING_EVALUATED = { dynamicProps: false, dynamicItems: false } as const;

/** @param levels counted where the schema holds itself */
function createReference(loaded: Loaded, levels: Levels | undefined): Reference {
  const memo = createMemo<Verdict>();
  const look = (value: unknown, context: Context): Verdict => ({
    isValid: loaded.validate?.(value, context) === true,
    errors: loaded.validate?.errors?.slice(0, MAX_ERRORS) ?? null,
    evaluated: { ...NOTHING_EVALUATED, ...loaded.validate?.evaluated },
  });
  const lookDeeper = (deeper: Levels, value: unknown, context: Context): Verdict => {
    // Pydantic counts these, too; a memo of them would have to tell where they are.
    if (typeof value !== 'object') return look(value, context);
    if (deeper.count === MAX_DEPTH) return toTooDeep(value, context);
    deeper.count += 1;
    try {
      return look(value, context);
    } finally {
      deeper.count -= 1;
    }
  };
  const reference: Reference = Object.assign(
    (value: unknown, context: Context): boolean => {
      const verdict = memo(value, () =>
        levels === undefined ? look(value, context) : lookDeeper(levels, value, context),
      );
      // A copy: ajv goes on with the list.
      reference.errors = verdict.errors?.slice() ?? null;
      reference.evaluated = verdict.evaluated;
      return verdict.isValid;
    },
    { errors: null, evaluated: undefined },
  );
  return reference;
}

function toTooDeep(data: unknown, context: Context): Verdict {
  const message = `must NOT lie in more than ${MAX_DEPTH} schemas that hold themselves`;
  const error: ErrorObject = {
    keyword: TOO_DEEP,
    instancePath: context?.instancePath ?? '',
    schemaPath: '#/$ref',
    params: {},
    message,
    data,
  };
  return { isValid: false, errors: [error], evaluated: NOTHING_EVALUATED };
}

type FindTargets = (pointer: string) => ReadonlySet<string>;

/** Where the references within what stands at a pointer lead. */
function createTargetFinder(document: ContractDocument): FindTargets {
  const known = new Map<string, Set<string>>();
  return (pointer) => {
    let targets = known.get(pointer);
    if (targets === undefined) {
      targets = new Set();
      collectTargets(findByPointer(document, pointer), targets);
      known.set(pointer, targets);
    }
    return targets;
  };
}

function collectTargets(node: unknown, targets: Set<string>): void {
  if (typeof node !== 'object' || node === null) return;
  if (isObject(node) && typeof node['$ref'] === 'string') targets.add(toReferencedPointer(node['$ref']) ?? '');
  for (const child of Object.values(node)) collectTargets(child, targets);
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
