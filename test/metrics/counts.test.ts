import { expect, test } from 'vitest';
import { METRIC_SERIES } from '../../src/budgets.ts';
import { createMetrics } from '../../src/metrics/metrics.ts';
import { prepareSmallMock } from '../setup.ts';
import { readMetrics, samplesOf } from './read-metrics.ts';

const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'TRACE', 'QUERY', 'CONNECT'];

test('requests beyond the limit on series are counted in one series', async () => {
  const { mock, sessions } = prepareSmallMock();
  const metrics = createMetrics(mock, sessions);
  let sent = 0;
  for (let status = 300; sent < METRIC_SERIES + METHODS.length; status += 1) {
    await mock
      .session()
      .stub({ match: { path: '/tracker' }, reply: { status }, times: METHODS.length, allowViolations: true });
    for (const method of METHODS) mock.handle({ method, target: '/tracker', headers: {}, body: new Uint8Array() });
    sent += METHODS.length;
  }
  const samples = readMetrics(await metrics.toText());
  const counts = samplesOf(samples, 'http_server_request_duration_seconds_count');
  expect(Object.keys(counts)).toHaveLength(METRIC_SERIES + 1);
  expect(counts['{otel_metric_overflow="true"}']).toBe(METHODS.length);
});
