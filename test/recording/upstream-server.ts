import type { RequestListener } from 'node:http';
import type { EventFixture, TrackerFixture, TrackerMockOptions } from '../../src/index.ts';
import { createTrackerMock } from '../../src/index.ts';
import { listen } from '../upstream/serve-upstream.ts';

export const TRACKER: TrackerFixture = {
  id: 'tracker-1',
  agent_id: 'agent-1',
  task_id: 'task-1',
  status: 'RUNNING',
  status_reason: null,
  last_processed_event_id: 'event-1',
  created_at: '2026-08-18T20:00:00Z',
  updated_at: null,
};

export const EVENTS: readonly EventFixture[] = [1, 2, 3].map((number) => ({
  id: `event-${number}`,
  sequence_id: 10 + number,
  task_id: 'task-1',
  agent_id: 'agent-1',
  created_at: '2026-08-18T20:00:00Z',
  content: { type: 'text', author: 'user', content: `message ${number}` },
}));

/** Serves trackers with state, and the routes that a test gives: by `GET /path?query`, JSON bodies. */
export async function serveUpstream(
  routes: Readonly<Record<string, unknown>> = {},
  options: TrackerMockOptions = {},
): Promise<string> {
  const fixtures = { trackers: [TRACKER], events: EVENTS };
  const mock = createTrackerMock({ fixtures, events: 'strict', ...options });
  const answer: RequestListener = (request, response) => {
    const name = `${request.method} ${request.url}`;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => void chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      if (Object.hasOwn(routes, name)) {
        const route = routes[name];
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(isRoute(route) ? route(body.toString()) : route));
        return;
      }
      const { method = '', url: target = '', headers } = request;
      const reply = mock.handle({ method, target, headers, body });
      response.writeHead(reply.status ?? 500, reply.headers).end(reply.body);
    });
  };
  return listen(answer);
}

function isRoute(route: unknown): route is (body: string) => unknown {
  return typeof route === 'function';
}
