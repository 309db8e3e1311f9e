// The mock as an Express app, with supertest: no port, no server to stop.
import { createApp, createTrackerMock } from 'agentex-tracker-mock';
import request from 'supertest';
import { expect, test } from 'vitest';

// A world of one tracker. Omitted fields are null.
const TRACKER = { id: 'tracker-1', agent_id: 'agent-1', task_id: 'task-1', created_at: '2026-08-18T20:00:00Z' };

test('an update is kept', async () => {
  const app = createApp(createTrackerMock({ fixtures: { trackers: [TRACKER] } }));

  await request(app).put('/tracker/tracker-1').send({ status: 'PROCESSING' }).expect(200);

  const reply = await request(app).get('/tracker/tracker-1').expect(200);
  expect(reply.body).toMatchObject({ status: 'PROCESSING', status_reason: null });
});

test('an invalid body is answered as FastAPI answers it', async () => {
  const mock = createTrackerMock({ fixtures: { trackers: [TRACKER] } });

  const reply = await request(createApp(mock)).put('/tracker/tracker-1').send({ status: 5 }).expect(422);

  expect(reply.body).toEqual({
    detail: [{ type: 'string_type', loc: ['body', 'status'], msg: 'Input should be a valid string', input: 5 }],
  });
  // The session's journal has the violation as well. A request that names no session uses the session "default".
  expect(await mock.session().violations()).toMatchObject([{ side: 'request', location: ['body', 'status'] }]);
});
