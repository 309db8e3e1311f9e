import { isDeepStrictEqual } from 'node:util';

/** One entry of FastAPI's `detail`. */
export interface Detail {
  readonly type: string;
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly input?: unknown;
  readonly ctx?: unknown;
}

/** Returns the entries in a 422, or undefined if it does not have FastAPI's form. */
export function parseDetails(body: Buffer): Detail[] | undefined {
  const text = body.toString();
  if (/\s/.test(text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""'))) return undefined;
  const [[key, details] = [], ...more] = Object.entries(parseObject(text));
  if (key !== 'detail' || more.length > 0 || !Array.isArray(details) || details.length === 0) return undefined;
  return details.every((detail) => KEYS.includes(Object.keys(detail as object).join())) ? details : undefined;
}

/** In the order in which pydantic has them. */
const KEYS = ['type,loc,msg,input', 'type,loc,msg,input,ctx'];

function parseObject(text: string): object {
  try {
    return Object(JSON.parse(text)) as object;
  } catch {
    return {};
  }
}

/** Whether both say the same. In a verdict there are no inputs to compare. */
export function isSame(ours: Detail, theirs: Detail): boolean {
  const { input: ourInput, ...a } = ours;
  const { input: theirInput, ...b } = theirs;
  return isDeepStrictEqual(a, b) && (!('input' in theirs) || isDeepStrictEqual(ourInput, theirInput));
}

/** The strict verdict is made from JSON, which words some types in another way than FastAPI, which reads Python's values. */
export function isStrictSame(ours: Detail, strict: Detail): boolean {
  if (!isDeepStrictEqual(ours.loc, strict.loc)) return false;
  const names = JSON_TYPES.get(ours.type);
  if (names !== undefined) return names.includes(strict.type);
  return ours.type === strict.type && ours.msg === strict.msg && isDeepStrictEqual(ours.ctx, strict.ctx);
}

/** By the type of an error, its types in JSON. */
const JSON_TYPES: ReadonlyMap<string, readonly string[]> = new Map([
  ['time_delta_type', ['time_delta_type']],
  ['ip_v4_address', ['string_type']],
  ['ip_v6_address', ['string_type']],
  ['ip_v4_network', ['string_type']],
  ['ip_v6_network', ['string_type']],
  ['list_type', ['list_type']],
  ['set_type', ['set_type']],
  ['tuple_type', ['tuple_type']],
  ['dict_type', ['dict_type']],
  ['model_attributes_type', ['model_type', 'dict_type']],
]);

/** Whether a mistake is at a place or below it. */
export function isBelow(detail: Detail, loc: Detail['loc']): boolean {
  return loc.every((key, index) => key === detail.loc[index]);
}
