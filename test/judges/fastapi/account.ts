import { isDeepStrictEqual } from 'node:util';
import type { Answers } from './compare.ts';
import type { KnownName } from './known-differences.ts';

/** One entry of FastAPI's `detail`. */
export interface Detail {
  readonly type: string;
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly input?: unknown;
  readonly ctx?: unknown;
}

/** What pydantic makes of a JSON body, as FastAPI calls it and in its strict mode; null where the body is no JSON. */
export type Verdict = { readonly lax: readonly Detail[]; readonly strict: readonly Detail[] } | null;

/** The known differences that together account for all of a difference; undefined where they do not. */
export function account(answers: Answers, verdict: Verdict): KnownName[] | undefined {
  const { oracle, mock, request } = answers;
  if (oracle.status === 500 && mock.status === 422 && verdict === null) {
    const isText = request.body === undefined || Buffer.from(request.body.toString()).equals(request.body);
    const [first, ...more] = parseDetails(mock.body);
    return !isText && more.length === 0 && first?.type === 'model_attributes_type' && first.loc.length === 1 ? ['fastapi-500-bytes'] : undefined;
  }
  if (oracle.status === 200 && mock.status === 200) return accountForBody(oracle.body, mock.body, request.method === 'PUT');
  if (verdict === null || mock.status >= 500) return undefined;
  const names = new Set<KnownName>();
  const theirs = oracle.status === 422 ? parseDetails(oracle.body) : verdict.lax;
  const ours = mock.status === 422 ? parseDetails(mock.body) : [];
  if (oracle.status !== 422 && oracle.status !== 500 && theirs.length > 0) return undefined;
  const isAccounted = accountForDetails(theirs, ours, verdict.strict, names);
  if (!isAccounted) return undefined;
  if (oracle.status === 500) {
    if (theirs.length === 0 && names.has('surrogate-beside')) {
      names.delete('surrogate-beside');
      names.add('fastapi-500-reply');
    } else if (ours.some(({ input }) => hasSurrogate(input))) names.add('fastapi-500-surrogate');
    else if (ours.some(({ input }) => hasNull(input)) && /NaN|Infinity|\d/.test(request.body?.toString('latin1') ?? '')) names.add('fastapi-500-number');
    else return undefined;
  }
  return names.size > 0 ? [...names] : undefined;
}

function accountForDetails(theirs: readonly Detail[], ours: readonly Detail[], strict: readonly Detail[], names: Set<KnownName>): boolean {
  const left = [...theirs];
  for (const detail of ours) {
    const at = left.findIndex((other) => isSame(detail, other));
    if (at > 0) {
      // What is passed over has to be accounted for by what follows: an order of their own is no known difference.
      const passed = left.splice(0, at);
      if (!passed.every((other) => ours.some((own) => isDeepStrictEqual(own.loc, other.loc) && accountForPair(other, own, strict, names)))) return false;
    }
    if (at >= 0) {
      left.shift();
      continue;
    }
    const other = theirs.find(({ loc }) => isDeepStrictEqual(loc, detail.loc));
    if (!accountForPair(other, detail, strict, names)) return false;
    if (other !== undefined && left.includes(other)) left.splice(left.indexOf(other), 1);
  }
  return left.length === 0;
}

/** Whether it is known that the mock says this where FastAPI says the other, or nothing. */
function accountForPair(theirs: Detail | undefined, ours: Detail, strict: readonly Detail[], names: Set<KnownName>): boolean {
  // A type that pydantic itself refuses is worded as pydantic does.
  if (theirs !== undefined && /_type$|_parsing$/.test(theirs.type)) return false;
  if (ours.type === 'string_unicode' && theirs === undefined && typeof ours.input === 'string' && hasSurrogate(ours.input)) names.add('surrogate-beside');
  else if (strict.some((detail) => isSame({ ...ours, input: undefined }, detail))) names.add('converted');
  else if (ours.type === 'finite_number' && ours.input === null) names.add('not-a-number');
  else if (ours.type === 'timezone_aware') names.add('format');
  else if (ours.type === 'value_error' && /must match format/.test(ours.msg)) names.add('format');
  else if (ours.type === 'value_error' && /duplicate items/.test(ours.msg)) names.add('repeats');
  else return false;
  return true;
}

/** An answer of 500 has no inputs to compare. */
function isSame(ours: Detail, theirs: Detail): boolean {
  const { input: _ours, ...a } = ours;
  const { input: _theirs, ...b } = theirs;
  return isDeepStrictEqual(a, b) && (!('input' in theirs) || isDeepStrictEqual(ours.input, theirs.input));
}

function parseDetails(body: Buffer): Detail[] {
  return (JSON.parse(body.toString()) as { detail: Detail[] }).detail;
}

function hasSurrogate(value: unknown): boolean {
  return /\\ud[89a-f]/.test(JSON.stringify(value) ?? '');
}

function hasNull(value: unknown): boolean {
  return /null/.test(JSON.stringify(value) ?? '');
}

function accountForBody(theirs: Buffer, ours: Buffer, isUpdate: boolean): KnownName[] | undefined {
  const names = new Set<KnownName>();
  const compare = (a: unknown, b: unknown): boolean => {
    if (Object.is(a, b)) return true;
    if (a === 0 && b === 0) return names.add('negative-zero').size > 0;
    if (isLarge(a) && Number(a.slice(4)) === Number(typeof b === 'string' ? b.slice(4) : b)) return names.add('large-integer').size > 0;
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every((key) => (isUpdate && key === 'updated_at') || (Object.hasOwn(b, key) && compare(a[key as never], b[key as never])));
  };
  return compare(parseLossless(theirs), parseLossless(ours)) && names.size > 0 ? [...names] : undefined;
}

function isLarge(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('int:');
}

/** JSON, with integers that JavaScript cannot hold as text. */
export function parseLossless(body: Buffer): unknown {
  return JSON.parse(
    body.toString().replaceAll(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) => (/^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"int:${token}"` : token)),
  );
}
