import { expect, test, vi } from 'vitest';
import { createTrackerMock } from '../../src/index.ts';
import { listen } from '../conformance/listen.ts';
import { startProvider, TRACKER, verify } from './run-verify.ts';

// What verify makes of a server that is behind something, has nothing, or is interrupted.

test('verify sends the headers of -H, and shows their values nowhere', async () => {
  const { url } = await startProvider({
    spoil(_, reply) {
      // A server that repeats the credentials in its errors.
      if (reply.status === 404) reply.body = '{"message":"no item for Bearer s3cret-token"}';
    },
  });
  const { code, out, err } = await verify(url, ['-H', 'Authorization: Bearer s3cret-token', '-H', 'X-Team: blue-team']);
  expect({ code, err }).toEqual({ code: 1, err: '' });
  expect(out).toContain("-H 'authorization: ***' -H 'x-team: ***'");
  expect(out).toContain('no item for ***');
  expect(out).not.toMatch(/s3cret|blue-team/);
});

test('verify reads headers from TRACKER_MOCK_HEADER, one in each line', async () => {
  const seen: unknown[] = [];
  const url = await listen((request, response) => {
    seen.push([request.headers['x-team'], request.headers['x-shift']]);
    response.end('[]');
  });
  vi.stubEnv('TRACKER_MOCK_HEADER', 'X-Team: blue\nX-Shift: night');
  await verify(url, ['--dry-run']);
  expect(seen).toEqual([['blue', 'night']]);
});

test('verify refuses a header without a name, and does not show it', async () => {
  const { code, err } = await verify('http://127.0.0.1:1', ['-H', 'Bearer s3cret-token']);
  expect({ code, err }).toEqual({
    code: 2,
    err: "Failed to read a header of --header: it is not a name and a value. Give one such as 'Authorization: Bearer …'.\n",
  });
});

test('verify says that the authorization is missing if the server refuses nearly every request', async () => {
  const url = await listen((_, response) => void response.writeHead(401).end('{"detail":"Unauthorized"}'));
  const { code, out } = await verify(url);
  expect(code).toBe(1);
  expect(out).toMatch(
    /failed: missing authorization: (\d+) of \1 replies are 401 or 403\. Give -H 'Authorization: …'\n/,
  );
  expect(out).toMatch(/\n0 differences, /);
});

test('verify says that there is no test data if the server has no tracker', async () => {
  const { url } = await startProvider({ mock: createTrackerMock({ fixtures: {}, events: 'strict' }) });
  const { code, out } = await verify(url);
  expect(code).toBe(1);
  expect(out).toContain(
    'failed: no test data: GET /tracker lists no tracker, so that the list rules were not checked\n',
  );
  expect(out).toMatch(/\n0 differences, /);
});

test('verify reports a server that does not answer', async () => {
  const url = await listen((_, response) => void response.destroy());
  const { code, out } = await verify(url);
  expect(code).toBe(1);
  expect(out).toContain('no reply: socket hang up');
});

test('verify repeats requests after 503 and 429, and says how often', async () => {
  let count = 0;
  const { url } = await startProvider({
    spoil(_, reply) {
      count += 1;
      if (count % 20 === 0) Object.assign(reply, { status: 503, headers: {}, body: '' });
      if (count % 50 === 1) Object.assign(reply, { status: 429, headers: { 'retry-after': '0' }, body: '' });
    },
  });
  const { code, out } = await verify(url, ['--rate', '1000/s']);
  expect(code).toBe(0);
  expect(out).toMatch(/\nnote: sent \d+ requests again after 429\nnote: sent \d+ requests again after 503\n/);
});

test('verify puts the tracker back after an interruption', async () => {
  const controller = new AbortController();
  const { url, mock } = await startProvider({
    spoil({ body }) {
      if (body.includes('VERIFY AFTER')) controller.abort();
    },
  });
  const read = (): string =>
    mock.handle({ method: 'GET', target: `/tracker/${TRACKER}`, headers: {}, body: new Uint8Array() }).body;
  const { status, status_reason: reason } = JSON.parse(read()) as Record<string, unknown>;
  const { code, out } = await verify(url, ['--write', '--tracker', TRACKER], controller.signal);
  expect(code).toBe(1);
  expect(out).toContain('failed: interrupted: not all cases ran\n');
  expect(out).toContain(`note: put back status and reason of the tracker ${TRACKER}\n`);
  expect(JSON.parse(read())).toMatchObject({ status, status_reason: reason });
});

test('verify says how to put a tracker back if it could not', async () => {
  let isBroken = false;
  const { url } = await startProvider({
    spoil({ method, body }, reply) {
      if (body.includes('VERIFY BEFORE')) isBroken = true;
      if (isBroken && method === 'PUT') Object.assign(reply, { status: 500, headers: {}, body: '' });
    },
    redirect: ({ method, body }) => (isBroken && method === 'PUT' && !body.includes('VERIFY') ? { body: '{}' } : {}),
  });
  const { code, out } = await verify(url, ['--write', '--tracker', TRACKER]);
  expect(code).toBe(1);
  expect(out).toContain(
    `failed: the tracker ${TRACKER} was not put back: status 500. Do it with curl -i --path-as-is -X PUT '${url}/tracker/${TRACKER}'`,
  );
});

test('verify stops before it changes anything if a tracker does not exist', async () => {
  const { url, requests } = await startProvider();
  const { code, err } = await verify(url, ['--write', '--tracker', 'no-such-tracker']);
  expect({ code, err }).toEqual({
    code: 2,
    err: 'Failed to read the tracker "no-such-tracker" before updating it: status 404. Give --tracker the id of a tracker of the server.\n',
  });
  expect(requests.filter((line) => line.startsWith('PUT'))).toEqual([]);
});
