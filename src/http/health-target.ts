import { parseTarget } from '../exchange/incoming-request.ts';
import { isHealthCheck } from '../operations/health-checks.ts';
import { unquote } from '../python/unquote.ts';

/** Returns whether a request target is a health check, with or without a session prefix. Those are answered outside CORS. */
export function isHealthTarget(target: string): boolean {
  const { path } = parseTarget(target.startsWith('/__') ? target.replace(/^\/__session\/[^/?#]*/, '') : target);
  return isHealthCheck(unquote(path));
}
