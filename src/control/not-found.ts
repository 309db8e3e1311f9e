import { MockError } from '../mock-error.ts';
import { findNearestName } from './nearest-name.ts';

/**
 * Returns the error about something that does not exist.
 *
 * @param kind what it would be: `Snapshot`
 * @param known the names that exist, if callers choose them: a misspelt one gets the nearest as advice
 */
export function toNotFoundError(kind: string, name: string, known: Iterable<string> = []): MockError {
  const nearest = findNearestName(name, [...known]);
  const advice = nearest === undefined ? '' : ` Did you mean ${JSON.stringify(nearest)}?`;
  return new MockError('not-found', `${kind} ${JSON.stringify(name)} not found.${advice}`);
}
