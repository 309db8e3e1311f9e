export type { AdminClient, AdminClientOptions } from './admin/client.ts';
export type { SessionInfo } from './admin/session-info.ts';
export type { AppOptions } from './http/app.ts';
export { createApp } from './http/app.ts';
export type { RunningServer, ServerStartOptions } from './http/server.ts';
export { startServer } from './http/server.ts';
export type { MockErrorCode, Problem } from './mock-error.ts';
export { MockError } from './mock-error.ts';
export type { Arrangement, ArrangementInput, ArrangementMatch, Fault } from './mock/arrangement.ts';
export type { ExchangeFilter, ExchangeRecord } from './mock/exchange-record.ts';
export type { Exchange, MockReply, MockRequest } from './mock/exchange.ts';
export type { Har } from './mock/har.ts';
export type { TrackerMock } from './mock/mock.ts';
export type { ClockInput, ClockState } from './mock/session-clock.ts';
export type {
  EventFilter,
  EventInput,
  SessionControl,
  SnapshotInfo,
  TrackerInput,
  ViolationRecord,
  WorldState,
  WorldStateInput,
} from './mock/session-control.ts';
export type { UnmatchedRecord } from './mock/unmatched.ts';
export type { Fixture, TrackerMockOptions } from './node/create-tracker-mock.ts';
export { createTrackerMock } from './node/create-tracker-mock.ts';
export type { Tracker, TrackerEvent } from './trackers/tracker.ts';
