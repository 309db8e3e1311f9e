import { say } from '../result.ts';

export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** What a test found, and the requests that it sent. */
export interface Checks {
  readonly failures: readonly string[];
  readonly requests: number;
  check(what: string, seen: unknown, wanted: unknown): void;
  get(url: string, token?: string): Promise<Reply>;
  /** Gives a tracker of the default world a status. */
  update(url: string, status: string): Promise<Reply>;
  /** Returns the status of that tracker. */
  readStatus(url: string): Promise<unknown>;
}

/** In a session of its own, which no scenario moves. */
const TRACKER = '/__session/acceptance/tracker/9c41e6d8-80d8-4983-95db-d03ae99b3c71';

export function createChecks(): Checks {
  const failures: string[] = [];
  let requests = 0;
  const send = async (url: string, init: RequestInit): Promise<Reply> => {
    requests += 1;
    const reply = await fetch(url, { ...init, signal: AbortSignal.timeout(10_000) });
    const body: unknown = await reply.json().catch(() => undefined);
    return { status: reply.status, body };
  };
  return {
    failures,
    get requests() {
      return requests;
    },
    check(what, seen, wanted) {
      const isSame = seen === wanted;
      say(`${isSame ? 'ok' : 'not ok'} ${what}`);
      if (!isSame) failures.push(`${what}: ${JSON.stringify(seen)}, not ${JSON.stringify(wanted)}`);
    },
    get: (url, token) => send(url, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
    update: (url, status) =>
      send(`${url}${TRACKER}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ status }),
      }),
    readStatus: async (url) => ((await send(`${url}${TRACKER}`, {})).body as { readonly status?: unknown }).status,
  };
}
