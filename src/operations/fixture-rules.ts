import type { Contract } from '../contract/contract.ts';
import { explain } from '../pydantic/explain.ts';
import type { FixtureProblem } from '../trackers/fixture-problem.ts';
import type { FixtureRules } from '../trackers/fixture.ts';
import type { TrackerModel } from '../trackers/tracker-model.ts';
import type { EventPolicy } from '../trackers/update-tracker.ts';
import { findTrackerSchema } from './contract-tracker.ts';

/** What fixtures have to keep: the contract's schema of a tracker, in the words that a request's mistakes have. */
export function createFixtureRules(contract: Contract, model: TrackerModel, policy: EventPolicy): FixtureRules {
  const schema = contract.schemas.compile(findTrackerSchema(contract));
  const checkTracker = (tracker: unknown): FixtureProblem[] => {
    const errors = schema.check(tracker);
    if (errors === undefined) return [];
    return explain(contract.schemas, schema.pointer, tracker, errors).map(({ type, loc, inputAt, msg }) => ({
      // Not `loc`, in which the branches of a union stand, too.
      path: type === 'missing' ? [...inputAt, loc.at(-1) ?? ''] : inputAt,
      message: type === 'missing' ? 'is missing' : `is not as the contract says: ${msg}`,
      value: type === 'missing' ? undefined : findAt(tracker, inputAt),
    }));
  };
  return { model, policy, checkTracker };
}

function findAt(root: unknown, path: readonly (string | number)[]): unknown {
  let current = root;
  for (const key of path) current = (current as Record<string, unknown> | null)?.[key];
  return current;
}
