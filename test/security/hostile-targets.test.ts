import { expect, test } from 'vitest';
import { createSmallMock } from '../setup.ts';

/** Far longer than Node lets in: work that grows with the square of the length would take a minute. */
const LENGTH = 300_000;

test.each([
  ['slashes before a last segment', `${'/'.repeat(LENGTH)}x/`, 404],
  ['slashes behind a tracker', `/tracker/t-fresh${'/'.repeat(LENGTH)}`, 307],
  ['slashes behind a session', `/__session/a${'/'.repeat(LENGTH)}`, 404],
  ['escapes that are none', `/tracker/${'%'.repeat(LENGTH)}`, 404],
  ['escapes', `/tracker/${'%c3'.repeat(LENGTH)}`, 404],
  ['separators in the query', `/tracker?${'&;='.repeat(LENGTH)}`, 200],
  ['digits', `/tracker?limit=${'0'.repeat(LENGTH)}x`, 422],
  ['underscores between digits', `/tracker?limit=${'1_'.repeat(LENGTH)}`, 422],
  ['spaces before a digit', `/tracker?limit=${'+'.repeat(LENGTH)}1`, 200],
  ['a scheme without end', `${'a'.repeat(LENGTH)}:/tracker`, 404],
])('GET with a very long target of %s is answered at once', (_, target, status) => {
  expect(createSmallMock().handle({ method: 'GET', target, headers: {}, body: new Uint8Array() }).status).toBe(status);
});

test.each([
  ['prefer', ','.repeat(LENGTH), 200],
  ['prefer', `code=${' '.repeat(LENGTH)}x`, 400],
  ['prefer', `code="${'"'.repeat(LENGTH)}`, 400],
  ['x-mock-session', 'a'.repeat(LENGTH), 400],
  ['content-type', `application/${'+json'.repeat(LENGTH)}`, 200],
  ['content-type', `application/json${' '.repeat(LENGTH)}x`, 422],
])('PUT with a very long header %s is answered at once', (name, value, status) => {
  const headers = { 'content-type': 'application/json', [name]: value };
  const reply = createSmallMock().handle({
    method: 'PUT',
    target: '/tracker/t-fresh',
    headers,
    body: Buffer.from('{}'),
  });
  expect(reply.status).toBe(status);
});
