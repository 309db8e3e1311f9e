export type { AdminClient, AdminClientOptions, StreamOptions } from './client/client.ts';
export type { ReceivedEvent } from './client/read-events.ts';
export type { AppOptions } from './http/app.ts';
export { createApp } from './http/app.ts';
export type { RunningServer, ServerStartOptions } from './http/server.ts';
export { startServer } from './http/server.ts';
export type { MockErrorCode } from './mock-error.ts';
export { MockError } from './mock-error.ts';
export type { Exchange, MockRequest } from './exchange/exchange.ts';
export type { BrokenReply, HttpReply, MockReply, PassedOnReply } from './exchange/reply.ts';
export type { TrackerMock } from './mock/tracker-mock.ts';
export type { ExchangeStream, StreamEvent } from './sessions/exchange-stream.ts';
export type { SessionControl } from './sessions/session-control.ts';
export type { Fixture, TrackerMockOptions } from './node/mock-options.ts';
export { createTrackerMock } from './node/create-tracker-mock.ts';
export type {
  Allowances,
  AllowancesInput,
  AppliedOverride,
  ClockInput,
  ClockMode,
  Coverage,
  CoverageFilter,
  CoverageKind,
  CoveragePart,
  CoverageTotal,
  CoveringRequest,
  ClockState,
  Delay,
  EventFilter,
  EventFixture,
  EventInput,
  ExchangeFilter,
  ExchangeRecord,
  ExchangeSummary,
  Fault,
  Har,
  HarEntry,
  MessageRecord,
  OperationCoverage,
  OperationName,
  Problem,
  RequestPattern,
  Scenario,
  ScenarioEvent,
  ScenarioLoop,
  ScenarioPlayInput,
  ScenarioRepeat,
  ScenarioStatus,
  ScenarioStep,
  ScenarioStepInfo,
  ScenarioStub,
  ScenarioTracker,
  SessionInfo,
  SharedCoverage,
  SnapshotInfo,
  Stub,
  StubInput,
  StreamFilter,
  StreamLoss,
  StubReply,
  Tracker,
  TrackerEvent,
  TrackerFilter,
  TrackerFixture,
  TrackerInput,
  TrackerPage,
  TrackerProgress,
  UnmatchedRecord,
  Violation,
  ViolationKind,
  ViolationRecord,
  WorldState,
  WorldStateInput,
} from './control/control-types.ts';
