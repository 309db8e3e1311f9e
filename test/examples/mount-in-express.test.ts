import request from 'supertest';
import { expect, test } from 'vitest';
import { createApplication } from '../../examples/mount-in-express.ts';

// The examples that are tests themselves run as such: vitest.config.ts includes them.

test('GET / is the application’s own', async () => {
  const { status, text } = await request(createApplication()).get('/');
  expect([status, text]).toEqual([200, 'my application']);
});

test('PUT /api/tracker/{tracker_id} is the mock’s, and what it changes stays', async () => {
  const application = createApplication();
  const list = await request(application).get('/api/tracker?limit=1').expect(200);
  const [{ id }] = list.body as [{ id: string }];
  await request(application).put(`/api/tracker/${id}`).send({ status: 'COMPLETED' }).expect(200);
  const tracker = await request(application).get(`/api/tracker/${id}`).expect(200);
  expect(tracker.body).toMatchObject({ id, status: 'COMPLETED' });
});

test('GET /api/tracker/ leads to the path under /api', async () => {
  const { status, headers } = await request(createApplication()).get('/api/tracker/');
  expect(status).toBe(307);
  expect(headers['location']).toMatch(/\/api\/tracker$/);
});
