// The kit for vitest: one server per worker, and a session with its own world per test.
import { expect, test } from 'agentex-tracker-mock/vitest';

// Represents your own code, which knows only the API's base URL.
async function finish(baseUrl: string, trackerId: string): Promise<boolean> {
  const reply = await fetch(`${baseUrl}/tracker/${trackerId}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ status: 'COMPLETED' }),
  });
  return reply.ok;
}

test('finish sets the status', async ({ trackerUrl, trackerSession }) => {
  const tracker = await trackerSession.trackers.add({ agent_id: 'agent-1', task_id: 'task-1', status: 'PROCESSING' });

  expect(await finish(trackerUrl, tracker.id)).toBe(true);

  await expect(trackerSession).toHaveReceived({ method: 'PUT', body: { status: 'COMPLETED' } });
  // The test fails at its end if a request or a reply broke the contract.
});

test('finish returns false if the server is down', async ({ trackerUrl, trackerSession }) => {
  const tracker = await trackerSession.trackers.add({ agent_id: 'agent-1', task_id: 'task-1' });
  await trackerSession.stub({ match: { method: 'PUT' }, times: 1, reply: { status: 503 } });

  expect(await finish(trackerUrl, tracker.id)).toBe(false);
  expect(await finish(trackerUrl, tracker.id)).toBe(true);
});

// A test that breaks the contract on purpose must allow violations.
const lenient = test.extend('allowViolations', true);

lenient('the API refuses a page of no trackers', async ({ trackerUrl }) => {
  const reply = await fetch(`${trackerUrl}/tracker?limit=0`);
  expect(reply.status).toBe(422);
});
