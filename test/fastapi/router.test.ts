import { expect, test } from 'vitest';
import { createRouter } from '../../src/fastapi/router.ts';

const router = createRouter(
  ['/agents/{id}', '/{kind}/names', '/agents/names', '/tasks', '/'].map((path) => ({
    method: 'GET',
    path,
    endpoint: path,
  })),
);

test.each([
  ['/agents/a', '/agents/{id}'],
  // The first route that matches, not the nearest.
  ['/agents/names', '/agents/{id}'],
  ['/tasks/names', '/{kind}/names'],
  ['/tasks', '/tasks'],
  ['/tasks\n', '/tasks'],
  ['/other/names', '/{kind}/names'],
  ['/', '/'],
  ['/\n', '/'],
])('%j is routed to %s', (path, endpoint) => {
  expect(router.find('GET', path)).toMatchObject({ kind: 'matched', endpoint });
});

test.each(['/other', '/agents', '/agents/a/b', '//names', '/tasks\n\n'])('%j is routed nowhere', (path) => {
  expect(router.find('GET', path)).toEqual({ kind: 'not-found' });
});

test('a path with a slash at its end is redirected', () => {
  expect(router.find('GET', '/tasks/')).toEqual({ kind: 'redirect', path: '/tasks' });
});
