import { expect, test } from 'vitest';
import { createRouter } from '../../src/fastapi/router.ts';
import { createFixedHandler } from '../../src/operations/operation-handler.ts';
import { withPages } from '../../src/pages/with-pages.ts';
import { createSmallMock } from '../setup.ts';

const endpoint = createFixedHandler(() => ({ status: 200, value: undefined, body: '' }));

test.each([
  ['GET', '/docs', 'matched'],
  ['GET', '/{page}', 'matched'],
  ['POST', '/docs', 'method-not-allowed'],
  ['GET', '/docs/', 'redirect'],
])('GET /docs is answered by a contract with %s %s', (method, path, kind) => {
  const routes = createRouter([{ method, path, endpoint }]);
  const match = withPages(routes, createSmallMock().contract, 'contract').find('GET', '/docs');
  expect(match).toEqual(routes.find('GET', '/docs'));
  expect(match.kind).toBe(kind);
});

test('GET / is answered by a contract with GET /', () => {
  const routes = createRouter([{ method: 'GET', path: '/', endpoint }]);
  const match = withPages(routes, createSmallMock().contract, 'contract').find('GET', '/');
  expect(match).toMatchObject({ kind: 'matched', endpoint });
});
