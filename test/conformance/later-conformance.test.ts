import { expect, onTestFinished, test } from 'vitest';
import { runConformance } from '../../src/conformance/run-conformance.ts';
import { createTrackerMock, startServer } from '../../src/index.ts';
import { LATER_CONTRACT_FILE, readContract } from './contracts.ts';

test('the mock conforms to a later revision, with a tracker id given as an option', async () => {
  const document = readContract(LATER_CONTRACT_FILE);
  const fixtures = {
    trackers: [{ id: 'one', agent_id: 'a', task_id: 't', created_at: '2026-01-02T03:04:05Z' }],
  };
  const mock = createTrackerMock({ contract: document, fixtures });
  const statuses: (number | null)[] = [];
  mock.onExchange(({ reply }) => statuses.push(reply.status));
  const server = await startServer(mock, { port: 0 });
  onTestFinished(() => server.close());

  const report = await runConformance({
    document,
    contractFile: LATER_CONTRACT_FILE,
    mockUrl: server.url,
    pathValues: { tracker_id: 'one' },
  });

  expect(report.operations).toMatchObject([{ operation: 'PUT /tracker/{tracker_id}', violations: [] }]);
  const differed = report.operations.flatMap((operation) => operation.differed);
  expect(differed.filter(({ reason }) => reason === undefined)).toEqual([]);
  expect(report.ok).toBe(true);
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(50);
});
