export type { AdminClient, AdminClientOptions } from './client/client.ts';
export type { SessionInfo } from './sessions/session-info.ts';
export type { AppOptions } from './http/app.ts';
export { createApp } from './http/app.ts';
export type { RunningServer, ServerStartOptions } from './http/server.ts';
export { startServer } from './http/server.ts';
export type { MockErrorCode, Problem } from './mock-error.ts';
export { MockError } from './mock-error.ts';
export type { Stub, StubInput, StubReply } from './stubs/stub.ts';
export type { RequestPattern } from './exchange/request-pattern.ts';
export type { AppliedOverride, Fault } from './exchange/applied-override.ts';
export type { ExchangeFilter } from './journal/exchange-filter.ts';
export type { ExchangeRecord } from './journal/exchange-record.ts';
export type { Exchange, MockRequest } from './exchange/exchange.ts';
export type { BrokenReply, HttpReply, MockReply, PassedOnReply } from './exchange/reply.ts';
export type { Har } from './journal/har.ts';
export type { TrackerMock } from './mock/mock.ts';
export type { ClockInput, ClockState } from './sessions/session-clock.ts';
export type {
  EventFilter,
  EventInput,
  SessionControl,
  SnapshotInfo,
  TrackerInput,
  WorldState,
  WorldStateInput,
} from './sessions/session-control.ts';
export type { UnmatchedRecord } from './journal/unmatched.ts';
export type { ViolationRecord } from './journal/violation-record.ts';
export type { Fixture, TrackerMockOptions } from './node/create-tracker-mock.ts';
export { createTrackerMock } from './node/create-tracker-mock.ts';
export type { Tracker, TrackerEvent } from './trackers/tracker.ts';
