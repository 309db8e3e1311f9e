import { Agent, request } from 'node:http';

/**
 * The requests of a round, which every connection sends one after the other, and the check of their replies.
 *
 * A request is `{ method, path, headers, body?, status, isRight(value) }`. `isRight` checks the first reply, parsed.
 */

const STATUSES = ['PROCESSING', 'WAITING', 'COMPLETED', 'PROCESSING'];
const JSON_HEADERS = { 'content-type': 'application/json' };
const FIRST_EVENT = '0b7dcd3d-edb1-49e0-ae01-6819d041b20b';

/** PUT with all three fields. Each changes its tracker's status and keeps its cursor. */
export function createUpdates(trackers) {
  return STATUSES.flatMap((status, turn) =>
    trackers.map(({ id, last_processed_event_id: cursor }) => {
      const update = {
        status,
        status_reason: `Step ${turn + 1} of 4: reading the documents`,
        last_processed_event_id: cursor ?? FIRST_EVENT,
      };
      const isRight = (reply) =>
        reply.id === id && Object.entries(update).every(([name, value]) => reply[name] === value);
      return {
        method: 'PUT',
        path: `/tracker/${id}`,
        headers: JSON_HEADERS,
        body: JSON.stringify(update),
        status: 200,
        isRight,
      };
    }),
  );
}

/** PUT with one, two and three fields of the wrong type. */
export function createInvalidUpdates(trackers) {
  const bodies = [
    { status: 5, status_reason: 'Reading the documents', last_processed_event_id: FIRST_EVENT },
    { status: 5, status_reason: ['Reading', 'the documents'], last_processed_event_id: FIRST_EVENT },
    { status: 5, status_reason: ['Reading', 'the documents'], last_processed_event_id: true },
  ];
  return bodies.flatMap((body, index) =>
    trackers.map(({ id }) => {
      const isRight = ({ detail }) =>
        detail.length === index + 1 && detail.every(({ type, loc }) => type === 'string_type' && loc[0] === 'body');
      return {
        method: 'PUT',
        path: `/tracker/${id}`,
        headers: JSON_HEADERS,
        body: JSON.stringify(body),
        status: 422,
        isRight,
      };
    }),
  );
}

/** The agents of the world, which the mock makes up, in pages of different lengths. */
export function createSampledLists() {
  return [1, 5, 20, 50].map((limit) => {
    const isRight = (reply) => reply.length > 0 && reply.every(({ id, name }) => typeof id === 'string' && name !== '');
    return { method: 'GET', path: `/agents?limit=${limit}`, headers: {}, status: 200, isRight };
  });
}

/** POST of a message with one, two and three mistakes, the last within a branch of its union. */
export function createInvalidMessages() {
  const bodies = [
    { task_id: 5, content: { type: 'text', author: 'user', content: 'Reading the documents' } },
    { task_id: 5, content: { type: 'text', author: 'nobody', content: 'Reading the documents' } },
    { task_id: 5, content: { type: 'text', author: 'nobody', content: ['Reading', 'the documents'] } },
  ];
  return bodies.map((body, index) => {
    const isRight = ({ detail }) => detail.length === index + 1 && detail.every(({ loc }) => loc[0] === 'body');
    return {
      method: 'POST',
      path: '/messages',
      headers: JSON_HEADERS,
      body: JSON.stringify(body),
      status: 422,
      isRight,
    };
  });
}

export function createRetrievals(trackers) {
  return trackers.map(({ id, agent_id: agent, task_id: task }) => {
    const isRight = (reply) => reply.id === id && reply.agent_id === agent && reply.task_id === task;
    return { method: 'GET', path: `/tracker/${id}`, headers: {}, status: 200, isRight };
  });
}

/** The first 50 trackers of each of the agents. */
export function createLists(trackers) {
  return [...new Set(trackers.map((tracker) => tracker.agent_id))].map((agent) => {
    const isRight = (reply) =>
      reply.length > 0 && reply.length <= 50 && reply.every((tracker) => tracker.agent_id === agent);
    return { method: 'GET', path: `/tracker?agent_id=${agent}&limit=50`, headers: {}, status: 200, isRight };
  });
}

/**
 * Sends each request once, checks its reply, and learns what later replies must be.
 *
 * @param peer `isExact` is false if it answers with examples: replies then only need the shape of a tracker. An optional `toPath` converts
 *   paths to its own spelling.
 * @returns the requests for the generator: `{ method, path, headers, body?, status, head, tail }`. A reply is right if its text starts with
 *   `head` and ends with `tail`, with only the time of the change (at most 32 characters) in between.
 * @throws {Error} with the first reply that is wrong
 */
export async function learnReplies(url, requests, { isExact, toPath = (path) => path }) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const learned = [];
  for (const { isRight, ...given } of requests) {
    const rest = { ...given, path: toPath(given.path) };
    const { status, text } = await send(agent, url, rest);
    const check = isExact ? isRight : isTrackerShaped;
    if (status !== rest.status || !check(JSON.parse(text))) {
      agent.destroy();
      throw new Error(`wrong reply to ${rest.method} ${rest.path} ${rest.body ?? ''}: ${status} ${text.slice(0, 300)}`);
    }
    learned.push({ ...rest, ...splitAtTime(text, rest.method) });
  }
  agent.destroy();
  return learned;
}

/** Returns a server's replies: `[path, text]` for each request. */
export async function readReplies(url, requests) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const replies = [];
  for (const given of requests) replies.push([given.path, (await send(agent, url, given)).text]);
  agent.destroy();
  return replies;
}

function isTrackerShaped(reply) {
  const tracker = Array.isArray(reply) ? reply[0] : reply;
  return ['id', 'agent_id', 'task_id', 'created_at'].every((name) => typeof tracker?.[name] === 'string');
}

function splitAtTime(text, method) {
  const time = method === 'PUT' ? /(?<="updated_at"\s*:\s*")[^"]*/.exec(text) : null;
  if (time === null) return { head: text, tail: '' };
  return { head: text.slice(0, time.index), tail: text.slice(time.index + time[0].length) };
}

function send(agent, url, { method, path, headers, body }) {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      `${url}${path}`,
      {
        agent,
        method,
        headers: { ...headers, ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }) },
      },
      (reply) => {
        let text = '';
        reply
          .setEncoding('utf8')
          .on('data', (chunk) => (text += chunk))
          .on('end', () => resolve({ status: reply.statusCode, text }))
          .on('error', reject);
      },
    );
    outgoing.on('error', reject).end(body);
  });
}
