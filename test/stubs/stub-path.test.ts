import { expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load-contract.ts';
import { listStubProblems } from '../../src/stubs/check-stub.ts';
import { createSmallMock } from '../setup.ts';

test('a stub for a path is checked against the operations that have such paths', async () => {
  const session = createSmallMock().session();
  await session.stub({ match: { path: '/tracker' }, reply: { status: 200, body: [] } });
  await session.stub({ match: { path: '*', method: 'GET' }, reply: { status: 204 } });
  const stub = session.stub({ match: { path: '/tracker/*', method: 'GET' }, reply: { status: 200, body: [] } });
  await expect(stub).rejects.toMatchObject({
    problems: [
      '/reply/body must be object: it breaks the contract of GET /tracker/{tracker_id}. Correct it, or add "allowViolations": true',
    ],
  });
});

test('a stub for one path is checked against the operation that is routed to it', () => {
  const reply = (schema: object): object => ({
    200: { description: 'Well', content: { 'application/json': { schema } } },
  });
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
  const contract = loadContract({
    openapi: '3.1.0',
    info: { title: 'Notes', version: '1' },
    paths: {
      '/notes/latest': { get: { responses: reply({ type: 'string' }) } },
      '/notes/{id}': { get: { parameters: [id], responses: reply({ type: 'object' }) } },
    },
  });
  const toProblems = (path: string): string[] =>
    listStubProblems({ match: { path }, reply: { status: 200, body: 'text' } }, contract);
  expect(toProblems('/notes/latest')).toEqual([]);
  expect(toProblems('/notes/n-1')).toEqual([
    '/reply/body must be object: it breaks the contract of GET /notes/{id}. Correct it, or add "allowViolations": true',
  ]);
  expect(toProblems('/notes/*')).toHaveLength(1);
  expect(toProblems('/other')).toEqual([]);
});

test('a stub for several operations may have an error body that the server was observed to send for one of them', async () => {
  const session = createSmallMock().session();
  for (const status of [400, 404]) {
    const body = { message: 'Not now', code: status, data: null };
    await session.stub({ reply: { status, body } });
    await session.stub({ reply: { status, body: { detail: 'Not now' } } });
  }
  const stub = { match: { path: '/tracker/*', method: 'GET' }, reply: { status: 404, body: { detail: 5 } } };
  await expect(session.stub(stub)).rejects.toThrow('it breaks the contract of GET /tracker/{tracker_id}');
});
