import { expect, test } from 'vitest';
import { createContract } from '../../src/contract/contract.ts';
import type { LiveSide } from '../../src/drift/drift-side.ts';
import { runDrift } from '../../src/drift/run-drift.ts';
import { createNodeCompiler } from '../../src/node/contract-file.ts';

const required = { required: true, schema: { type: 'string' } };
const list = {
  type: 'array',
  items: { type: 'object', required: ['id', 'size'], properties: { id: {}, size: {} } },
};

/** A contract whose lists have a limit alone, or nothing, and parameters that are no ids. */
const CONTRACT = createContract(
  {
    openapi: '3.1.0',
    info: { title: 'Shop', version: '1' },
    paths: {
      '/shelves': {
        get: {
          parameters: [
            { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1 } },
            { name: 'count', in: 'query', required: true, schema: { type: 'integer', minimum: 3 } },
            { name: 'X-Shop', in: 'header', ...required },
          ],
          responses: { 200: { description: 'x', content: { 'application/json': { schema: list } } } },
        },
      },
      '/shelves/{shelf_id}/books': {
        get: {
          parameters: [{ name: 'shelf_id', in: 'path', ...required }],
          responses: { 200: { description: 'x', content: { 'application/json': { schema: true } } } },
        },
      },
      '/status': {
        get: { responses: { 204: { description: 'x' } } },
        post: { responses: { 204: { description: 'x' } } },
      },
    },
  },
  createNodeCompiler,
);

function createSide(name: string, sizes: readonly unknown[]): LiveSide & { readonly sent: string[] } {
  const sent: string[] = [];
  return {
    kind: 'live',
    name,
    url: undefined,
    sent,
    send({ method, target, headers }) {
      sent.push(`${method} ${target} ${String(headers['x-shop'] ?? '')}`);
      const isList = /^\/shelves\?count=3(&|$)/.test(target);
      const limit = Number(new URLSearchParams(target.split('?')[1]).get('limit') ?? 100);
      const items = sizes.slice(0, limit).map((size, index) => ({ id: `${name}/${index}`, size }));
      const body = method === 'HEAD' ? '' : JSON.stringify(isList ? items : { detail: target });
      return Promise.resolve({ status: isList ? 200 : 404, headers: { 'content-type': 'application/json' }, body });
    },
  };
}

test('drift calls operations whose required parameters are no ids with values of the contract', async () => {
  const [a, b] = [createSide('a', [1, 2, 3, 4, 5]), createSide('b', [1, 3, 2, 'x', 5])];
  const run = await runDrift({ contract: CONTRACT, a, b, operations: ['*'] });
  expect(run.problems).toEqual([]);
  expect(a.sent[0]).toBe('GET /no-such-path ');
  expect(a.sent.find((line) => line.startsWith('GET /shelves?count=3 '))).toMatch(/ \w+$/);
  expect(a.sent).toContain('GET /shelves/a%2F1/books ');
  expect(b.sent).toContain('GET /shelves/b%2F1/books ');
  expect(a.sent.filter((line) => line.startsWith('POST'))).toEqual([]);
  expect(run.differences).toEqual([]);
});

test('drift finds the order of a list that only one side keeps', async () => {
  const [a, b] = [createSide('a', [1, 2, 3, 4, 5]), createSide('b', [1, 3, 2])];
  const { differences } = await runDrift({ contract: CONTRACT, a, b, operations: ['/shelves'] });
  expect(differences.map(({ severity, what }) => `${severity} ${what}`)).toEqual([
    'warning the list is in ascending order of size in A, but not in B',
  ]);
});
