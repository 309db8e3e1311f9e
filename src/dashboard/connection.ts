import { computed, signal } from '@preact/signals';
import type { AdminClient } from '../client/client.ts';
import { createAdminClient } from '../client/client.ts';
import { MockError } from '../mock-error.ts';

/** The address of the mock: that of the page without `/__admin/ui/`, and without a prefix that selects a session. */
const [, path = '', prefix] = /^(.*?)(?:\/__session\/([^/]*))?\/__admin\/ui\//.exec(location.pathname) ?? [];
export const mockUrl: string = location.origin + path;
/** The session whose prefix is in the address of the page. */
export const namedSession: string | undefined = prefix;

// For this tab alone, and for this mock: several may be mounted at one origin.
const KEY = `tracker-mock-token:${path}`;

/** The token of the control API, if the mock has asked for it. */
export const token = signal<string | undefined>(sessionStorage.getItem(KEY) ?? undefined);
/** Whether the mock refused a call because of the token. */
export const isTokenMissing = signal(false);

export function setToken(text: string): void {
  sessionStorage.setItem(KEY, text);
  token.value = text;
  isTokenMissing.value = false;
}

const clients = computed(() => {
  const given = token.value;
  const made = new Map<string, AdminClient>();
  return (session: string): AdminClient => {
    const client =
      made.get(session) ?? createAdminClient(mockUrl, { session, ...(given === undefined ? {} : { token: given }) });
    made.set(session, client);
    return client;
  };
});

/** Returns the client of a session, with the token of this tab. */
export function toClient(session = 'default'): AdminClient {
  return clients.value(session);
}

/** Returns the message of a failure. One that is about the token makes the page ask for it. */
export function toMessage(error: unknown): string {
  if (error instanceof MockError && error.code === 'admin-unauthorized') isTokenMissing.value = true;
  return error instanceof Error ? error.message : String(error);
}
