import { describe, onTestFinished } from 'vitest';
import { createAdminClient } from '../../src/client/client.ts';
import type { SessionControl, TrackerMockOptions } from '../../src/index.ts';
import { startServer } from '../../src/index.ts';
import { createSmallMock } from '../setup.ts';
import type { Answer, Payload } from '../suite/client.ts';
import { handle, toMessage } from '../suite/client.ts';

/** A mock over the small world with a stopped clock, and the controls of its sessions. */
export interface ControlClient {
  /** Of the session `test`. */
  readonly control: SessionControl;
  readonly open: (session: string) => SessionControl;
  /** Sends a request to the API in the session `test`. */
  readonly send: (line: string, payload?: Payload) => Answer;
}

export type OpenClient = (options?: TrackerMockOptions) => Promise<ControlClient>;

/** Both transports must behave the same. */
const TRANSPORTS: Readonly<Record<string, OpenClient>> = {
  'in the process': (options) => {
    const mock = createSmallMock(options);
    return Promise.resolve(toControlClient(mock, (session) => mock.session(session)));
  },
  'over HTTP': async (options) => {
    const mock = createSmallMock(options);
    const server = await startServer(mock, { port: 0 });
    onTestFinished(() => server.close());
    return toControlClient(mock, (session) => createAdminClient(server.url, { session }));
  },
};

function toControlClient(mock: ReturnType<typeof createSmallMock>, open: ControlClient['open']): ControlClient {
  return {
    control: open('test'),
    open,
    send: (line, { headers, ...payload } = {}) =>
      handle(mock, toMessage(line, { ...payload, headers: { 'x-mock-session': 'test', ...headers } })),
  };
}

/** Runs the same tests against the in-process session object and against the client over a real server. */
export function describeControl(title: string, suite: (open: OpenClient) => void): void {
  for (const [transport, open] of Object.entries(TRANSPORTS)) describe(`${title} ${transport}`, () => suite(open));
}
