import type { IncomingMessage } from 'node:http';
import { isAdminHealthTarget } from '../exchange/admin-target.ts';
import type { HttpReply } from '../exchange/reply.ts';

/** The reply of `GET /__admin/health`, for a server whose control API is off. Pages of other origins cannot read it, since it has no CORS headers. */
export const HEALTH_REPLY: HttpReply = {
  status: 200,
  headers: {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  },
  body: JSON.stringify({ status: 'ok' }),
};

/** Returns whether a request is the health check of the control API. */
export function isHealthRequest({ method, url = '' }: Pick<IncomingMessage, 'method' | 'url'>): boolean {
  return (method === 'GET' || method === 'HEAD') && isAdminHealthTarget(url);
}
