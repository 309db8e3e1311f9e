import { expect, test as base } from 'agentex-tracker-mock/vitest';
import { describe } from 'vitest';
import { ID, putStatus } from '../kits/put-status.ts';

// The code of docs/test-runners.md: test/docs/documents.test.ts looks for it here.

const test = base.extend('trackerMockOptions', { scope: 'worker' }, { events: 'strict' });

async function finish(url: string, id: string): Promise<boolean> {
  return (await putStatus(url, 'COMPLETED', id)) === 200;
}

test('finish sets the status', async ({ trackerUrl, trackerSession }) => {
  const tracker = await trackerSession.trackers.add({ agent_id: 'agent-1', task_id: 'task-1', status: 'PROCESSING' });

  expect(await finish(trackerUrl, tracker.id)).toBe(true);

  await expect(trackerSession).toHaveReceived({ method: 'PUT', body: { status: 'COMPLETED' } });
});

const lenient = test.extend('allowViolations', true);

lenient('a lenient test may send a mistake', async ({ trackerUrl }) => {
  expect(await putStatus(trackerUrl, 5, ID)).toBe(422);
});

describe('invalid requests', () => {
  test.override('allowViolations', true);

  test('the API refuses a page of no trackers', async ({ trackerUrl }) => {
    const reply = await fetch(`${trackerUrl}/tracker?limit=0`);
    expect(reply.status).toBe(422);
  });
});
