import type { ServerResponse } from 'node:http';
import { METRICS_PATH } from '../exchange/metrics-target.ts';
import { toProblemReply } from '../exchange/problem-reply.ts';
import type { HttpReply } from '../exchange/reply.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { MockError } from '../mock-error.ts';
import { takeTurn } from './take-turns.ts';
import { whenGone } from './when-gone.ts';

/** Returns the reply to a request for the metrics. Pages of other origins cannot read it, since it has no CORS headers. */
export async function toMetricsReply(metrics: Metrics, method: string): Promise<HttpReply> {
  if (method !== 'GET' && method !== 'HEAD') {
    const message = `Failed to answer ${JSON.stringify(`${method} ${METRICS_PATH}`)}: it allows GET and HEAD.`;
    const reply = toProblemReply(new MockError('method-not-allowed', message));
    return { ...reply, headers: { ...reply.headers, allow: 'GET, HEAD' } };
  }
  // Thousands of series take long enough to hold up other requests.
  const body = await takeTurn('reply', () => metrics.toText());
  return {
    status: 200,
    headers: {
      'content-type': metrics.contentType,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
    body,
  };
}

/** Counts a request as active until its reply is sent, or its connection is closed. */
export function countActive(metrics: Metrics, response: ServerResponse): void {
  const end = metrics.begin(response.req.method ?? '');
  let isActive = true;
  const endOnce = (): void => {
    if (!isActive) return;
    isActive = false;
    forget();
    end();
  };
  const forget = whenGone(response, endOnce);
  response.on('close', endOnce);
}
