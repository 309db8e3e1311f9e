import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import type { RawRequest } from './raw-request.ts';
import { shrink } from './shrink.ts';

const REQUEST: RawRequest = {
  method: 'PROPFIND',
  target: '/tracker/T?limit=1',
  headers: [
    ['content-type', 'application/json'],
    ['x-first', 'abc'],
    ['x-second', 'abc'],
  ],
  body: Buffer.from('{"a":[1,2],"b":3}'),
};

async function shrinkTo(fails: (request: RawRequest) => boolean): Promise<unknown> {
  const { body, ...head } = await shrink(REQUEST, (smaller) => Promise.resolve(fails(smaller)));
  return { ...head, body: body?.toString() };
}

test('a request of which nothing matters shrinks to the plainest', async () => {
  expect(await shrinkTo(() => true)).toEqual({ method: 'GET', target: '', headers: [], body: undefined });
});

test('each part shrinks to what shows the difference', async () => {
  const fails = ({ method, target, headers, body }: RawRequest): boolean =>
    method.includes('F') &&
    target.includes('=') &&
    headers.some(([name, value]) => name === 'x-second' && value.includes('b')) &&
    body?.includes('2') === true;
  expect(await shrinkTo(fails)).toEqual({ method: 'F', target: '=', headers: [['x-second', 'b']], body: '2' });
});

test('a method is put to PUT where GET shows nothing', async () => {
  expect(await shrinkTo(({ method }) => method !== 'GET')).toMatchObject({ method: 'PUT' });
});
