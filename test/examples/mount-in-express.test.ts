import request from 'supertest';
import { expect, test } from 'vitest';
import { createApplication } from '../../examples/mount-in-express.ts';

// Examples that are test files run directly: vitest.config.ts includes them.

test('GET / is answered by the application', async () => {
  const { status, text } = await request(createApplication()).get('/');
  expect([status, text]).toEqual([200, 'my application']);
});

test('PUT /api/tracker/{tracker_id} is answered by the mock, which keeps the change', async () => {
  const application = createApplication();
  const list = await request(application).get('/api/tracker?limit=1').expect(200);
  const [{ id }] = list.body as [{ id: string }];
  await request(application).put(`/api/tracker/${id}`).send({ status: 'COMPLETED' }).expect(200);
  const tracker = await request(application).get(`/api/tracker/${id}`).expect(200);
  expect(tracker.body).toMatchObject({ id, status: 'COMPLETED' });
});

test('GET /api/tracker/ redirects to the path under /api', async () => {
  const { status, headers } = await request(createApplication()).get('/api/tracker/');
  expect(status).toBe(307);
  expect(headers['location']).toMatch(/\/api\/tracker$/);
});
