import type { Place } from '../contract/document.ts';
import { isObject, resolvePlace } from '../contract/document.ts';
import { findByPointer, toPointer } from '../contract/json-pointer.ts';
import { isTooDeep } from '../contract/reference-keyword.ts';
import type { SchemaError, Schemas } from '../contract/schema.ts';
import { createRun } from '../contract/validation-run.ts';
import { isEnumClass } from './class-name.ts';
import { isDecimal, NOT_A_DECIMAL, toDecimalBoundWording, toDecimalWording } from './decimal.ts';
import { isFull, limitErrors } from './error-limit.ts';
import { createArrayExplainer } from './explain-array.ts';
import { createObjectExplainer } from './explain-object.ts';
import { createUnionExplainer } from './explain-union.ts';
import type { Explainer, Explainers, ValidationContext } from './explainer.ts';
import { toChild, toValidationError } from './explainer.ts';
import { findChoices, ILL_FORMED_TEXT, isIllFormed, toChoiceWording, toScalarWording } from './scalar-wording.ts';
import { findUnionBranches } from './union-branch.ts';
import type { ValidationError, Wording } from './validation-error.ts';

/**
 * Returns the errors of a value that violates its schema, as FastAPI lists them: in the schema's order of fields, each once. Returns at
 * least one; a long list is truncated and says so.
 *
 * ajv decides whether each part is valid; its schema determines the wording.
 *
 * Source: recorded answers of FastAPI 0.142 with pydantic 2.13.
 *
 * @param errors ajv's errors for the value
 * @param input the losslessly parsed value, if available
 */
export function explain(
  schemas: Schemas,
  pointer: string,
  value: unknown,
  errors: readonly SchemaError[],
  input: unknown = value,
): ValidationError[] {
  let found = made.get(schemas);
  if (found === undefined) {
    found = createFinder(schemas);
    made.set(schemas, found);
  }
  const explainer = found(pointer);
  const tally = { count: 0, most: schemas.mostErrors };
  const context: ValidationContext = { value, input, loc: [], at: [], run: createRun(), tally };
  return limitErrors(explainer(context, errors), value, tally.most);
}

type FindExplainer = (pointer: string) => Explainer;

/** The explainers of each document. */
const made = new WeakMap<Schemas, FindExplainer>();

/** Returns a function that creates the explainer of a schema when a value first violates it. */
function createFinder(schemas: Schemas): FindExplainer {
  const byPointer = new Map<string, Explainer>();
  const find: FindExplainer = (pointer) => {
    let explainer = byPointer.get(pointer);
    if (explainer === undefined) {
      explainer = createExplainer(explainers, pointer);
      byPointer.set(pointer, explainer);
    }
    return explainer;
  };
  const explainers: Explainers = {
    schemas,
    explain(pointer, context) {
      if (isFull(context.tally)) return [];
      const errors = schemas.compile(pointer).check(context.value, context.run);
      return errors === undefined ? [] : find(pointer)(context, errors);
    },
    explainMember(pointer, context, key, value) {
      if (isFull(context.tally)) return [];
      const errors = schemas.compile(pointer).check(value, context.run);
      return errors === undefined ? [] : find(pointer)(toChild(context, key, value), errors);
    },
  };
  return find;
}

/** For a value that is nested in too many recursive models. */
const RECURSION: Wording = { type: 'recursion_loop', msg: 'Recursion error - cyclic reference detected' };

function createExplainer(explainers: Explainers, pointer: string): Explainer {
  const { node } = explainers.schemas.compile(pointer);
  const explainKind = typeof node === 'boolean' ? undefined : createKindExplainer(explainers, pointer);
  return (context, errors) => {
    if (isTooDeep(errors, context.value)) return [toValidationError(context, RECURSION)];
    const found = explainKind?.(context, errors) ?? [];
    if (found.length > 0) return found;
    const msg = `Value error, ${errors[0]?.message ?? 'it breaks the contract'}`;
    return [toValidationError(context, { type: 'value_error', msg, ctx: { error: {} } })];
  };
}

/** Chooses the explainer by the kind of schema. */
function createKindExplainer(explainers: Explainers, pointer: string): Explainer {
  const place = resolvePlace(explainers.schemas.document, pointer);
  const schema = place.node;
  if (isDecimal(schema)) return createDecimalExplainer(explainers, place);
  const branches = findUnionBranches(place);
  if (branches !== undefined) return createUnionExplainer(explainers, schema, branches);
  if (Array.isArray(schema['allOf'])) {
    const parts = schema['allOf'].map((_, index) => toPointer(place.pointer, 'allOf', index));
    return (context) => withoutRepeats(parts.flatMap((part) => explainers.explain(part, context)));
  }
  const choices = findChoices(schema);
  if (choices !== undefined) return createChoiceExplainer(choices, pointer !== place.pointer && isEnumClass(schema));
  if (schema['type'] === 'array') return createArrayExplainer(explainers, place);
  if (schema['type'] === 'object' || isObject(schema['properties'])) return createObjectExplainer(explainers, place);
  return createScalarExplainer(explainers, pointer, place);
}

function createDecimalExplainer(explainers: Explainers, { node, pointer }: Place): Explainer {
  const text: unknown = findByPointer(node, '/anyOf/1/pattern');
  return (context) => {
    const { value } = context;
    if (typeof value !== 'string' && typeof value !== 'number') return [toValidationError(context, NOT_A_DECIMAL)];
    const wording =
      typeof value === 'number' && !Number.isFinite(value)
        ? undefined
        : (toDecimalWording(value, String(text)) ?? toDecimalBoundWording(value, node));
    if (wording !== undefined) return [toValidationError(context, wording)];
    return typeof value === 'number' ? explainers.explain(toPointer(pointer, 'anyOf', 0), context) : [];
  };
}

/** Removes duplicates, since several parts of an `allOf` may find the same error. */
function withoutRepeats(errors: readonly ValidationError[]): ValidationError[] {
  return [...new Map(errors.map((error) => [JSON.stringify([error.loc, error.type, error.msg]), error])).values()];
}

function createChoiceExplainer(choices: readonly unknown[], isEnum: boolean): Explainer {
  const wording = toChoiceWording(choices, isEnum);
  const hasTexts = choices.some((choice) => typeof choice === 'string');
  return (context) => [toValidationError(context, hasTexts && isIllFormed(context.value) ? ILL_FORMED_TEXT : wording)];
}

function createScalarExplainer({ schemas }: Explainers, pointer: string, place: Place): Explainer {
  // The errors of a reference are those of its target.
  const check = pointer === place.pointer ? undefined : schemas.compile(place.pointer).check;
  return (context, errors) => {
    const found = check === undefined ? errors : (check(context.value, context.run) ?? []);
    const wording = toScalarWording(place.node, context.value, found, context.input);
    return wording === undefined ? [] : [toValidationError(context, wording)];
  };
}
