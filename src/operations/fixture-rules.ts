import type { Contract } from '../contract/contract.ts';
import { isObject, resolvePlace } from '../contract/document.ts';
import { explain } from '../pydantic/explain.ts';
import type { FixtureProblem } from '../trackers/fixture-problem.ts';
import type { FixtureRules } from '../trackers/fixture.ts';
import type { TrackerModel } from '../trackers/tracker-model.ts';
import type { EventPolicy } from '../trackers/update-tracker.ts';
import { findTrackerSchemas } from './tracker-schemas.ts';

/**
 * Returns the rules for fixtures: the contract's schemas of a tracker, with the wording of request errors.
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
  const checks = [...pointers].map((pointer) => schemas.compile(pointer));
  const checkTracker = (tracker: unknown): FixtureProblem[] => {
    const found = new Map<string, FixtureProblem>();
    for (const { pointer, check } of checks) {
      const errors = check(tracker);
      if (errors === undefined) continue;
      for (const { type, loc, inputAt, msg } of explain(schemas, pointer, tracker, errors)) {
        // Not `loc`, which includes the branches of unions.
        const path = type === 'missing' ? [...inputAt, loc.at(-1) ?? ''] : inputAt;
        const key = JSON.stringify(path);
        if (found.has(key)) continue;
        found.set(key, {
          path,
          message: type === 'missing' ? 'is missing' : `breaks the contract: ${msg}`,
          value: type === 'missing' ? undefined : findAt(tracker, inputAt),
        });
      }
    }
    return found.size > 0 ? [...found.values()] : checkId(tracker);
  };
  return { model, policy, checkTracker, checkStub };
}

/** A contract may define no fields of a tracker, or no id. */
function checkId(tracker: unknown): FixtureProblem[] {
  if (!isObject(tracker)) return [{ path: [], message: 'is not an object', value: tracker }];
  const { id } = tracker;
  if (typeof id === 'string' || Number.isInteger(id)) return [];
  return [{ path: ['id'], message: id === undefined ? 'is missing' : 'is neither a string nor an integer', value: id }];
}

function findAt(root: unknown, path: readonly (string | number)[]): unknown {
  let current = root;
  for (const key of path) current = (current as Record<string, unknown> | null)?.[key];
  return current;
}
