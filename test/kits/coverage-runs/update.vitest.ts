import { expect, test } from 'agentex-tracker-mock/vitest';
import { putStatus } from '../put-status.ts';

test('updates a tracker', async ({ trackerUrl }) => {
  expect(await putStatus(trackerUrl, 'DONE')).toBe(200);
});
