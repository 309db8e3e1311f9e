import { expect, test } from 'vitest';
import { createSmallMock, FRESH } from '../setup.ts';

test('mock.fetch() answers PUT /tracker/{tracker_id} without a socket', async () => {
  const mock = createSmallMock();
  const response = await mock.fetch(
    new Request('http://mock.test/tracker/t-fresh?x=1', {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json', 'X-Mock-Session': 'a' },
      body: '{"status":"READY"}',
    }),
  );
  expect(response.status).toBe(200);
  expect(response.headers.get('x-mock-session')).toBe('a');
  expect(await response.json()).toMatchObject({ id: 't-fresh', status: 'READY' });
  expect(await mock.session('a').requests()).toMatchObject([{ path: '/tracker/t-fresh', query: 'x=1' }]);
});

test('mock.fetch() redirects to the host of the request, and returns no body for a null body status', async () => {
  const mock = createSmallMock();
  const redirect = await mock.fetch(new Request('http://mock.test/tracker/t-fresh/'));
  expect([redirect.status, redirect.headers.get('location')]).toEqual([307, 'http://mock.test/tracker/t-fresh']);
  await mock.session().stub({ reply: { status: 204 } });
  const empty = await mock.fetch(new Request('http://mock.test/tracker'));
  expect([empty.status, empty.body]).toEqual([204, null]);
});

test('mock.fetch() answers HEAD / without a body', async () => {
  const { status, body } = await createSmallMock().fetch(new Request('http://mock.test/', { method: 'HEAD' }));
  expect([status, body]).toEqual([200, null]);
});

test('mock.fetch() waits for a delay, which can be aborted', async () => {
  const mock = createSmallMock();
  await mock.session().stub({ delay: 600_000 });
  const caller = new AbortController();
  const answer = mock.fetch(new Request('http://mock.test/tracker/t-fresh', { signal: caller.signal }));
  caller.abort(new Error('enough'));
  await expect(answer).rejects.toThrow('enough');
  await mock.session().removeAllStubs();
  await mock.session().stub({ delay: 1 });
  expect(await (await mock.fetch(new Request('http://mock.test/tracker/t-fresh'))).json()).toEqual(FRESH);
});

test('mock.fetch() rejects for a wire fault, as fetch does', async () => {
  const mock = createSmallMock();
  await mock.session().stub({ fault: 'empty-response' });
  const failure: unknown = await mock.fetch(new Request('http://mock.test/tracker')).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(TypeError);
  expect(failure).toMatchObject({ cause: { message: 'empty-response' } });
});
