import { setTimeout } from 'node:timers/promises';
import { toViolationsError } from '../journal/violations-error.ts';
import type { SessionControl } from '../sessions/session-control.ts';
import type { ReceivedRequest } from './received.ts';
import { checkExpected, findReceived, toMissingReport, toUnwantedReport } from './received.ts';

/** What a matcher returns to its runner. */
export interface MatcherVerdict {
  readonly pass: boolean;
  readonly message: () => string;
}

export interface ReceivedOptions {
  /** How long to wait for the request, in milliseconds. A negated matcher never waits. */
  readonly timeout: number;
  readonly isNot: boolean;
}

/** Polling interval of a waiting matcher, in milliseconds. */
const LOOK_EVERY = 20;

/** Bound when the module is loaded: a test may install fake timers, under which the clock stands still. */
const now = performance.now.bind(performance);

/**
 * Checks whether a session received a request.
 *
 * @throws {TypeError} if it is not given a session, or is given an unknown criterion
 * @throws {MockError} if a criterion can never be met, such as an operation that the contract does not have
 */
export async function toHaveReceived(
  session: unknown,
  expected: ReceivedRequest,
  { timeout, isNot }: ReceivedOptions,
): Promise<MatcherVerdict> {
  checkSession(session, 'toHaveReceived');
  checkExpected(expected);
  const end = now() + (isNot ? 0 : timeout);
  let found = await findReceived(session, expected);
  while (found.length === 0 && now() < end) {
    await setTimeout(LOOK_EVERY);
    found = await findReceived(session, expected);
  }
  const pass = found.length > 0;
  // Read now: the session may be gone when the runner asks for the message.
  const text = pass ? toUnwantedReport(session, expected, found) : await toMissingReport(session, expected);
  return { pass, message: () => text };
}

/**
 * Checks that no exchange of a session broke the contract.
 *
 * @throws {TypeError} if it is not given a session
 */
export async function toHaveNoViolations(session: unknown): Promise<MatcherVerdict> {
  checkSession(session, 'toHaveNoViolations');
  const found = await session.violations();
  const pass = found.length === 0;
  return {
    pass,
    message: () =>
      pass
        ? `The session ${JSON.stringify(session.name)} has no violations, but some were expected.`
        : toViolationsError(found).message,
  };
}

/** @throws {TypeError} */
function checkSession(value: unknown, matcher: string): asserts value is SessionControl {
  if (isSession(value)) return;
  const sources = 'the session of the fixture, of mock.session(name) or of a client';
  throw new TypeError(`${matcher} needs a session of the mock: expect(session).${matcher}(…), with ${sources}.`);
}

function isSession(value: unknown): value is SessionControl {
  return typeof value === 'object' && value !== null && 'requests' in value && 'violations' in value && 'name' in value;
}
