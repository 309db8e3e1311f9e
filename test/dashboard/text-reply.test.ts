import type { ExchangeRecord, StubInput } from 'agentex-tracker-mock';
import { createTrackerMock } from 'agentex-tracker-mock';
import { expect, test } from 'vitest';
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
    const second = await answer(toStub(first.record));
    expect(second.text).toBe(body);
    expect(second.record.reply.headers['content-type']).toBe('text/plain; charset=utf-8');
  },
);
