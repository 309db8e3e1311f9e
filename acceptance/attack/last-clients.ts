import { Agent, request } from 'node:http';

export interface LastClients {
  readonly requests: number;
  /** Waits until each client finds the server gone. Returns what went wrong before. */
  finish(): Promise<readonly string[]>;
}

const CLIENTS = 16;

/** Sends requests over keep-alive connections, each as soon as the last is answered, until the server no longer listens. */
export function startLastClients(port: number): LastClients {
  const failures: string[] = [];
  let requests = 0;
  const work = async (): Promise<void> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (;;) {
      const outcome = await send(port, agent);
      if (outcome === 'ECONNREFUSED') break;
      requests += 1;
      if (outcome === '200') continue;
      failures.push(`a request while the mock ended: ${outcome}`);
      break;
    }
    agent.destroy();
  };
  const all = Promise.all(Array.from({ length: CLIENTS }, work));
  return {
    get requests() {
      return requests;
    },
    async finish() {
      await all;
      return failures;
    },
  };
}

/** Returns the status of the reply, or the code of the error. */
async function send(port: number, agent: Agent): Promise<string> {
  return new Promise((resolve) => {
    const outgoing = request({ port, host: '127.0.0.1', path: '/tracker?limit=1', agent });
    outgoing.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    outgoing.on('response', (response) => {
      response.resume().on('end', () => resolve(String(response.statusCode)));
      response.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    });
    outgoing.end();
  });
}
