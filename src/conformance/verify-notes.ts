import type { VerifyRun } from './run-verify.ts';

/** From this average on, in milliseconds, a server is slow enough to say so. */
const SLOW = 500;

/** What a run met and did that is neither a difference nor a problem. */
export function toNotes(run: VerifyRun, isUnauthorized: boolean): string[] {
  const { met, restored, unserved, refused, excuses, otherProfile } = run;
  const average = met.sent === 0 ? 0 : met.took / met.sent;
  return [
    ...excuses,
    ...(otherProfile === undefined ? [] : [`the server words errors as --profile ${otherProfile} does: try that`]),
    ...restored.flatMap(({ tracker, failure, cursor }) => [
      ...(failure === undefined ? [`put back status and reason of the tracker ${tracker}`] : []),
      ...(cursor === undefined
        ? []
        : [`moved the cursor of the tracker ${tracker} from ${String(cursor.before)} to ${String(cursor.after)}`]),
    ]),
    ...(unserved.length === 0
      ? []
      : [`not served by the server, so not checked: ${unserved.length} operations, such as ${unserved[0]}`]),
    ...[...met.repeated].map(([status, count]) => `sent ${count} requests again after ${status}`),
    ...(isUnauthorized
      ? []
      : refused.map(
          ({ operation, refused: count, ran }) =>
            `${count} of ${ran} replies to ${operation} are 401 or 403, and were not checked`,
        )),
    ...(average < SLOW
      ? []
      : [
          `the server is slow: replies took ${Math.round(average)} ms on average, ${Math.round(met.slowest)} ms at most`,
        ]),
  ];
}
