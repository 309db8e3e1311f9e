import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { toConformanceTable } from '../../src/conformance/conformance-table.ts';
import { runConformance } from '../../src/conformance/run-conformance.ts';
import { loadContract } from '../../src/contract/load-contract.ts';
import { createTrackerMock, startServer } from '../../src/index.ts';
import { createCoreMock } from '../mock/create-core-mock.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { readServedContract } from './contracts.ts';

test('the mock’s replies conform to the contract according to Prism, and all differences are known', async () => {
  const mock = createTrackerMock();
  const changes: (number | null)[] = [];
  mock.onExchange(({ request, reply }) => {
    if (request.method === 'PUT') changes.push(reply.status);
  });
  const server = await startServer(mock, { port: 0 });
  onTestFinished(() => server.close());
  const document = readServedContract('/agents/{agent_id}/schedules');
  const contractFile = join(createTemporaryFolder({ 'openapi.json': document }), 'openapi.json');
  const globs = ['GET /events*', '*/tracker*', 'POST *'];

  const report = await runConformance({ document, contractFile, mockUrl: server.url, globs });

  const { operations, ok } = report;
  expect(operations.map(({ operation }) => operation)).toEqual([
    'GET /events/{event_id}',
    'GET /events',
    'GET /tracker/{tracker_id}',
    'PUT /tracker/{tracker_id}',
    'GET /tracker',
    'POST /agents/{agent_id}/schedules',
  ]);
  expect(operations.flatMap(({ violations }) => violations)).toEqual([]);
  const differed = operations.flatMap((operation) => operation.differed);
  expect(differed.filter(({ reason }) => reason === undefined)).toEqual([]);
  expect(differed.length).toBeGreaterThan(0);
  expect(operations.every((row) => row.agreed === row.cases - row.differed.length && row.agreed > 10)).toBe(true);
  expect(ok).toBe(true);
  // An id was found in the list, so the valid requests changed a tracker.
  expect(changes.filter((status) => status === 200).length).toBeGreaterThan(30);
  expect(toConformanceTable(report)).toContain('Every reply keeps the contract; 0 unknown differences');
});

test('a glob that matches no operation is refused before Prism starts', async () => {
  const document = readServedContract();
  const options = { document, contractFile: 'x.json', mockUrl: 'http://127.0.0.1:1', globs: ['GET /trackers'] };
  await expect(runConformance(options)).rejects.toMatchObject({
    code: 'option-invalid',
    message: 'Failed to select operations: "GET /trackers" matches none of the contract: did you mean "GET /tracker"?',
  });
});

test('an operation that the mock has no reply for is compared by its requests alone', async () => {
  const parameters = [{ name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1 } }];
  const document = {
    openapi: '3.1.0',
    info: { title: 'Agents', version: '1' },
    paths: { '/agents': { get: { parameters, responses: { 200: { description: 'The agents' } } } } },
  };
  const folder = createTemporaryFolder({ 'openapi.json': document });
  // Without the functions that make up replies.
  const mock = createCoreMock({ contract: loadContract(document) });
  const server = await startServer(mock, { port: 0 });
  onTestFinished(() => server.close());

  const contractFile = join(folder, 'openapi.json');
  const { operations } = await runConformance({ document, contractFile, mockUrl: server.url });

  expect(operations).toMatchObject([{ operation: 'GET /agents', violations: [] }]);
  expect(operations[0]?.agreed).toBeGreaterThan(5);
  expect(operations[0]?.differed.filter(({ reason }) => reason === undefined)).toEqual([]);
});
