import { expect, test, vi } from 'vitest';
import { serve } from './run-main.ts';

/** Each budget admits one. */
vi.mock(import('../../src/budgets.ts'), async (importOriginal) => ({
  ...(await importOriginal()),
  REPLIES: 1,
}));

test('a request that is refused with 503 is logged', async () => {
  const { url, stop } = await serve();
  const waiting = fetch(`${url}/tracker?limit=1`, { headers: { prefer: 'delay=600000' } });
  await vi.waitFor(async () => expect((await fetch(`${url}/tracker?limit=2`)).status).toBe(503));
  const { out } = await stop();
  // It is sent at once when the server stops.
  expect((await waiting).status).toBe(200);
  expect(out).toContain(
    'GET /tracker?limit=2 503 (server)  Failed to answer: too many replies are in flight. Read the replies, and send the request again later.\n',
  );
});
