import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'agentex-tracker-mock/playwright';

test('a page whose API address is built in can be led to the session, as docs/test-runners.md shows', async ({
  page,
  trackerUrl,
  trackerSession,
}) => {
  const own = createServer((_request, response) =>
    response.setHeader('content-type', 'text/html').end('<title>app</title>'),
  );
  await new Promise<void>((resolve) => void own.listen(0, '127.0.0.1', resolve));
  try {
    await page.route('http://127.0.0.1:4010/**', async (route) => {
      await route.continue({ url: route.request().url().replace('http://127.0.0.1:4010', trackerUrl) });
    });

    await page.goto(`http://127.0.0.1:${(own.address() as AddressInfo).port}/`);
    const status = await page.evaluate(async () => {
      const headers = { 'content-type': 'application/json' };
      const reply = await fetch('http://127.0.0.1:4010/tracker/unknown', { method: 'PUT', headers, body: '{}' });
      return reply.status;
    });

    expect(status).toBe(404);
    await expect(trackerSession).toHaveReceived({ method: 'PUT', path: '/tracker/unknown' });
  } finally {
    own.close();
    own.closeAllConnections();
  }
});
