import type { JsonObject } from '../contract/document.ts';
import type { Random } from './random.ts';

/** Yields numbers within the bounds of a schema, the likely ones first. @param random undefined for the same ones every time */
export function* listNumbers(node: JsonObject, isInteger: boolean, random: Random | undefined): Generator<number> {
  const step = typeof node['multipleOf'] === 'number' ? node['multipleOf'] : isInteger ? 1 : undefined;
  const least = readBound(node['minimum'], node['exclusiveMinimum'], Math.max) ?? Number.NEGATIVE_INFINITY;
  const most = readBound(node['maximum'], node['exclusiveMaximum'], Math.min) ?? Number.POSITIVE_INFINITY;
  const isInside = (value: number): boolean =>
    value >= least &&
    value <= most &&
    value !== node['exclusiveMinimum'] &&
    value !== node['exclusiveMaximum'] &&
    (!isInteger || Number.isInteger(value));
  for (const value of listCandidates(least, most, step, random)) if (isInside(value)) yield value;
}

/** How far the numbers range where a bound is missing. */
const RANGE = 100;
/** The number without bounds if none is drawn. */
const PLAIN = 5;

function* listCandidates(
  least: number,
  most: number,
  step: number | undefined,
  random: Random | undefined,
): Generator<number> {
  const from = Number.isFinite(least) ? least : Number.isFinite(most) ? most - RANGE : 0;
  const to = Number.isFinite(most) ? most : from + RANGE;
  const plain = Number.isFinite(least) || Number.isFinite(most) ? from : PLAIN;
  const middle = random === undefined ? plain : from + random() * (to - from);
  if (step !== undefined) {
    // A multiple that is written as a decimal: 3 * 0.1 is not 0.3.
    const digits = Math.min(100, String(step).split('.')[1]?.length ?? 0);
    const toMultiple = (count: number): number => Number((count * step).toFixed(digits));
    yield toMultiple(Math.round(middle / step));
    for (const base of [Math.ceil(from / step), Math.floor(to / step)]) {
      for (const offset of [0, 1, -1, 2, -2]) yield toMultiple(base + offset);
    }
    // A step that no number is a multiple of after rounding, or an integer that must be a multiple of a fraction.
    for (let count = 0; count <= RANGE; count += 1) yield toMultiple(Math.ceil(from / step) + count);
  }
  yield Number(middle.toFixed(2));
  yield middle;
  yield from;
  yield to;
  yield (from + to) / 2;
}

function readBound(inclusive: unknown, exclusive: unknown, pick: (...bounds: number[]) => number): number | undefined {
  const bounds = [inclusive, exclusive].filter((bound) => typeof bound === 'number');
  return bounds.length === 0 ? undefined : pick(...bounds);
}
