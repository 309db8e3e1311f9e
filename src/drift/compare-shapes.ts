import { allowsType, declaresFormat, isRequired, toMember } from './declared.ts';
import type { Declared, JsonType } from './declared.ts';
import type { Severity } from './severity.ts';
import { SEVERITIES } from './severity.ts';
import type { SeenPlace, Shape } from './shape.ts';
import { NO_VARIANT } from './shape.ts';
import { isTimeForm } from './text-form.ts';
import type { TextForm } from './text-form.ts';

/** Something in which the bodies of B differ from those of A. */
export interface ShapeDifference {
  readonly severity: Severity;
  /** `body[].created_at`. */
  readonly at: string;
  /** What differs: `missing in B; every object of A has it`. */
  readonly what: string;
}

/**
 * Compares the shapes of two bodies, as a client of A sees it. Where the contract allows what only one side has, the difference is in the
 * data, and only information. A place whose surroundings are in one shape only is not compared.
 */
export function compareShapes(a: Shape, b: Shape): ShapeDifference[] {
  const paths = new Set([...a.places.keys(), ...b.places.keys()]);
  return [...paths].flatMap((at) => {
    const [left, right] = [a.places.get(at), b.places.get(at)];
    const place = left ?? right;
    const presence = place?.member === undefined ? undefined : comparePresence(a, b, at, place, place.member);
    if (left === undefined && at.endsWith(NO_VARIANT)) {
      const what = "objects in B that keep none of the contract's alternatives";
      return [{ severity: 'breaking', at: at.slice(0, -NO_VARIANT.length), what } as const];
    }
    return [
      ...(presence === undefined ? [] : [{ ...presence, at }]),
      ...(left === undefined || right === undefined ? [] : comparePlaces(left, right).map((one) => ({ ...one, at }))),
    ];
  });
}

type Difference = Omit<ShapeDifference, 'at'>;

function comparePresence(a: Shape, b: Shape, at: string, place: SeenPlace, member: string): Difference | undefined {
  const parents = [a, b].map(({ places }) => places.get(place.parent ?? ''));
  const [inA, inB] = [a, b].map(({ places }, index) => toShare(places.get(at), parents[index]));
  if (inA === undefined || inB === undefined) return undefined;
  const around = parents[0]?.declared;
  const isDeclared = around !== undefined && toMember(around, member) !== undefined;
  if (inA === 1 && inB < 1) {
    const isOptional = isDeclared && !isRequired(around, member);
    const where = inB === 0 ? 'missing in B' : 'missing in some objects of B';
    return { severity: isOptional ? 'warning' : 'breaking', what: `${where}; every object of A has it` };
  }
  if (inA > 0 && inB === 0) return { severity: 'information', what: 'missing in B; some objects of A have it' };
  if (inA > 0 || inB === 0) return undefined;
  if (around === undefined) return { severity: 'warning', what: 'only in B' };
  return isDeclared
    ? { severity: 'information', what: 'only in B; the contract declares it' }
    : { severity: 'warning', what: 'only in B; the contract does not declare it' };
}

/** Returns in which share of the objects around it a member is, or undefined if there are none. */
function toShare(place: SeenPlace | undefined, parent: SeenPlace | undefined): number | undefined {
  const objects = parent?.types.get('object') ?? 0;
  return objects === 0 ? undefined : countAll(place?.types) / objects;
}

function countAll(counts: ReadonlyMap<unknown, number> | undefined): number {
  let sum = 0;
  for (const count of counts?.values() ?? []) sum += count;
  return sum;
}

function comparePlaces(a: SeenPlace, b: SeenPlace): Difference[] {
  // Any value is data.
  if (a.declared?.isAny === true) return [];
  return [...compareNulls(a, b), ...compareTypes(a, b), ...compareForms(a, b)];
}

function compareNulls(a: SeenPlace, b: SeenPlace): Difference[] {
  const [inA, inB] = [a.types.has('null'), b.types.has('null')];
  if (inA === inB) return [];
  if (inA) return [{ severity: 'information', what: 'null only in A' }];
  return [{ severity: judgeNew(a.declared, 'null', 'warning'), what: `null only in B${toReason(a.declared, 'null')}` }];
}

function compareTypes(a: SeenPlace, b: SeenPlace): Difference[] {
  const [inA, inB] = [listTypes(a), listTypes(b)];
  if (inA.length === 0 && inB.length > 0) {
    const severities = inB.map((type) => judgeNew(a.declared, type, 'warning'));
    const severity = SEVERITIES.find((one) => severities.includes(one)) ?? 'information';
    return [{ severity, what: `${inB.join(' or ')} in B, always null in A` }];
  }
  // Without a null in A, the null in B is the difference.
  if (inB.length === 0) {
    return inA.length === 0 || !a.types.has('null') ? [] : [{ severity: 'information', what: 'always null in B' }];
  }
  // Whoever reads fractions reads whole numbers.
  const added = inB.filter((type) => !inA.includes(type) && !(type === 'integer' && inA.includes('number')));
  if (added.length > 0) {
    const severities = added.map((type) => judgeNew(a.declared, type, 'breaking'));
    const isAllowed = severities.every((severity) => severity === 'information');
    const reason = isAllowed ? '; the contract allows it' : '';
    return [
      {
        severity: isAllowed ? 'information' : 'breaking',
        what: `${inB.join(' or ')} in B, ${inA.join(' or ')} in A${reason}`,
      },
    ];
  }
  const gone = inA.filter((type) => !inB.includes(type) && !(type === 'number' && inB.includes('integer')));
  return gone.length === 0 || inB.includes('number')
    ? []
    : [{ severity: 'information', what: `${gone.join(' or ')} only in A` }];
}

function listTypes({ types }: SeenPlace): JsonType[] {
  return [...types.keys()].filter((type) => type !== 'null').toSorted();
}

/** @param unknown the severity if the contract says nothing of the place */
function judgeNew(declared: Declared | undefined, type: JsonType, unknown: Severity): Severity {
  if (declared === undefined) return unknown;
  return allowsType(declared, type) ? 'information' : 'breaking';
}

function toReason(declared: Declared | undefined, type: JsonType): string {
  if (declared === undefined) return '';
  return allowsType(declared, type) ? '; the contract allows it' : '; the contract does not allow it';
}

/** Compares the forms that all strings of one side have. */
function compareForms(a: SeenPlace, b: SeenPlace): Difference[] {
  const [strings, others] = [a.types.get('string') ?? 0, b.types.get('string') ?? 0];
  if (strings === 0 || others === 0) return [];
  const lost = [...a.forms].find(([form, count]) => count === strings && (b.forms.get(form) ?? 0) < others)?.[0];
  if (lost !== undefined) {
    const found = [...b.forms.keys()].filter((form) => form !== lost);
    const instead = found.length === 0 ? 'other text' : found.join(' or ');
    return [{ severity: judgeLost(a.declared, lost), what: `${instead} in B, ${lost} in A` }];
  }
  const added = [...b.forms].find(([form, count]) => count === others && !a.forms.has(form))?.[0];
  return added === undefined || !isTimeForm(added)
    ? []
    : [{ severity: 'information', what: `${added} in B, other text in A` }];
}

function judgeLost(declared: Declared | undefined, form: TextForm): Severity {
  if (declared !== undefined && declaresFormat(declared, form)) return 'breaking';
  return isTimeForm(form) ? 'warning' : 'information';
}
