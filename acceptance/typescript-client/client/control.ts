/** The controls of one session, by plain requests: nothing of the generated client is used to check its calls. */
export interface Control {
  /** Where the session's API is. */
  readonly url: string;
  trackers(): Promise<unknown[]>;
  stub(stub: object): Promise<void>;
  addEvent(id: string, taskId?: string): Promise<void>;
  /** The ids of a task's events behind one of them. */
  listEvents(filter?: {
    readonly task_id: string;
    readonly after: string | null;
    readonly limit: number;
  }): Promise<string[]>;
}

export function createControl(server: string, session: string): Control {
  const url = `${server}/__session/${session}`;
  const send = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${url}/__admin${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  return {
    url,
    trackers: async () => ((await send('GET', '/state')) as { trackers: unknown[] }).trackers,
    stub: async (stub) => void (await send('POST', '/stubs', stub)),
    addEvent: async (id, taskId = 'task_id') =>
      void (await send('POST', '/events', { id, task_id: taskId, agent_id: 'agent_id' })),
    async listEvents(filter) {
      const query = new URLSearchParams();
      for (const [name, value] of Object.entries(filter ?? {})) if (value !== null) query.set(name, String(value));
      const { events } = (await send('GET', `/events?${query}`)) as { events: { id: string }[] };
      return events.map(({ id }) => id);
    },
  };
}
