import { contractError } from '../contract/document.ts';
import type { Operation } from '../contract/operation.ts';
import type { Result } from '../exchange/result.ts';
import type { TrackerModel } from '../trackers/tracker-model.ts';
import type { EventPolicy } from '../trackers/update-tracker.ts';
import type { World } from '../trackers/world.ts';

/** A valid request, and the world that it is made in. */
export interface OperationContext {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  readonly world: World;
  readonly model: TrackerModel;
  readonly policy: EventPolicy;
  /** Microseconds since 1970. */
  readonly now: number;
}

/** What the API does for a valid request to one operation. Has no side effects: the change is in the result. */
export type Behaviour = (context: OperationContext) => Result;

/** Returns the name of the only parameter in the operation's path. */
export function findIdParameter(operation: Operation): string {
  const parameter = operation.parameters.find((candidate) => candidate.in === 'path');
  if (parameter === undefined) throw contractError(operation.pointer, `has no path parameter for ${operation.path}.`);
  return parameter.name;
}
