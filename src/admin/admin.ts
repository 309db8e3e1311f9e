import type { MockReply, MockRequest } from '../mock/exchange.ts';
import type { TrackerMock } from '../mock/mock.ts';

export interface AdminOptions {
  /** The bearer token that callers need; without one the control API is open to this machine. */
  readonly token: string | undefined;
}

/** Answers one request to the control API. Its target may have a session in front. */
export type AdminHandler = (request: MockRequest) => Promise<MockReply>;

export function createAdmin(mock: TrackerMock, options: AdminOptions): AdminHandler {
  throw new Error(`being written ${String(mock)} ${String(options)}`);
}
