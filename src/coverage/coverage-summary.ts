import type { CoverageKind } from '../control/control-types.ts';
import { COVERAGE_KINDS } from '../control/coverage-schemas.ts';
import type { CoverageElement } from './element.ts';
import type { Hit } from './tally.ts';

/** How much of one kind was covered. */
export interface CoverageTotal {
  readonly kind: CoverageKind;
  readonly covered: number;
  readonly total: number;
  /** From 0 to 100, not rounded; 100 if there is nothing to cover. */
  readonly percent: number;
}

/** Counts what was covered, one total for each kind. */
export function countCoverage(
  elements: readonly CoverageElement[],
  hits: ReadonlyMap<string, Hit>,
): readonly CoverageTotal[] {
  return COVERAGE_KINDS.map((kind) => {
    const own = elements.filter((element) => element.kind === kind);
    const covered = own.filter(({ key }) => hits.has(key)).length;
    return { kind, covered, total: own.length, percent: own.length === 0 ? 100 : (covered / own.length) * 100 };
  });
}

/** Returns `operations 3 of 4 (75 %), …`. */
export function toCoverageText(totals: readonly CoverageTotal[]): string {
  return totals.map((total) => `${total.kind} ${toShareText(total)}`).join(', ');
}

function toShareText({ covered, total, percent }: CoverageTotal): string {
  return `${covered} of ${total} (${toPercentText(percent)})`;
}

/** Rounds down, so that only full coverage is called 100 %. */
function toPercentText(percent: number): string {
  return `${Math.floor(percent * 10) / 10} %`;
}

/** The minimum percentage of some kinds. */
export type CoverageThresholds = Readonly<Partial<Record<CoverageKind, number>>>;

/** How many uncovered parts the message about a threshold names. */
const GAPS_NAMED = 5;

/** Returns why a run is below its thresholds, one message for each kind that is. */
export function checkThresholds(
  elements: readonly CoverageElement[],
  hits: ReadonlyMap<string, Hit>,
  thresholds: CoverageThresholds,
): string[] {
  return countCoverage(elements, hits).flatMap((total) => {
    const threshold = thresholds[total.kind] ?? 0;
    if (total.percent >= threshold) return [];
    const gaps = elements.filter(({ kind, key }) => kind === total.kind && !hits.has(key)).map(({ label }) => label);
    const more = gaps.length > GAPS_NAMED ? `, and ${gaps.length - GAPS_NAMED} more` : '';
    const named = `${gaps.slice(0, GAPS_NAMED).join('; ')}${more}`;
    return `Coverage of ${total.kind} is ${toShareText(total)}, below the threshold of ${threshold} %. Not covered: ${named}`;
  });
}
