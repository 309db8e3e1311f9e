import { computed, signal } from '@preact/signals';
import type { AdminClient } from '../client/client.ts';
import { createAdminClient } from '../client/client.ts';
import type { SessionInfo } from '../control/control-types.ts';
import { MockError } from '../mock-error.ts';
import { guardReads } from './guard-reads.ts';

/** The address of the mock: that of the page without `/__admin/ui/`, and without a prefix that selects a session. */
const [, path = '', prefix] = /^(.*?)(?:\/__session\/([^/]*))?\/__admin\/ui\//.exec(location.pathname) ?? [];
export const mockUrl: string = location.origin + path;
/** The session of a request that names none. */
export const DEFAULT_SESSION = 'default';
/** The session whose prefix is in the address of the page. */
export const namedSession: string | undefined = prefix;

// For this tab alone, and for this mock: several may be mounted at one origin.
const KEY = `tracker-mock-token:${path}`;

/** The token of the control API, if the mock has asked for it. */
export const token = signal<string | undefined>(sessionStorage.getItem(KEY) ?? undefined);
/** Whether the mock refused a call because of the token, and has not got another one since. */
export const isTokenMissing = signal(false);
/** Whether the page asks for the token now. */
export const isTokenAsked = signal(false);

export function askForToken(): void {
  isTokenMissing.value = true;
  isTokenAsked.value = true;
}

export function setToken(text: string): void {
  sessionStorage.setItem(KEY, text);
  token.value = text;
  isTokenMissing.value = false;
  isTokenAsked.value = false;
}

const clients = computed(() => {
  const made = new Map<string, AdminClient>();
  return (session: string): AdminClient => {
    const client =
      made.get(session) ?? createClient(session, session === DEFAULT_SESSION ? undefined : guarded(session));
    made.set(session, client);
    return client;
  };
});

function createClient(session: string, fetch?: typeof globalThis.fetch): AdminClient {
  const given = token.value;
  return createAdminClient(mockUrl, {
    session,
    ...(given === undefined ? {} : { token: given }),
    ...(fetch === undefined ? {} : { fetch }),
  });
}

function guarded(session: string): typeof globalThis.fetch {
  // Reads at the same time share one request.
  return guardReads(session, async () => (await (listing ?? listSessions())).some(({ name }) => name === session));
}

/**
 * Returns the client of a session, with the token of this tab. Its reads fail if the session does not exist, except those of the session
 * `default`, which every mock has.
 */
export function toClient(session: string = DEFAULT_SESSION): AdminClient {
  return clients.value(session);
}

/** The names of the sessions that the mock listed last. */
export const sessionNames = signal<ReadonlySet<string> | undefined>(undefined);

let listing: Promise<SessionInfo[]> | undefined;

/** Lists the sessions of the mock as they are now. */
export function listSessions(): Promise<SessionInfo[]> {
  const call = toClient()
    .sessions()
    .then((sessions) => {
      // An older list that comes later is out of date.
      if (listing === call) sessionNames.value = new Set(sessions.map(({ name }) => name));
      return sessions;
    })
    .finally(() => {
      if (listing === call) listing = undefined;
    });
  listing = call;
  return call;
}

/** Creates a session, if it does not exist: the mock does so at the first call. */
export async function createSession(session: string): Promise<void> {
  await createClient(session).clock.get();
  await listSessions();
}

/** Returns the message of a failure. One that is about the token makes the page ask for it. */
export function toMessage(error: unknown): string {
  if (error instanceof MockError && error.code === 'admin-unauthorized') askForToken();
  return error instanceof Error ? error.message : String(error);
}
