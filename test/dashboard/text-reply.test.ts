import type { ExchangeRecord, StubInput } from 'agentex-tracker-mock';
import { createTrackerMock } from 'agentex-tracker-mock';
import { expect, test } from 'vitest';
import { findGaps } from '../../src/dashboard/record-gaps.ts';
import { toStub } from '../../src/dashboard/to-stub.ts';

/** Returns the record of an exchange to which a stub gave this reply, and the text that was sent. */
async function answer(stub: StubInput): Promise<{ readonly record: ExchangeRecord; readonly text: string }> {
  const mock = createTrackerMock();
  await mock.session().stub(stub);
  const text = await (await mock.fetch(new Request('http://mock.test/page'))).text();
  const [record] = await mock.session().requests();
  if (record === undefined) throw new Error('Nothing was recorded.');
  return { record, text };
}

test.each(['<h1>Hi</h1>', '"abc"', '{ "a": 1.0 }', 'data: {"a": 1}\n\n'])(
  'the reply %j that is not of a type of JSON becomes a stub that sends it as it was',
  async (body) => {
    const headers = { 'Content-Type': 'text/plain; charset=utf-8' };
    const first = await answer({ match: { path: '/page' }, reply: { status: 200, headers, body } });
    expect(first.text).toBe(body);
    expect(findGaps(first.record).reply).toBeUndefined();
    const second = await answer(toStub(first.record));
    expect(second.text).toBe(body);
    expect(second.record.reply.headers['content-type']).toBe('text/plain; charset=utf-8');
  },
);

test('a text that the journal does not have as it was, and one without a type of its own, cannot become stubs', async () => {
  const headers = { 'content-type': 'text/plain' };
  const { record } = await answer({ match: { path: '/page' }, reply: { status: 200, headers, body: 'abc' } });
  const find = (reply: Partial<ExchangeRecord['reply']>, method = 'GET'): string | undefined =>
    findGaps({ ...record, method, reply: { ...record.reply, ...reply } }).reply;
  expect(find({ truncated: true })).toBe('is longer than the 64 KiB that the journal keeps');
  expect(find({ body: '\u{FFFD}PNG' })).toBe('is not UTF-8 text without a byte order mark');
  // Of an image that another server sent, the journal keeps nothing. A reply to HEAD has the length and no body.
  const image = { headers: { 'content-type': 'image/png', 'content-length': '9' }, body: '' };
  expect(find(image)).toBe('is not UTF-8 text without a byte order mark');
  expect(find(image, 'HEAD')).toBeUndefined();
  expect(find({ ...image, status: 304 })).toBeUndefined();
  const problem = 'is not JSON, and its content-type names no other type';
  expect(find({ headers: { 'content-type': 'application/json' } })).toBe(problem);
  expect(find({ headers: {} })).toBe(problem);
});
