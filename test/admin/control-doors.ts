import { describe, onTestFinished } from 'vitest';
import { createAdminClient } from '../../src/client/client.ts';
import type { SessionControl, TrackerMockOptions } from '../../src/index.ts';
import { startServer } from '../../src/index.ts';
import { createSmallMock } from '../setup.ts';
import type { Answer, Payload } from '../suite/door.ts';
import { handle, toMessage } from '../suite/door.ts';

/** A mock of one's own over the small world, its time standing still, and the controls of its sessions. */
export interface ControlDoor {
  /** Of the session `test`. */
  readonly control: SessionControl;
  readonly open: (session: string) => SessionControl;
  /** Sends a request to the API in the session `test`. */
  readonly send: (line: string, payload?: Payload) => Answer;
}

export type OpenDoor = (options?: TrackerMockOptions) => Promise<ControlDoor>;

/** The ways to a session's controls. Both have to be one. */
const WAYS: Readonly<Record<string, OpenDoor>> = {
  'in the process': (options) => {
    const mock = createSmallMock(options);
    return Promise.resolve(toDoor(mock, (session) => mock.session(session)));
  },
  'over HTTP': async (options) => {
    const mock = createSmallMock(options);
    const server = await startServer(mock, { port: 0 });
    onTestFinished(() => server.close());
    return toDoor(mock, (session) => createAdminClient(server.url, { session }));
  },
};

function toDoor(mock: ReturnType<typeof createSmallMock>, open: ControlDoor['open']): ControlDoor {
  return {
    control: open('test'),
    open,
    send: (line, { headers, ...payload } = {}) =>
      handle(mock, toMessage(line, { ...payload, headers: { 'x-mock-session': 'test', ...headers } })),
  };
}

/** Runs the same tests against the in-process session object and against the client over a real server. */
export function describeControl(title: string, suite: (open: OpenDoor) => void): void {
  for (const [way, open] of Object.entries(WAYS)) describe(`${title} ${way}`, () => suite(open));
}
