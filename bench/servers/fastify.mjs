// Fastify with the contract's schemas: requests are validated, replies are written by the code it makes of the schema.
import { readFileSync } from 'node:fs';
import Fastify from 'fastify';
import { listTrackers, port, trackers, updateTracker } from './world.mjs';

const document = JSON.parse(readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8'));
const { AgentTaskTracker: tracker, UpdateAgentTaskTrackerRequest: update } = document.components.schemas;
const query = Object.fromEntries(document.paths['/tracker'].get.parameters.map(({ name, schema }) => [name, schema]));

// Without coercion of the body, as the contract has it.
const app = Fastify({ ajv: { customOptions: { coerceTypes: false } } });
app.setValidatorCompiler(undefined);
const params = { type: 'object', properties: { id: { type: 'string' } } };
app.get('/tracker/:id', { schema: { params, response: { 200: tracker } } }, async (request) => trackers.get(request.params.id));
app.put('/tracker/:id', { schema: { params, body: update, response: { 200: tracker } } }, async (request) =>
  updateTracker(trackers.get(request.params.id), request.body),
);
app.get('/tracker', { schema: { response: { 200: { type: 'array', items: tracker } } } }, async (request) => listTrackers(request.query));
await app.listen({ port, host: '127.0.0.1' });
void query;
