import { isAdminTarget } from '../exchange/admin-target.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { isMetricsTarget } from '../exchange/metrics-target.ts';

/** Returns why a path that the mock itself can serve was not served, or undefined if it is not such a path. */
export function explainOwnPath({ request, target }: Pick<Exchange, 'request' | 'target'>): string | undefined {
  // The transport serves the control API and the metrics before the mock sees the request, if it serves them at all.
  if (isAdminTarget(request.target)) {
    return 'the control API is off. Start the mock without --no-admin, and with --admin-token if other machines can reach it.';
  }
  if (!isMetricsTarget(target)) return undefined;
  return request.hasMetrics === true
    ? 'the metrics are those of all sessions. Send GET /metrics without the session prefix.'
    : 'the metrics are off. Start the mock with --metrics.';
}
