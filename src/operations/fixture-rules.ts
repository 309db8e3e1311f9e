import type { Contract } from '../contract/contract.ts';
import { isObject, resolvePlace } from '../contract/document.ts';
import type { FixtureProblem } from '../trackers/fixture-problem.ts';
import type { FixtureRules } from '../trackers/fixture.ts';
import type { TrackerModel } from '../trackers/tracker-model.ts';
import type { EventPolicy } from '../trackers/update-tracker.ts';
import { createContractCheck } from './contract-check.ts';
import { createEventRules } from './event-rules.ts';
import { findTrackerSchemas } from './tracker-schemas.ts';

/**
 * Returns the rules for fixtures: the contract's schemas of a tracker and of an event, with the wording of request errors.
 *
 * @param checkStub returns why a stub would be refused
 */
export function createFixtureRules(
  contract: Contract,
  model: TrackerModel,
  policy: EventPolicy,
  checkStub: FixtureRules['checkStub'],
): FixtureRules {
  const { schemas } = contract;
  const pointers = new Set(
    findTrackerSchemas(contract).map(({ pointer }) => resolvePlace(schemas.document, pointer).pointer),
  );
  const check = createContractCheck(schemas, [...pointers]);
  const checkTracker = (tracker: unknown): FixtureProblem[] => {
    const found = check(tracker);
    return found.length > 0 ? found : checkId(tracker);
  };
  return { model, policy, checkTracker, events: createEventRules(contract), checkStub };
}

/** A contract may define no fields of a tracker, or no id. */
function checkId(tracker: unknown): FixtureProblem[] {
  if (!isObject(tracker)) return [{ path: [], message: 'is not an object', value: tracker }];
  const { id } = tracker;
  if (typeof id === 'string' || Number.isInteger(id)) return [];
  return [{ path: ['id'], message: id === undefined ? 'is missing' : 'is neither a string nor an integer', value: id }];
}
