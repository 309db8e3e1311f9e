// An agent that works in batches, as the Agentex guide describes it: read the tracker, list the events after its cursor, work, move the cursor.
import { createTrackerMock, startServer } from 'agentex-tracker-mock';
import { expect, onTestFinished, test } from 'vitest';

interface Tracker {
  readonly agent_id: string;
  readonly task_id: string;
  readonly last_processed_event_id: string | null;
}

interface Event {
  readonly id: string;
  readonly content: { readonly content?: unknown } | null;
}

// Represents your own code, which knows only the API.
async function workOff(baseUrl: string, trackerId: string, work: (event: Event) => void): Promise<void> {
  const trackerUrl = `${baseUrl}/tracker/${trackerId}`;
  const update = (fields: object): Promise<Response> =>
    fetch(trackerUrl, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fields),
    });

  for (;;) {
    const tracker = (await (await fetch(trackerUrl)).json()) as Tracker;
    const query = new URLSearchParams({ task_id: tracker.task_id, agent_id: tracker.agent_id, limit: '2' });
    if (tracker.last_processed_event_id !== null) query.set('last_processed_event_id', tracker.last_processed_event_id);
    const events = (await (await fetch(`${baseUrl}/events?${query.toString()}`)).json()) as Event[];
    const last = events.at(-1);
    if (last === undefined) {
      await update({ status: 'READY' });
      return;
    }
    await update({ status: 'PROCESSING', status_reason: `${events.length} events` });
    for (const event of events) work(event);
    await update({ status: 'PROCESSING', last_processed_event_id: last.id });
  }
}

const OWNER = { agent_id: 'agent-1', task_id: 'task-1' };

test('the agent works off each event once, also one that arrives meanwhile', async () => {
  const texts = ['one', 'two', 'three'];
  const events = texts.map((content, index) => ({
    id: `event-${index}`,
    sequence_id: index,
    ...OWNER,
    content: { type: 'text', author: 'user', content },
  }));
  const tracker = { id: 'tracker-1', ...OWNER, created_at: '2026-08-18T20:00:00Z' };
  const mock = createTrackerMock({ fixtures: { trackers: [tracker], events }, events: 'strict' });
  const server = await startServer(mock, { port: 0 });
  onTestFinished(() => server.close());

  const done: unknown[] = [];
  await workOff(server.url, 'tracker-1', ({ content }) => {
    done.push(content?.content);
    // The API has no operation for this: its server creates an event when a task is sent one.
    if (done.length === 1) {
      void mock.session().events.add({ ...OWNER, content: { type: 'text', author: 'user', content: 'four' } });
    }
  });

  expect(done).toEqual(['one', 'two', 'three', 'four']);
  const [{ status, last_processed_event_id: cursor } = {}] = (await mock.session().state.get()).trackers;
  expect(status).toBe('READY');
  expect((await mock.session().events.list()).at(-1)?.id).toBe(cursor);
  await mock.session().assertNoViolations();
});
