import { expect, test } from 'agentex-tracker-mock/playwright';

test('lists the trackers', async ({ trackerUrl }) => {
  expect((await fetch(`${trackerUrl}/tracker`)).status).toBe(200);
});

test('lists a page', async ({ trackerUrl }) => {
  expect((await fetch(`${trackerUrl}/tracker?limit=1`)).status).toBe(200);
});
