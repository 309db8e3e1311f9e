import { Counter, Gauge, Registry } from 'prom-client';
import { toOperationName } from '../contract/operation.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { TrackerMock } from '../mock/tracker-mock.ts';
import type { SessionStore } from '../sessions/session-store.ts';
import { createDurationHistogram } from './duration-histogram.ts';
import type { Labels } from './series.ts';
import { createSeries, OVERFLOW_LABEL } from './series.ts';

/** What a mock has done so far, in Prometheus's text format. */
export interface Metrics {
  readonly contentType: string;
  toText(): Promise<string>;
  /** Counts a request to the API as active, until the function that is returned is called. */
  begin(method: string): () => void;
  /** Counts a request that the server refused, so that the mock has not seen it. */
  addRefusal(status: number): void;
}

/** OpenTelemetry's boundaries in seconds, and two below them, since the mock answers most requests in less than 5 ms. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** The methods that OpenTelemetry knows. Any other is `_OTHER`, since clients can send any number of them. */
const METHODS = new Set(['CONNECT', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'QUERY', 'TRACE']);

/**
 * Counts the exchanges of a mock from now on. No label has what a client can choose freely, such as a path or the name of a session.
 *
 * Source of the names: OpenTelemetry's semantic conventions for HTTP servers, as its exporter for Prometheus writes them.
 */
export function createMetrics(mock: TrackerMock, sessions: SessionStore): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const addDurations = createDurationHistogram(registry, {
    name: 'http_server_request_duration_seconds',
    help: 'How long the mock took for the requests to the API, with stubbed delays.',
    bounds: BUCKETS,
  });
  /** Written to the gauge when it is read: three calls of prom-client for each request would cost more than all else here. */
  const activeByMethod = new Map<string, { count: number }>();
  const active: Gauge<'http_request_method'> = new Gauge({
    name: 'http_server_active_requests',
    help: 'Requests to the API in progress.',
    labelNames: ['http_request_method'],
    registers,
    collect() {
      for (const [method, { count }] of activeByMethod) active.set({ http_request_method: method }, count);
    },
  });
  const refused = new Counter({
    name: 'tracker_mock_refused_requests_total',
    help: 'Requests that the server refused before the mock saw them, or whose replies it could not send.',
    labelNames: ['http_response_status_code'],
    registers,
  });
  const violations = new Counter({
    name: 'tracker_mock_violations_total',
    help: 'Violations of the contract, without those that were allowed.',
    labelNames: ['operation', 'side', 'rule', OVERFLOW_LABEL],
    registers,
  });
  const stubs = new Counter({
    name: 'tracker_mock_stubs_applied_total',
    help: 'Requests that a stub applied to.',
    labelNames: ['operation', OVERFLOW_LABEL],
    registers,
  });
  addGauge('tracker_mock_sessions', 'Sessions that exist now.', () => sessions.list().length);
  addGauge('tracker_mock_trackers', 'Trackers in the worlds of all sessions.', () => {
    let count = 0;
    for (const { world } of sessions.list()) count += world.trackerCount;
    return count;
  });

  function addGauge(name: string, help: string, count: () => number): void {
    const gauge: Gauge = new Gauge({ name, help, registers, collect: () => gauge.set(count()) });
  }

  const durationOf = createSeries(addDurations);
  const violationsOf = createSeries((labels) => violations.labels(labels));
  const stubsOf = createSeries((labels) => stubs.labels(labels));
  mock.onExchange((exchange) => {
    const { operation, ms, override } = exchange;
    durationOf(toRequestLabels(exchange), toRequestKey(exchange)).observe(ms / 1000);
    const name = operation && toOperationName(operation);
    if (override?.stub !== undefined) stubsOf({ operation: name }).inc();
    if (exchange.isAllowed) return;
    for (const { side, rule } of exchange.violations) violationsOf({ operation: name, side, rule }).inc();
  });

  return {
    contentType: registry.contentType,
    toText: () => registry.metrics(),
    begin(method) {
      const known = toKnownMethod(method);
      const requests = activeByMethod.get(known) ?? { count: 0 };
      activeByMethod.set(known, requests);
      requests.count += 1;
      return () => void (requests.count -= 1);
    },
    addRefusal: (status) => refused.inc({ http_response_status_code: String(status) }),
  };
}

/** A fault that breaks the connection has no status, but a type. */
function toRequestLabels({ request, operation, reply }: Exchange): Labels {
  const http_request_method = toKnownMethod(request.method);
  const http_route = operation?.path;
  return reply.status === null
    ? { http_request_method, http_route, error_type: reply.delivery.fault }
    : { http_request_method, http_route, http_response_status_code: String(reply.status) };
}

/** Returns a text for the labels of a request, in less time than JSON takes. */
function toRequestKey({ request, operation, reply }: Exchange): string {
  return `${toKnownMethod(request.method)} ${operation?.path} ${reply.status ?? reply.delivery.fault}`;
}

function toKnownMethod(method: string): string {
  return METHODS.has(method) ? method : '_OTHER';
}
