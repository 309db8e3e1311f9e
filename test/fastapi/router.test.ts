import { expect, test } from 'vitest';
import { createRouter } from '../../src/fastapi/router.ts';

const router = createRouter(
  ['/agents/{id}', '/{kind}/names', '/agents/names', '/tasks', '/', '/forward/{id}/{path}'].map((path) => ({
    method: 'GET',
    path,
    endpoint: path,
  })),
);

test.each([
  ['/agents/a', '/agents/{id}'],
  // The server cannot have declared it after the route that would hide it.
  ['/agents/names', '/agents/names'],
  ['/tasks/names', '/{kind}/names'],
  ['/tasks', '/tasks'],
  ['/tasks\n', '/tasks'],
  ['/other/names', '/{kind}/names'],
  ['/', '/'],
  ['/\n', '/'],
  ['/forward/a/b/c', '/forward/{id}/{path}'],
  ['/forward/a/', '/forward/{id}/{path}'],
])('%j is routed to %s', (path, endpoint) => {
  expect(router.find('GET', path)).toMatchObject({ kind: 'matched', endpoint });
});

test.each(['/other', '/agents', '/agents/a/b', '//names', '/tasks\n\n'])('%j is routed nowhere', (path) => {
  expect(router.find('GET', path)).toEqual({ kind: 'not-found' });
});

test('a path with a slash at its end is redirected', () => {
  expect(router.find('GET', '/tasks/')).toEqual({ kind: 'redirect', path: '/tasks' });
});

test('a route that another method would hide stays where it is, so that allow names the first one', () => {
  const routes = [
    ['PUT', '/messages/{id}'],
    ['GET', '/messages/{id}'],
    ['GET', '/messages/paginated'],
  ].map(([method = '', path = '']) => ({ method, path, endpoint: path }));
  const { find } = createRouter(routes);
  expect(find('GET', '/messages/paginated')).toMatchObject({ endpoint: '/messages/paginated' });
  expect(find('PUT', '/messages/paginated')).toMatchObject({ endpoint: '/messages/{id}' });
  expect(find('DELETE', '/messages/paginated')).toEqual({ kind: 'method-not-allowed', allow: 'PUT' });
});
