import { expect, test } from 'vitest';
import { MockError } from '../../src/index.ts';
import { createSmallMock } from '../setup.ts';

test.each([
  'Connection',
  'Content-Length',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'Transfer-Encoding',
  'upgrade',
])('a stub cannot set the header %s', async (name) => {
  const session = createSmallMock().session();
  const added = session.stub({ reply: { status: 503, headers: { [name]: 'x' } } });
  await expect(added).rejects.toThrow(MockError);
  await expect(added).rejects.toThrow(`/reply/headers/${name} is `);
  expect(await session.stubs()).toEqual([]);
});
