// A hand-written server: Express with its own JSON parser and serializer, without checks.
import express from 'express';
import { listTrackers, port, trackers, updateTracker } from './world.mjs';

const app = express();
app.use(express.json());
app.get('/tracker', (request, response) => response.json(listTrackers(request.query)));
app.get('/tracker/:id', (request, response) => response.json(trackers.get(request.params.id)));
app.put('/tracker/:id', (request, response) =>
  response.json(updateTracker(trackers.get(request.params.id), request.body)),
);
app.listen(port, '127.0.0.1');
