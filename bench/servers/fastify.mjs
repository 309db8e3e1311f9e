// Fastify with the contract's schemas: it validates requests and serializes replies with code compiled from the schema.
import { readFileSync } from 'node:fs';
import Fastify from 'fastify';
import { listTrackers, port, trackers, updateTracker } from './world.mjs';

const document = JSON.parse(readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8'));
const { AgentTaskTracker: tracker, UpdateAgentTaskTrackerRequest: body } = document.components.schemas;
const { parameters } = document.paths['/tracker'].get;
const params = { type: 'object', properties: { id: { type: 'string' } } };
const querystring = {
  type: 'object',
  properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
};

const app = Fastify();
app.get(
  '/tracker',
  { schema: { querystring, response: { 200: { type: 'array', items: tracker } } } },
  (request, reply) => {
    reply.send(listTrackers(request.query));
  },
);
app.get('/tracker/:id', { schema: { params, response: { 200: tracker } } }, (request, reply) => {
  reply.send(trackers.get(request.params.id));
});
app.put('/tracker/:id', { schema: { params, body, response: { 200: tracker } } }, (request, reply) => {
  reply.send(updateTracker(trackers.get(request.params.id), request.body));
});
await app.listen({ port, host: '127.0.0.1' });
