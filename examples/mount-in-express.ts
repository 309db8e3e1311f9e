// The mock mounted in another Express app, in place of the real API.
import { createApp, createTrackerMock } from 'agentex-tracker-mock';
import type { Express } from 'express';
import express from 'express';

/** Your application, with the tracker API under `/api`. */
export function createApplication(): Express {
  const app = express();
  app.get('/', (_request, response) => {
    response.send('my application');
  });
  // Mount it before any body parser: the mock reads bodies itself, since its replies depend on the bytes.
  app.use('/api', createApp(createTrackerMock()));
  return app;
}
