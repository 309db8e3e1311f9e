import type { MockReply, TrackerMock } from 'agentex-tracker-mock';

/** Sends one request in a session: `PUT /tracker/a`, and a body as JSON where there is one. A body that is text is sent as it is. */
export function send(mock: TrackerMock, session: string, line: string, body?: unknown): MockReply {
  const [method = '', target = ''] = line.split(' ');
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  return mock.handle({
    method,
    target,
    headers: { 'x-mock-session': session, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    body: new TextEncoder().encode(text),
  });
}
