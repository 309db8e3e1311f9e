import type { TrackerMock } from 'agentex-tracker-mock';
import { createTrackerMock, startServer } from 'agentex-tracker-mock';
import { createAdminClient } from 'agentex-tracker-mock/client';
import { expect, onTestFinished, test, vi } from 'vitest';
import { toHaveNoViolations, toHaveReceived } from '../../src/kits/matchers.ts';
import type { ReceivedRequest } from '../../src/kits/received.ts';
import type { SessionControl } from '../../src/sessions/session-control.ts';
import { send } from './send.ts';

const TRACKER = { id: 't-1', agent_id: 'agent-1', task_id: 'task-1', created_at: '2026-08-01T10:00:00Z' };
const UPDATE = 'PUT /tracker/{tracker_id}';

/** A session that received three requests: an update, a mistaken one, and one that no operation is for. */
function createUsedSession(): { mock: TrackerMock; session: SessionControl } {
  const mock = createTrackerMock({ fixtures: { trackers: [TRACKER] } });
  send(mock, 'used', 'PUT /tracker/t-1', { status: 'PROCESSING' });
  send(mock, 'used', 'GET /tracker?limit=0');
  send(mock, 'used', 'POST /trackers', 'no JSON');
  return { mock, session: mock.session('used') };
}

const ONCE = { timeout: 0, isNot: false };

async function toMissing(session: SessionControl, expected: ReceivedRequest): Promise<string> {
  const verdict = await toHaveReceived(session, expected, ONCE);
  expect(verdict.pass).toBe(false);
  return verdict.message();
}

test.each<ReceivedRequest>([
  {},
  { operation: UPDATE },
  { operation: 'PUT /tracker/{tracker_id}' },
  { method: 'put' },
  { path: '/tracker/*' },
  { status: 422 },
  { valid: false },
  { since: '2020-01-01T00:00:00Z' },
  { body: { status: 'PROCESSING' } },
  { method: 'PUT', status: 200, body: { status: expect.stringMatching('PRO') as string } },
])('toHaveReceived passes if a request matches %j', async (expected) => {
  const { session } = createUsedSession();
  expect(await toHaveReceived(session, expected, ONCE)).toMatchObject({ pass: true });
});

test('toHaveReceived lists the received requests, the nearest first, and why they do not match', async () => {
  const { session } = createUsedSession();
  expect(await toMissing(session, { operation: UPDATE, method: 'PUT', body: { status: 'DONE' } })).toBe(
    [
      'The session "used" did not receive this request:',
      `  operation "${UPDATE}", method "PUT", body {"status":"DONE"}`,
      'It received 3 requests, the nearest first:',
      '  PUT /tracker/t-1 200: body.status is "PROCESSING", not "DONE"',
      '  GET /tracker?limit=0 422: the method is GET, not PUT; the path lacks {tracker_id}; the body is empty',
      '  POST /trackers 404: the method is POST, not PUT; the path has "trackers" in place of "tracker"; the body is not JSON',
    ].join('\n'),
  );
});

test('toHaveReceived gives a reason for each criterion', async () => {
  const mock = createTrackerMock({ fixtures: { trackers: [TRACKER] } });
  send(mock, 'one', 'PUT /tracker/t-1', { status: 5 });
  const session = mock.session('one');
  const [received] = await session.requests();
  expect(await toMissing(session, { path: '/other', status: 200, valid: true, since: '2999-01-01T00:00:00Z' })).toBe(
    [
      'The session "one" did not receive this request:',
      '  path "/other", status 200, valid true, since "2999-01-01T00:00:00Z"',
      'It received one request:',
      `  PUT /tracker/t-1 422: the path is "/tracker/t-1", not "/other"; the status is 422; it came at ${received?.time}; it breaks the contract: Input should be a valid string`,
    ].join('\n'),
  );
  send(mock, 'two', 'GET /tracker');
  expect(await toMissing(mock.session('two'), { valid: false })).toMatch('GET /tracker 200: it is valid');
});

test('toHaveReceived compares headers and query parameters, but none that the journal masks', async () => {
  const mock = createTrackerMock();
  send(mock, 'one', 'PUT /tracker/t-1?page=1&page=2&token=abc', {});
  const query = { page: '3', limit: '5', token: 'xyz' };
  const headers = { 'Content-Type': 'text/plain', 'x-trace': '1' };
  expect((await toMissing(mock.session('one'), { query, headers })).split('\n').at(-1)).toBe(
    '  PUT /tracker/t-1?page=1&page=2&token=*** 404: the query parameter page is "1", "2", not "3"; ' +
      'the query parameter limit is missing; the header Content-Type is "application/json", not "text/plain"; ' +
      'the header x-trace is missing',
  );
});

test('toHaveReceived tells of a request that had no reply', async () => {
  const mock = createTrackerMock();
  await mock.session('cut').stub({ fault: 'empty-response' });
  send(mock, 'cut', 'GET /tracker');
  expect(await toMissing(mock.session('cut'), { status: 200 })).toMatch(
    /\n {2}GET \/tracker no reply: the status is missing$/,
  );
});

test('toHaveReceived, negated, lists ten requests and counts the rest', async () => {
  const mock = createTrackerMock();
  for (let index = 0; index < 12; index += 1) send(mock, 'many', `GET /tracker?page_number=${index + 1}`);
  const verdict = await toHaveReceived(mock.session('many'), { path: '/tracker' }, { timeout: 0, isNot: true });
  const lines = verdict.message().split('\n');
  expect(lines[0]).toBe('The session "many" received this request 12 times:');
  expect(lines.slice(12)).toEqual(['  GET /tracker?page_number=10 200', '  and 2 more']);
});

test('toHaveReceived says so if no request was received', async () => {
  const session = createTrackerMock().session('quiet');
  expect(await toMissing(session, {})).toBe(
    'The session "quiet" did not receive this request:\n  any\n' +
      "It received no request at all. Is the client's base URL the session's?",
  );
});

test('toHaveReceived lists ten requests and counts the rest', async () => {
  const mock = createTrackerMock();
  for (let index = 0; index < 12; index += 1) send(mock, 'many', `GET /tracker?page_number=${index + 1}`);
  const lines = (await toMissing(mock.session('many'), { method: 'PUT' })).split('\n');
  expect(lines.slice(2, 4)).toEqual([
    'It received 12 requests, the nearest first:',
    '  GET /tracker?page_number=1 200: the method is GET, not PUT',
  ]);
  expect(lines.slice(12)).toEqual(['  GET /tracker?page_number=10 200: the method is GET, not PUT', '  and 2 more']);
});

test('toHaveReceived says if a body was truncated, and truncates a long path', async () => {
  const mock = createTrackerMock();
  send(mock, 'long', `PUT /tracker/${'x'.repeat(300)}`, { status: 'x'.repeat(70_000) });
  expect(await toMissing(mock.session('long'), { body: {} })).toMatch(
    `PUT /tracker/${'x'.repeat(151)}… 404: the body is longer than the journal keeps`,
  );
});

test('toHaveReceived, negated, lists the matching requests', async () => {
  const { mock, session } = createUsedSession();
  send(mock, 'used', 'PUT /tracker/t-1', { status: 'DONE' });
  const verdict = await toHaveReceived(session, { method: 'PUT' }, { timeout: 60_000, isNot: true });
  expect(verdict.pass).toBe(true);
  expect(verdict.message()).toBe(
    [
      'The session "used" received this request 2 times:',
      '  method "PUT"',
      'It was:',
      '  PUT /tracker/t-1 200 {"status":"PROCESSING"}',
      '  PUT /tracker/t-1 200 {"status":"DONE"}',
    ].join('\n'),
  );
  const once = await toHaveReceived(session, { method: 'POST' }, { timeout: 0, isNot: true });
  expect(once.message()).toMatch(/received this request once:\n[^]*\n {2}POST \/trackers 404 no JSON$/);
});

test('toHaveReceived, negated, does not wait', async () => {
  const session = createTrackerMock().session('quiet');
  expect(await toHaveReceived(session, {}, { timeout: 10_000_000, isNot: true })).toMatchObject({ pass: false });
});

test('toHaveReceived waits for a late request', async () => {
  const mock = createTrackerMock();
  const verdict = toHaveReceived(mock.session('late'), { path: '/tracker' }, { timeout: 10_000_000, isNot: false });
  setTimeout(() => send(mock, 'late', 'GET /tracker'), 50);
  expect(await verdict).toMatchObject({ pass: true });
});

test('toHaveReceived fails after its timeout', async () => {
  const session = createTrackerMock().session('quiet');
  expect(await toHaveReceived(session, {}, { timeout: 50, isNot: false })).toMatchObject({ pass: false });
});

test('toHaveReceived fails after its timeout even under fake timers', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const session = createTrackerMock().session('quiet');
  expect(await toHaveReceived(session, {}, { timeout: 50, isNot: false })).toMatchObject({ pass: false });
});

test('toHaveNoViolations lists every violation', async () => {
  const { session } = createUsedSession();
  const verdict = await toHaveNoViolations(session);
  expect(verdict.pass).toBe(false);
  expect(verdict.message()).toBe(
    'The contract was broken: one violation.\n' +
      '  GET /tracker?limit=0: request query.limit: Input should be greater than or equal to 1',
  );
});

test('toHaveNoViolations, negated, says that there are none', async () => {
  const verdict = await toHaveNoViolations(createTrackerMock().session('quiet'));
  expect(verdict.pass).toBe(true);
  expect(verdict.message()).toBe('The session "quiet" has no violations, but some were expected.');
});

test('toHaveReceived refuses an unknown criterion', async () => {
  const { session } = createUsedSession();
  const misspelt: object = { bodyy: { status: 'DONE' } };
  await expect(toHaveReceived(session, misspelt, ONCE)).rejects.toThrow(
    'toHaveReceived has no criterion "bodyy". The criteria are operation, method, path, query, headers, body, status, valid, since.',
  );
  await expect(toHaveReceived(session, { operation: 'PUT /trackers' }, ONCE)).rejects.toThrow(
    /operation "PUT \/trackers" is not in the contract/,
  );
});

test('the matchers accept a session of a remote mock', async () => {
  const { mock } = createUsedSession();
  const server = await startServer(mock, { port: 0 });
  onTestFinished(() => server.close());
  const session = createAdminClient(server.url, { session: 'used' });
  expect(await toHaveReceived(session, { method: 'PUT', body: { status: 'PROCESSING' } }, ONCE)).toMatchObject({
    pass: true,
  });
  expect(await toMissing(session, { method: 'PUT', body: { status: 'DONE' } })).toMatch(
    '  PUT /tracker/t-1 200: body.status is "PROCESSING", not "DONE"',
  );
  expect(await toHaveNoViolations(session)).toMatchObject({ pass: false });
});

test('the matchers refuse a value that is not a session', async () => {
  for (const value of [undefined, 'default', {}, null]) {
    await expect(toHaveReceived(value, {}, ONCE)).rejects.toThrow(/^toHaveReceived needs a session of the mock: /);
    await expect(toHaveNoViolations(value)).rejects.toThrow(/^toHaveNoViolations needs a session of the mock: /);
  }
});
