import { checkShape } from '../control/check-shape.ts';
import { CONTROL_SCHEMAS } from '../control/control-schemas.ts';
import type { ClockInput } from '../control/control-types.ts';
import { toReference } from '../control/schema-object.ts';
import { toShortJson } from '../control/short-json.ts';
import { parseTimestamp } from './timestamp.ts';

/** Yields what is wrong with the clock of a fixture, one sentence for each mistake, beginning with its JSON pointer. */
export function* checkClock(clock: unknown): Generator<string> {
  yield* checkShape(toReference('ClockInput'), clock, CONTROL_SCHEMAS, '/clock');
  if (isClock(clock) && clock.now !== undefined && parseTimestamp(clock.now) === undefined) {
    yield `/clock/now must be a date-time with a time zone, such as 2026-08-18T20:28:14Z, not ${toShortJson(clock.now)}`;
  }
}

export function isClock(clock: unknown): clock is ClockInput {
  return checkShape(toReference('ClockInput'), clock, CONTROL_SCHEMAS).next().done === true;
}
