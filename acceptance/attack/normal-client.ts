import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export interface NormalClient {
  readonly requests: number;
  readonly failures: readonly string[];
  stop(): Promise<void>;
}

/** How long there is between two rounds, and how long an answer may take on a busy machine, in milliseconds. */
const PACE = 20;
const PATIENCE = 30_000;

interface Answer {
  readonly status: number | undefined;
  readonly json: unknown;
}

/** Works with a tracker over one connection, in the default session, and checks each answer. */
export function startNormalClient(port: number, tracker: string): NormalClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const failures: string[] = [];
  let requests = 0;
  let isStopping = false;

  const send = async (method: string, path: string, json?: object): Promise<Answer> => {
    requests += 1;
    return new Promise((resolve, reject) => {
      const headers = json === undefined ? {} : { 'content-type': 'application/json' };
      const outgoing = request({ port, host: '127.0.0.1', method, path, headers, agent, timeout: PATIENCE });
      outgoing.on('response', (response) => void readAnswer(response).then(resolve, reject));
      outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer in ${PATIENCE} ms`)));
      outgoing.on('error', (error: NodeJS.ErrnoException) => {
        // The server may close an idle connection while a request is on its way. Clients send such a request again.
        if (error.code === 'ECONNRESET' && outgoing.reusedSocket) resolve(send(method, path, json));
        else reject(error);
      });
      outgoing.end(json === undefined ? undefined : JSON.stringify(json));
    });
  };
  const expect = async (status: number, part: object, method: string, path: string, json?: object): Promise<void> => {
    const answer = await send(method, path, json).catch((error: unknown) => String(error));
    if (typeof answer !== 'string' && answer.status === status && hasPart(answer.json, part)) return;
    failures.push(
      `${method} ${path}: ${JSON.stringify(answer).slice(0, 300)} in place of ${status} ${JSON.stringify(part)}`,
    );
  };
  const work = async (): Promise<void> => {
    for (let round = 0; !isStopping; round += 1) {
      const status = `round ${round}`;
      await expect(200, { status }, 'PUT', tracker, { status });
      await expect(200, { status }, 'GET', tracker);
      await expect(200, {}, 'GET', '/tracker?limit=5');
      await expect(422, {}, 'PUT', tracker, { status: round });
      await expect(404, {}, 'GET', '/tracker/none');
      await sleep(PACE);
    }
    agent.destroy();
  };
  const done = work();
  return {
    get requests() {
      return requests;
    },
    failures,
    async stop() {
      isStopping = true;
      await done;
    },
  };
}

async function readAnswer(response: IncomingMessage): Promise<Answer> {
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk as string;
  return { status: response.statusCode, json: JSON.parse(text) as unknown };
}

function hasPart(json: unknown, part: object): boolean {
  return Object.entries(part).every(([name, value]) => (json as Record<string, unknown>)[name] === value);
}
