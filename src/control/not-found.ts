import { MockError } from '../mock-error.ts';
import { findNearestName } from './nearest-name.ts';

/**
 * Returns the error about something that a session does not have. It names the session, since a test that looks into another one than it
 * wrote to is the usual reason.
 *
 * @param kind what it would be: `Snapshot`
 * @param known the names that exist, if callers choose them: a misspelt one gets the nearest as advice
 */
export function toNotFoundError(kind: string, name: string, session: string, known: Iterable<string> = []): MockError {
  const place = ` in the session ${JSON.stringify(session)}`;
  return new MockError('not-found', `${kind} ${JSON.stringify(name)} not found${place}.${toAdvice(name, known)}`);
}

/** Returns the error about a session that does not exist. */
export function toNoSessionError(name: string, known: Iterable<string>): MockError {
  const advice = toAdvice(name, known) || ' It is created by the first request to it.';
  return new MockError('not-found', `Session ${JSON.stringify(name)} not found.${advice}`);
}

function toAdvice(name: string, known: Iterable<string>): string {
  const nearest = findNearestName(name, [...known]);
  return nearest === undefined ? '' : ` Did you mean ${JSON.stringify(nearest)}?`;
}
