import { isDeepStrictEqual } from 'node:util';
import type { Detail } from './detail.ts';
import { isBelow, isSame, isStrictSame } from './detail.ts';
import type { KnownName } from './known-differences.ts';
import { toItems } from './set-items.ts';

/** Returns the known differences between two lists of errors; none if the lists are equal. The models are those of a body that is a union. */
export function accountForDetails(
  theirs: readonly Detail[],
  ours: readonly Detail[],
  strict: readonly Detail[],
  models: readonly string[] = [],
): KnownName[] | undefined {
  const names = new Set<KnownName>();
  const left = [...theirs];
  /** The places of the errors that were passed over, each once, since two branches of a union may have one name. */
  const passed: Detail['loc'][] = [];
  const skip = (detail: Detail | undefined): void => {
    for (let [next] = left; next !== undefined && (detail === undefined || !isSame(detail, next)); [next] = left) {
      // What the mock says of the same place comes with it.
      const isHere = (other: Detail | undefined): boolean => isDeepStrictEqual(other?.loc, next.loc);
      if (detail !== undefined && !isHere(detail) && ours.some(isHere)) return;
      const name = findSkipped(next, theirs, ours, strict);
      if (name === undefined) return;
      names.add(name);
      left.shift();
      passed.push(next.loc);
    }
  };
  /** An error that only the mock reports, with the known difference that accounts for it alone, if any. */
  const extra: (readonly [detail: Detail, name: KnownName | undefined])[] = [];
  for (const detail of ours) {
    skip(detail);
    const [next] = left;
    if (next !== undefined && isSame(detail, next)) {
      left.shift();
      continue;
    }
    // An error that was passed over may be the counterpart of this one.
    const place = passed.findIndex((loc) => isDeepStrictEqual(loc, detail.loc));
    if (place !== -1) {
      passed.splice(place, 1);
      continue;
    }
    const instead = next !== undefined && isDeepStrictEqual(next.loc, detail.loc) ? left.shift() : undefined;
    extra.push([detail, findName(instead, detail, strict) ?? findCounted(detail, theirs)]);
  }
  skip(undefined);
  if (left.length > 0) return undefined;
  // If pydantic takes the body for one model, the mock still lists the errors of every model.
  const isOfModel = (detail: Detail, model: string): boolean => isBelow(detail, ['body', model]);
  const isTaken = models.some((model) => {
    const own = extra.filter(([detail]) => isOfModel(detail, model));
    return own.length > 0 && own.every(([, name]) => name !== undefined);
  });
  const isForOther = (detail: Detail): boolean =>
    isTaken &&
    models.some((model) => isOfModel(detail, model)) &&
    !theirs.some((other) => models.some((model) => isOfModel(other, model)));
  for (const [detail, name] of extra) {
    if (name === undefined && isForOther(detail)) continue;
    // If pydantic converts a union's value for one branch, the mock lists the errors of every branch.
    const isBranch = extra.some(
      ([other, found]) =>
        found !== undefined &&
        isSameField(detail, other) &&
        (found !== 'converted' || strict.some(({ loc }) => isDeepStrictEqual(loc, detail.loc))),
    );
    if (name === undefined && !isBranch) return undefined;
    if (name !== undefined) names.add(name);
  }
  return [...names];
}

/** The known difference by which FastAPI says something of which the mock says nothing. */
function findSkipped(
  detail: Detail,
  theirs: readonly Detail[],
  ours: readonly Detail[],
  strict: readonly Detail[],
): KnownName | undefined {
  const own = findRefused(detail);
  if (own !== undefined) return own;
  const { type, loc } = detail;
  if (type === 'too_short' || type === 'too_long') {
    // Pydantic counts the items that it could convert, and the mock refuses them.
    for (const other of ours.filter((mine) => isBelow(mine, loc))) {
      const name = findName(undefined, other, strict);
      if (name !== undefined) return name;
    }
  }
  // FastAPI lists the errors of each branch of a union. The mock accepted the branch of which FastAPI is known to refuse more.
  for (const other of theirs) {
    const name = findRefused(other);
    if (name === undefined) continue;
    for (let length = 1; length < other.loc.length; length++) {
      const union = other.loc.slice(0, length);
      if (isBelow(detail, union) && !ours.some((mine) => isBelow(mine, union))) return name;
    }
  }
  // Pydantic reports nothing else of a set with too many items.
  for (const mine of ours) {
    const name = isBelow(detail, mine.loc) ? findCounted(mine, theirs) : undefined;
    if (name !== undefined) return name;
  }
  return undefined;
}

/** The known difference by which the mock counts items of which FastAPI refuses one, or drops one as a repeat. */
function findCounted({ type, loc, ctx, input }: Detail, theirs: readonly Detail[]): KnownName | undefined {
  if (type !== 'too_short' && type !== 'too_long') return undefined;
  if (toFieldType(ctx) === 'Set' && Array.isArray(input) && toItems(input).length < input.length) return 'repeats';
  return theirs.flatMap((other) => (isBelow(other, loc) ? (findRefused(other) ?? []) : []))[0];
}

/** The known difference by which FastAPI refuses what the contract allows. */
function findRefused({ type, input, ctx }: Detail): KnownName | undefined {
  // In a verdict there are no inputs.
  const isBeyond = (limit: number): boolean =>
    input === undefined || (typeof input === 'number' && Math.abs(input) >= limit);
  if (type === 'int_parsing_size' && isBeyond(2 ** 63)) return 'large-integer';
  if (type === 'multiple_of' && isBeyond(2 ** 53)) return 'large-integer';
  if (type === 'string_unicode' && input === undefined) return 'fastapi-500-surrogate';
  if (type === 'too_short' && toFieldType(ctx) === 'Set') return 'repeats';
  return undefined;
}

function toFieldType(ctx: unknown): unknown {
  return (ctx as { field_type?: unknown } | undefined)?.field_type;
}

/** Whether two mistakes are in one field of the body, at whatever depth. */
function isSameField(a: Detail, b: Detail): boolean {
  return a.loc.length > 2 && b.loc.length > 2 && a.loc[1] === b.loc[1];
}

/** A text that Python's Decimal takes. */
const DECIMAL_IN_PYTHON = /^\s*[+-]?(?=[\d_.]*\d)[\d_]*\.?[\d_]*(?:e[+-]?[\d_]+)?\s*$/i;

/** Returns the known difference by which the mock reports one error and FastAPI another one, or undefined if there is none. */
function findName(theirs: Detail | undefined, ours: Detail, strict: readonly Detail[]): KnownName | undefined {
  const isText = typeof ours.input === 'string';
  // A value that pydantic cannot convert either is worded as pydantic does; of a number it can say more than that it is no time.
  if (theirs !== undefined && (theirs.type.endsWith('_type') || (isText && theirs.type.endsWith('_parsing')))) {
    return undefined;
  }
  if (strict.some((detail) => isStrictSame(ours, detail))) return 'converted';
  if (ours.type === 'finite_number' && ours.input === null) return 'not-a-number';
  if (typeof ours.input === 'string' && ours.type === 'string_unicode') {
    return theirs === undefined ? 'fastapi-500-reply' : 'fastapi-500-surrogate';
  }
  if (ours.type === 'decimal_parsing' && DECIMAL_IN_PYTHON.test(String(ours.input))) return 'decimal-text';
  if (ours.type === 'json_invalid' && theirs?.type === 'json_invalid') return 'json-text';
  if (theirs !== undefined) return undefined;
  if (ours.type === 'pattern_regex') return 'regular-expression';
  if (ours.type === 'json_invalid' && /NaN|Infinity/.test(String(ours.input))) return 'json-text';
  if (ours.type === 'multiple_of' && Math.abs(Number(ours.input)) >= 2 ** 53) return 'large-integer';
  if (
    (ours.type === 'literal_error' || ours.type === 'enum') &&
    (typeof ours.input === 'number' || typeof ours.input === 'boolean')
  ) {
    return 'equal-in-python';
  }
  if (
    isText &&
    (ours.type === 'timezone_aware' ||
      (ours.type === 'datetime_from_date_parsing' && Number.isFinite(Number(ours.input))) ||
      (ours.type === 'value_error' && ours.msg.includes('must match format')))
  ) {
    return 'format';
  }
  if (ours.type === 'value_error' && /must NOT have (?:duplicate|more than)/.test(ours.msg)) return 'repeats';
  return undefined;
}
