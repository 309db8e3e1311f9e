import { toPathAndQuery } from '../exchange/path-and-query.ts';
import type { SessionControl } from '../sessions/session-control.ts';
import type { KitServer } from './kit-server.ts';

/** The session of one test. */
export interface TestSession {
  readonly control: SessionControl;
  /**
   * Checks the session at the test's end.
   *
   * @throws {MockError} `violations-found` if the test broke the contract, unless `allowViolations` is true
   * @throws {Error} if a request named no session: it was answered from another session's world
   */
  readonly check: (options: { readonly allowViolations: boolean }) => Promise<void>;
  /** Deletes the session. */
  readonly close: () => void;
}

/** Opens a session for one test, named after it, so that a log or a journal shows which test a request belongs to. */
export function openTestSession(server: KitServer, title: string): TestSession {
  const name = toSessionName(title, server.nextNumber());
  const control = server.mock.session(name);
  return {
    control,
    async check({ allowViolations }) {
      if (!allowViolations) await control.assertNoViolations();
      await checkStrays(server, toSessionUrl(server, name));
    },
    close: () => void server.mock.sessions.delete(name),
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

/** @throws {Error} */
async function checkStrays(server: KitServer, url: string): Promise<void> {
  const strays = await server.takeStrays();
  if (strays.length === 0) return;
  const shown = strays.slice(0, 10).map(({ method, path, query }) => `  ${method} ${toPathAndQuery(path, query)}`);
  const count = strays.length === 1 ? 'One request' : `${strays.length} requests`;
  throw new Error(
    `${count} named no session, so the test's world was not used:\n${shown.join('\n')}\n` +
      `Send them to ${url}/… A path that begins with a slash loses the prefix when it is resolved against a base URL.`,
  );
}
