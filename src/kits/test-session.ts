import { toPathAndQuery } from '../exchange/path-and-query.ts';
import type { SessionControl } from '../sessions/session-control.ts';
import type { KitServer } from './kit-server.ts';

/** The session of one test. */
export interface TestSession {
  readonly control: SessionControl;
  /**
   * Says whether all is well at the test's end.
   *
   * @throws {MockError} `violations-found` where the test broke the contract, unless it may
   * @throws {Error} where a request named no session: it was answered from a world that the test does not see
   */
  readonly check: (options: { readonly allowViolations: boolean }) => Promise<void>;
  /** Drops what the session holds. */
  readonly close: () => void;
}

/** Opens a session for one test, named after it, so that a log or a journal tells whose requests it shows. */
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

/** The base URL of a session, without a slash at its end: `http://127.0.0.1:51234/__session/moves-the-cursor-1`. */
export function toSessionUrl(server: KitServer, name: string): string {
  return `${server.url}/__session/${name}`;
}

/** A session's name may have 64 characters; the number at its end needs some of them. */
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
    `${count} named no session, so another world than the test's answered:\n${shown.join('\n')}\n` +
      `Send them to ${url}/… A path that begins with a slash loses the prefix where it is resolved against a base URL.`,
  );
}
