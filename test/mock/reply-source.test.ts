import { expect, test } from 'vitest';
import type { PassOn } from '../../src/exchange/passed-on.ts';
import type { MockRequest, TrackerMock } from '../../src/index.ts';
import { MockError } from '../../src/index.ts';
import { createSmallMock, DONE } from '../setup.ts';
import { createCoreMock } from './create-core-mock.ts';

const GET: MockRequest = { method: 'GET', target: '/tracker/t-done', headers: {}, body: new Uint8Array() };

test('a reply of the mock has no X-Mock-Source, and its record says mock', async () => {
  const mock = createSmallMock();
  expect(mock.handle(GET).headers).not.toHaveProperty('x-mock-source');
  mock.handle({ ...GET, target: '/nowhere' });
  mock.handle({ ...GET, headers: { prefer: 'code=503' } });
  expect(await mock.session().requests()).toMatchObject([{ source: 'mock' }, { source: 'mock' }, { source: 'mock' }]);
});

test('a reply of a stub has X-Mock-Source: stub, whatever headers the stub has', async () => {
  const mock = createSmallMock();
  await mock.session().stub({ reply: { status: 503, headers: { 'X-Mock-Source': 'mock' } } });
  expect(mock.handle(GET)).toMatchObject({ status: 503, headers: { 'x-mock-source': 'stub' } });
  expect(await mock.session().requests()).toMatchObject([{ source: 'stub' }]);
});

test('a stub that only delays leaves the reply to the mock', async () => {
  const mock = createSmallMock();
  await mock.session().stub({ delay: 1 });
  expect(mock.handle(GET).headers).not.toHaveProperty('x-mock-source');
  await mock.session().stub({ fault: 'empty-response' });
  mock.handle(GET);
  expect(await mock.session().requests()).toMatchObject([{ source: 'mock' }, { source: 'mock' }]);
});

test('exchanges can be filtered by source, and the HAR has it', async () => {
  const mock = createSmallMock();
  const session = mock.session();
  await session.stub({ match: { operation: 'GET /tracker' }, reply: { status: 200, body: [] } });
  mock.handle(GET);
  mock.handle({ ...GET, target: '/tracker' });
  expect(await session.requests({ source: 'stub' })).toMatchObject([{ path: '/tracker' }]);
  expect(await session.count({ source: 'mock' })).toBe(1);
  expect(await session.count({ source: 'sample' })).toBe(0);
  const { log } = await session.har();
  expect(log.entries.map(({ _source }) => _source)).toEqual(['mock', 'stub']);
});

test('a reply that was passed on has X-Mock-Source: upstream, also if the upstream server is a mock with a sample', async () => {
  const content = new TextEncoder().encode(JSON.stringify(DONE));
  const headers = { 'content-type': 'application/json', 'x-mock-source': 'sample' };
  const received = { status: 200, headers, cookies: [], content, decoded: content, problem: undefined };
  const mock = createPassingMock(() => Promise.resolve(received));
  const response = await mock.fetch(new Request('http://mock.test/tracker/t-done'));
  expect(await response.json()).toEqual(DONE);
  expect(response.headers.get('x-mock-source')).toBe('upstream');
  expect(await mock.session().requests()).toMatchObject([{ source: 'upstream', violations: [] }]);
});

test('the mock itself says that an upstream server gave no reply', async () => {
  const mock = createPassingMock(() => Promise.reject(new MockError('upstream-failed', 'Failed.')));
  const response = await mock.fetch(new Request('http://mock.test/tracker/t-done'));
  expect([response.status, response.headers.get('x-mock-source')]).toEqual([502, null]);
  expect(await mock.session().requests()).toMatchObject([{ source: 'mock' }]);
});

function createPassingMock(passOn: PassOn): TrackerMock {
  return createCoreMock({ findUpstream: () => 'http://upstream.invalid', passOn });
}
