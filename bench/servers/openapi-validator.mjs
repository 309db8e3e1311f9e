// Express with express-openapi-validator, which validates requests and replies against the same contract.
import { fileURLToPath } from 'node:url';
import express from 'express';
import OpenApiValidator from 'express-openapi-validator';
import { listTrackers, port, trackers, updateTracker } from './world.mjs';

const app = express();
app.use(express.json());
app.use(
  OpenApiValidator.middleware({
    apiSpec: fileURLToPath(new URL('../../openapi.json', import.meta.url)),
    validateRequests: true,
    validateResponses: true,
  }),
);
app.get('/tracker', (request, response) => response.json(listTrackers(request.query)));
app.get('/tracker/:id', (request, response) => response.json(trackers.get(request.params.id)));
app.put('/tracker/:id', (request, response) =>
  response.json(updateTracker(trackers.get(request.params.id), request.body)),
);
app.use((error, request, response, next) => {
  if (error.status === undefined) next(error);
  else response.status(error.status).json({ message: error.message, errors: error.errors });
});
app.listen(port, '127.0.0.1');
