import { expect, test } from 'vitest';
import type { StubInput } from '../../src/index.ts';
import { createTrackerMock } from '../../src/index.ts';
import { catchMockError } from '../catch-mock-error.ts';

const EVENTS = 'data: {"type": "done"}\n\n';

function toStub(operation: string, type: string, body: unknown): StubInput {
  return { match: { operation }, reply: { status: 200, headers: { 'Content-Type': type }, body } };
}

test.each([
  ['text/event-stream', EVENTS, EVENTS],
  ['text/html; charset=utf-8', '<p>"hi"</p>', '<p>"hi"</p>'],
  ['text/plain', '', ''],
  ['application/vnd.api+json; charset=utf-8', 'hi', '"hi"'],
  ['text/plain', { a: 1 }, '{"a":1}'],
])('GET /tasks/{task_id}/stream is answered by a stub with the type %s and the body %j as %s', (type, body, sent) => {
  const mock = createTrackerMock({ fixtures: { stubs: [toStub('GET /tasks/{task_id}/stream', type, body)] } });
  expect(
    mock.handle({ method: 'GET', target: '/tasks/t-1/stream', headers: {}, body: new Uint8Array() }),
  ).toMatchObject({
    status: 200,
    headers: { 'content-type': type, 'x-mock-source': 'stub' },
    body: sent,
  });
});

test('a text is refused as a reply whose schema the contract has', () => {
  const { problems } = catchMockError(() =>
    createTrackerMock({ fixtures: { stubs: [toStub('GET /tracker', 'text/plain', '[]')] } }),
  );
  expect(problems).toEqual([
    expect.stringContaining('/reply/body must be array: it breaks the contract of GET /tracker.') as string,
  ]);
});
