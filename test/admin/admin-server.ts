import { onTestFinished } from 'vitest';
import type { AppOptions, TrackerMock } from '../../src/index.ts';
import { startServer } from '../../src/index.ts';
import { createSmallMock } from '../setup.ts';
import type { Answer, Payload } from '../suite/door.ts';
import { toMessage } from '../suite/door.ts';
import { sendMessage } from '../suite/send-message.ts';

/** A mock over the small world that listens until the test ends. */
export interface AdminServer {
  readonly mock: TrackerMock;
  readonly url: string;
  /** Sends a request as it is written, without what a client would add. */
  send(line: string, payload?: Payload): Promise<Answer>;
}

export async function openServer(
  options: AppOptions = {},
  mock: TrackerMock = createSmallMock(),
): Promise<AdminServer> {
  const server = await startServer(mock, { ...options, port: 0 });
  onTestFinished(() => server.close());
  return { mock, url: server.url, send: (line, payload) => sendMessage(server.url, toMessage(line, payload)) };
}
