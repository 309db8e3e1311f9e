import { parseTarget } from './incoming-request.ts';

export const METRICS_PATH = '/metrics';

/** Returns whether a request target is that of the metrics. They are the whole mock's, so a session prefix does not lead to them. */
export function isMetricsTarget(target: string): boolean {
  return target.startsWith(METRICS_PATH) && parseTarget(target).path === METRICS_PATH;
}
