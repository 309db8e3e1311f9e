import { expect, test } from 'agentex-tracker-mock/playwright';
import { ID } from '../put-status.ts';

test.use({ trackerMockOptions: { events: 'strict' } });

test('passes with options', async ({ request }) => {
  const reply = await request.put(`tracker/${ID}`, { data: { last_processed_event_id: 'unknown' } });
  expect(reply.status()).toBe(400);
});
