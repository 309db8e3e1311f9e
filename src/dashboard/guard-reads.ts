import { MockError } from '../mock-error.ts';

/**
 * Returns a `fetch` for the client of a session that answers reads with 404 if the session does not exist. The control API would create the
 * session, but a page that only looks must not, and an open tab must not bring back a session that was deleted.
 */
export function guardReads(session: string, exists: () => Promise<boolean>): typeof globalThis.fetch {
  return async (input, init) => {
    const isRead = (init?.method ?? 'GET') === 'GET';
    if (!isRead || (await exists())) return fetch(input, init);
    const { status, ...problem } = new MockError('not-found', `The session ${session} does not exist.`).toProblem();
    return Response.json({ status, ...problem }, { status });
  };
}
