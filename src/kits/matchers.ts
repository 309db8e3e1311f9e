import { setTimeout } from 'node:timers/promises';
import { toViolationsError } from '../journal/violations-error.ts';
import type { SessionControl } from '../sessions/session-control.ts';
import type { ReceivedRequest } from './received.ts';
import { checkExpected, findReceived, toMissingReport, toUnwantedReport } from './received.ts';

/** What a matcher tells its runner. */
export interface MatcherVerdict {
  readonly pass: boolean;
  readonly message: () => string;
}

export interface ReceivedOptions {
  /** How long to wait for the request, in milliseconds. A negated matcher never waits. */
  readonly timeout: number;
  readonly isNot: boolean;
}

/** How often a waiting matcher looks, in milliseconds. */
const LOOK_EVERY = 20;

/** The clock as it is now: a test may put a false one in its place, which does not run. */
const now = performance.now.bind(performance);

/**
 * Whether a session received a request.
 *
 * @throws {TypeError} where it is given no session, or a condition that there is none of
 * @throws {MockError} where a condition cannot be met, such as an operation that the contract does not have
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
  // Read now: the message is asked for when the session may be gone.
  const text = pass ? toUnwantedReport(session, expected, found) : await toMissingReport(session, expected);
  return { pass, message: () => text };
}

/**
 * Whether no exchange of a session broke the contract.
 *
 * @throws {TypeError} where it is given no session
 */
export async function toHaveNoViolations(session: unknown): Promise<MatcherVerdict> {
  checkSession(session, 'toHaveNoViolations');
  const found = await session.violations();
  const pass = found.length === 0;
  return {
    pass,
    message: () =>
      pass
        ? `The session ${JSON.stringify(session.name)} has no violations, and some were expected.`
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
