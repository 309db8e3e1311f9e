import type { SessionControl } from '../sessions/session-control.ts';
import type { KitServer } from './kit-server.ts';

/** The session of one test. */
export interface TestSession {
  readonly control: SessionControl;
  /**
   * Checks the session at the test's end.
   *
   * @throws {MockError} `violations-found` if the test broke the contract although it may not
   */
  readonly check: () => Promise<void>;
  /** Deletes the session. */
  readonly close: () => void;
}

/**
 * Opens a session for one test, named after it, so that a log or a journal shows which test a request belongs to.
 *
 * @param title the test's name
 * @param allowViolations whether the test may break the contract
 * @param fullTitle its name with those of its file and suites, for the coverage
 */
export async function openTestSession(
  server: KitServer,
  title: string,
  allowViolations = false,
  fullTitle: string = title,
): Promise<TestSession> {
  const name = toSessionName(title, server.nextNumber());
  const control = server.mock.session(name);
  await control.allowances.set({ violations: allowViolations });
  return {
    control,
    async check() {
      // The test may have reset the session, which takes the allowance back.
      if (!allowViolations) await control.assertNoViolations();
    },
    close() {
      server.coverage?.endTest(name, fullTitle);
      server.mock.sessions.delete(name);
    },
  };
}

/** Returns the base URL of a session, without a trailing slash: `http://127.0.0.1:51234/__session/moves-the-cursor-1`. */
export function toSessionUrl(server: KitServer, name: string): string {
  return `${server.url}/__session/${name}`;
}

/** A session's name may have 64 characters, of which the number at its end needs some. */
const TITLE_LENGTH = 48;

/** `PUT /tracker moves the cursor`, 3: `PUT-tracker-moves-the-cursor-3`. */
function toSessionName(title: string, number: number): string {
  const readable = title
    .replaceAll(/[^A-Za-z0-9._]+/g, '-')
    .slice(0, TITLE_LENGTH)
    .replaceAll(/^-+|-+$/g, '');
  return `${readable === '' ? 'test' : readable}-${number}`;
}
