import type { Contract } from '../contract/contract.ts';
import type { SessionInfo, StreamFilter } from '../control/control-types.ts';
import type { Exchange, MockRequest } from '../exchange/exchange.ts';
import type { MockReply } from '../exchange/reply.ts';
import type { Profile } from '../operations/profile.ts';
import type { ExchangeStream } from '../sessions/exchange-stream.ts';
import type { SessionControl } from '../sessions/session-control.ts';
import type { ExchangeListener } from './exchange-listeners.ts';

/** The sessions of a mock. */
export interface Sessions {
  /** Returns all sessions, least recently used first. */
  list(): SessionInfo[];
  /** Returns the session with a name, or undefined if there is none. */
  find(name: string): SessionInfo | undefined;
  /** Returns the exchanges in the journal of a session, oldest first. Empty if there is no session of that name. */
  exchanges(name: string): Exchange[];
  /** Deletes a session with its world, stubs and journal. Returns false if there is none with that name. */
  delete(name: string): boolean;
}

/** The API without a transport: takes a request and returns a reply. */
export interface TrackerMock {
  readonly contract: Contract;
  readonly profile: Profile;
  /** Answers one request. Never throws: failures of the mock are replies, too. */
  handle(request: MockRequest): MockReply;
  /**
   * Answers one request as a Fetch API server does, without a socket. Waits for delays; rejects with a `TypeError` for a wire fault.
   *
   * @example
   * ```ts
   * const response = await mock.fetch(new Request('http://mock.test/tracker?limit=1'));
   * ```
   */
  fetch(request: Request): Promise<Response>;
  /**
   * Returns the controls of a session, by default of the session `default`. Sessions are created on first use.
   *
   * @throws {MockError} `session-name-invalid`
   */
  session(name?: string): SessionControl;
  readonly sessions: Sessions;
  /** Calls a listener after each exchange. Returns a function that removes it. Errors of a listener are logged and do not affect replies. */
  onExchange(listener: ExchangeListener): () => void;
  /**
   * Opens a stream of the exchanges in short, as the control API sends it. Those of the journals come first, as far as `filter.limit` or
   * `lastEventId` ask for them. The stream must be ended.
   *
   * @throws {MockError} `admin-request-invalid`, or `conflict` if too many streams are open
   */
  stream(filter?: StreamFilter, lastEventId?: string): ExchangeStream;
}
