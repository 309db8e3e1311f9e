import { describe, expect, test, vi } from 'vitest';
import { prepareMock } from '../../src/node/create-tracker-mock.ts';
import { createSmallMock, DONE, FRESH } from '../setup.ts';
import type { Answer } from '../suite/client.ts';
import { handle, toMessage } from '../suite/client.ts';

type Mock = ReturnType<typeof createSmallMock>;

function put(mock: Mock, session: string, status: string): Answer {
  return handle(mock, toMessage('PUT /tracker/t-done', { json: { status }, headers: { 'x-mock-session': session } }));
}

function statusIn(mock: Mock, session: string): unknown {
  const answer = handle(mock, toMessage('GET /tracker/t-done', { headers: { 'x-mock-session': session } }));
  return (answer.json as { status: unknown }).status;
}

describe('X-Mock-Session', () => {
  test('PUT /tracker/{tracker_id} changes the world of its session alone', () => {
    const mock = createSmallMock();
    expect(put(mock, 'a', 'READY').headers['x-mock-session']).toBe('a');
    expect([statusIn(mock, 'a'), statusIn(mock, 'b'), statusIn(mock, 'default')]).toEqual([
      'READY',
      'COMPLETED',
      'COMPLETED',
    ]);
  });

  test('GET /tracker names no session in its reply where the request names none', () => {
    const answer = handle(createSmallMock(), toMessage('GET /tracker'));
    expect(answer.headers).not.toHaveProperty('x-mock-session');
  });

  test('GET /tracker names the session in its reply, also where it is the default one', () => {
    const answer = handle(createSmallMock(), toMessage('GET /tracker', { headers: { 'x-mock-session': 'default' } }));
    expect(answer.headers['x-mock-session']).toBe('default');
  });

  test.each(['', 'a b', 'a/b', 'ü', '.', '..', 'x'.repeat(65), 'x'.repeat(1000)])(
    'GET /tracker refuses the name %j',
    (name) => {
      const answer = handle(createSmallMock(), toMessage('GET /tracker', { headers: { 'x-mock-session': name } }));
      expect(answer.status).toBe(400);
      expect(answer.json).toMatchObject({ type: 'urn:agentex-tracker-mock:session-name-invalid' });
      expect(answer.headers).not.toHaveProperty('x-mock-session');
      expect(answer.text.length).toBeLessThan(500);
    },
  );

  test.each([
    ['GET /tracker?a=b', 'a b', '/tracker', 'a=b'],
    ['PUT /tracker/t-done', '', '/tracker/t-done', ''],
    ['GET /__session/a%20b/tracker', undefined, '/__session/a b/tracker', ''],
  ])('%s with the name %j is in the journal of the default session', async (line, name, path, query) => {
    const mock = createSmallMock();
    const before = statusIn(mock, 'default');
    handle(
      mock,
      toMessage(line, { json: { status: 'READY' }, headers: name === undefined ? {} : { 'x-mock-session': name } }),
    );
    const session = mock.session();
    const reply = { status: 400, body: expect.stringContaining('session-name-invalid') as string };
    expect(await session.requests({ status: 400 })).toMatchObject([
      { session: 'default', path, query, operation: null, reply, violations: [] },
    ]);
    expect(await session.unmatched()).toEqual([]);
    expect(statusIn(mock, 'default')).toBe(before);
    expect(mock.sessions.list().map((other) => other.name)).toEqual(['default']);
  });

  test.each(['__proto__', 'constructor', '...', '.a', '0'])('GET /tracker takes the name %j as any other', (name) => {
    const mock = createSmallMock();
    put(mock, name, 'READY');
    expect([statusIn(mock, name), statusIn(mock, 'default')]).toEqual(['READY', 'COMPLETED']);
  });
});

describe('/__session/NAME', () => {
  test('PUT and GET below it are in that session, whatever the header says', () => {
    const mock = createSmallMock();
    const message = toMessage('PUT /__session/a/tracker/t-done', {
      json: { status: 'READY' },
      headers: { 'x-mock-session': 'b' },
    });
    expect(handle(mock, message).headers['x-mock-session']).toBe('a');
    expect([statusIn(mock, 'a'), statusIn(mock, 'b')]).toEqual(['READY', 'COMPLETED']);
    expect(handle(mock, toMessage('GET /__session/a/tracker?limit=1')).json).toMatchObject([{ id: 't-fresh' }]);
  });

  test('GET below it is redirected within it', () => {
    const answer = handle(
      createSmallMock(),
      toMessage('GET /__session/a/tracker/?limit=1', { headers: { host: 'a.test' } }),
    );
    expect(answer.headers['location']).toBe('http://a.test/__session/a/tracker?limit=1');
  });

  test.each(['/__session/a', '/__session/a?limit=1', '/__session/a/'])('GET %s is the root of the API', (path) => {
    const answer = handle(createSmallMock(), toMessage(`GET ${path}`));
    expect([answer.status, answer.json]).toMatchObject([200, { session: 'a' }]);
  });

  test.each(['/__session/', '/__session//tracker', '/__session/a%20b/tracker'])('GET %s names no session', (path) => {
    const answer = handle(createSmallMock(), toMessage(`GET ${path}`));
    expect(answer.json).toMatchObject({ type: 'urn:agentex-tracker-mock:session-name-invalid' });
  });
});

describe('bounds', () => {
  test('of more sessions than there may be, the longest unused goes', () => {
    const mock = createSmallMock({ maxSessions: 2 });
    put(mock, 'a', 'A');
    put(mock, 'b', 'B');
    expect(statusIn(mock, 'a')).toBe('A');
    put(mock, 'c', 'C');
    expect(mock.sessions.list().map(({ name }) => name)).toEqual(['a', 'c']);
    expect([statusIn(mock, 'c'), statusIn(mock, 'a'), statusIn(mock, 'b')]).toEqual(['C', 'A', 'COMPLETED']);
  });

  test('a session that is unused for too long goes', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    try {
      const mock = createSmallMock({ maxIdle: 60_000 });
      put(mock, 'a', 'A');
      vi.advanceTimersByTime(50_000);
      put(mock, 'b', 'B');
      vi.advanceTimersByTime(20_000);
      expect(statusIn(mock, 'c')).toBe('COMPLETED');
      expect(mock.sessions.list().map(({ name }) => name)).toEqual(['b', 'c']);
    } finally {
      vi.useRealTimers();
    }
  });

  test('a session stays when the clock of the machine is set forward', () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      const mock = createSmallMock({ maxIdle: 60_000 });
      put(mock, 'a', 'A');
      vi.setSystemTime(Date.now() + 3_600_000);
      expect(statusIn(mock, 'b')).toBe('COMPLETED');
      expect(mock.sessions.list().map(({ name }) => name)).toEqual(['a', 'b']);
    } finally {
      vi.useRealTimers();
    }
  });

  test('a session that is dropped starts anew when it is asked for', () => {
    const mock = createSmallMock();
    put(mock, 'a', 'A');
    expect([mock.sessions.delete('a'), mock.sessions.delete('a'), mock.sessions.find('a')]).toEqual([
      true,
      false,
      undefined,
    ]);
    expect(statusIn(mock, 'a')).toBe('COMPLETED');
  });

  test('a journal forgets the oldest exchanges', async () => {
    const mock = createSmallMock({ journalSize: 2 });
    for (const path of ['/a', '/b', '/c']) handle(mock, toMessage(`GET ${path}`));
    const requests = await mock.session().requests();
    expect(requests.map(({ path }) => path)).toEqual(['/b', '/c']);
  });
});

test('a reload replaces the world of every session', () => {
  const fixtures = { trackers: [DONE, FRESH] };
  const { mock, reload } = prepareMock({ fixtures, events: 'open' });
  put(mock, 'a', 'A');
  fixtures.trackers = [{ ...FRESH, id: 't-done' }];
  reload('replace');
  expect([statusIn(mock, 'a'), statusIn(mock, 'b')]).toEqual([null, null]);
  expect(DONE.status).toBe('COMPLETED');
});

describe('onExchange()', () => {
  test('calls back after each exchange, until it is ended', () => {
    const mock = createSmallMock();
    const seen: string[] = [];
    const stop = mock.onExchange(
      ({ session, target, reply }) => void seen.push(`${session} ${target} ${reply.status}`),
    );
    handle(mock, toMessage('GET /__session/a/tracker/abc'));
    handle(mock, toMessage('GET /healthz'));
    stop();
    handle(mock, toMessage('GET /tracker'));
    expect(seen).toEqual(['a /tracker/abc 404', 'default /healthz 200']);
  });
});
