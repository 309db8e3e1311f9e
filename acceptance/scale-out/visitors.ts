/** Someone with a session of their own, who names it in each way that there is, through the proxy. */
export interface Visitor {
  readonly session: string;
  /** What only this session's world has: the status of a tracker, and the name of a snapshot. */
  readonly marks: readonly [status: string, snapshot: string];
  /** Changes the world and takes a snapshot of it. Returns what goes wrong. */
  arrive(): Promise<string[]>;
  /** Returns what is not as this visitor left it. */
  look(): Promise<string[]>;
  /** Requests the tracker. Returns the HTTP status. */
  knock(): Promise<number>;
  /** Deletes the session, named by the path of the control API alone. Returns the HTTP status. */
  leave(): Promise<number>;
}

interface Call {
  readonly method?: string;
  readonly body?: object;
  /** How the session is named. */
  readonly by: 'header' | 'path';
}

const TRACKER = '/tracker/9c41e6d8-80d8-4983-95db-d03ae99b3c71';
const SNAPSHOTS = '/__admin/state/snapshots';

/**
 * @param url the address of the proxy
 * @param onRequest is called for each request
 */
export function createVisitor(url: string, session: string, token: string, onRequest: () => void): Visitor {
  const marks = [`status of ${session}`, `snapshot-of-${session}`] as const;
  const authorization = `Bearer ${token}`;
  const call = async (path: string, { method = 'GET', body, by }: Call): Promise<Response> => {
    onRequest();
    return fetch(`${url}${by === 'path' ? `/__session/${session}` : ''}${path}`, {
      method,
      headers: {
        authorization,
        // The path wins over the header.
        'x-mock-session': by === 'header' ? session : 'another',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  };
  const expect = (what: string, seen: unknown, wanted: unknown): string[] =>
    seen === wanted ? [] : [`${session}: ${what} is ${JSON.stringify(seen)}, not ${JSON.stringify(wanted)}`];

  return {
    session,
    marks,
    async arrive() {
      const updated = await call(TRACKER, { method: 'PUT', body: { status: marks[0] }, by: 'header' });
      await updated.text();
      const taken = await call(SNAPSHOTS, { method: 'POST', body: { name: marks[1] }, by: 'path' });
      await taken.text();
      return [
        ...expect('the session of the reply', updated.headers.get('x-mock-session'), session),
        ...expect('the status of the update', updated.status, 200),
        ...expect('the status of the snapshot', taken.status, 201),
      ];
    },
    async look() {
      const tracker = await call(TRACKER, { by: 'path' });
      const { status } = (await readJson(tracker)) as { readonly status?: unknown };
      const list = await call(SNAPSHOTS, { by: 'header' });
      const { snapshots = [] } = (await readJson(list)) as {
        readonly snapshots?: readonly { readonly name: string }[];
      };
      return [
        ...expect('the status of the look', tracker.status, 200),
        ...expect('the status of the list', list.status, 200),
        ...expect('the tracker', status, marks[0]),
        ...expect('the snapshot', snapshots.map(({ name }) => name).join(), marks[1]),
      ];
    },
    async knock() {
      const reply = await call(TRACKER, { by: 'header' });
      await reply.arrayBuffer();
      return reply.status;
    },
    async leave() {
      onRequest();
      // With the prefix of another session, as a client sends it whose base URL has one; every second one without.
      const prefix = session.endsWith('0') ? '/__session/another' : '';
      const reply = await fetch(`${url}${prefix}/__admin/sessions/${session}`, {
        method: 'DELETE',
        headers: { authorization },
      });
      await reply.arrayBuffer();
      return reply.status;
    },
  };
}

/** Returns a body of JSON, or an empty object for another one, such as a proxy's own error. */
async function readJson(reply: Response): Promise<object> {
  const text = await reply.text();
  return reply.headers.get('content-type')?.includes('json') === true ? (JSON.parse(text) as object) : {};
}
