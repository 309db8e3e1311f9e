// The mock mounted in another Express app, as a stand-in for the real API behind that app's own routes.
import { createApp, createTrackerMock } from 'agentex-tracker-mock';
import type { Express } from 'express';
import express from 'express';

/** Your application, with the tracker API under `/api`. */
export function createApplication(): Express {
  const app = express();
  app.get('/', (_request, response) => {
    response.send('my application');
  });
  // Before anything that reads bodies: the mock reads them itself, since a malformed one has its own answer.
  app.use('/api', createApp(createTrackerMock()));
  return app;
}
