import { toText } from './statistic.mjs';

/**
 * Creates a row of the table: `{ what, figure, reach, verdict }`.
 *
 * @param target `{ least }` or `{ most }`, or undefined if the figure is only for information
 * @param value the number that is compared with the target
 * @param figure the text that is shown, with the numbers that the value was computed from
 */
export function createRow(what, { value, figure, target }) {
  if (target === undefined) return { what, figure, reach: '', verdict: '', value };
  const { least, most, unit = '' } = target;
  const isReached = least === undefined ? value <= most : value >= least;
  return {
    what,
    figure,
    reach: least === undefined ? `≤ ${toShort(most)}${unit}` : `≥ ${toShort(least)}${unit}`,
    verdict: isReached ? 'reached' : 'NOT reached',
    value,
  };
}

/** Creates a row that could not be measured. */
export function createEmptyRow(what, reason) {
  return { what, figure: reason.split('\n')[0].slice(0, 100), reach: '', verdict: 'not measured' };
}

/**
 * Creates a row with the speed of the first relative to the second: `0.63 × (31,200 / 49,500 /s; by CPU time 0.58 ×)`.
 *
 * If other work disturbed most of the rounds, the verdict is by CPU time, since requests per second mean little then.
 */
export function createSpeedRow(what, first, second, target) {
  const failure = first.failure ?? second.failure;
  if (failure !== undefined) return createEmptyRow(what, failure);
  const bySpeed = first.perSecond / second.perSecond;
  const rates = `${toText(first.perSecond)} / ${toText(second.perSecond)} /s`;
  if (first.cpuMicros === undefined || second.cpuMicros === undefined) {
    return createRow(what, { value: bySpeed, figure: `${toText(bySpeed)} × (${rates})`, target });
  }
  const byCpu = second.cpuMicros / first.cpuMicros;
  if (first.isDisturbed || second.isDisturbed) {
    const figure = `${toText(byCpu)} × by CPU time (${toText(second.cpuMicros)} / ${toText(first.cpuMicros)} µs; disturbed: ${rates})`;
    return createRow(what, { value: byCpu, figure, target });
  }
  return createRow(what, {
    value: bySpeed,
    figure: `${toText(bySpeed)} × (${rates}; by CPU time ${toText(byCpu)} ×)`,
    target,
  });
}

/** Creates a row with the cost of the first relative to the second: `1.8 × (95.1 / 52.3 ms)`. */
export function createCostRow(what, first, second, unit, target) {
  const value = first / second;
  return createRow(what, {
    value,
    figure: `${toText(value)} × (${toText(first)} / ${toText(second)} ${unit})`,
    target,
  });
}

function toShort(number) {
  return number.toLocaleString('en-US');
}
