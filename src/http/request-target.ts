import { parseTarget } from '../exchange/incoming-request.ts';
import { isHealthCheck } from '../operations/health-checks.ts';
import { unquote } from '../python/unquote.ts';

/** The part of an absolute URL before its path, as uvicorn's parser (httptools) reads it. Uvicorn requires a host and a path. */
const AUTHORITY =
  /^[A-Za-z]+:\/\/(?:[\w\-.!~*'()%;:&=+$,]*@)?(?:[A-Za-z\d.-]+|\[[A-Fa-f\d:.]+(?:%[\w.~%-]+)?\])(?::(?<port>\d+))?(?=\/)/;
const LAST_PORT = 65_535;

/**
 * Returns the path and query of a request target, or undefined if it is an absolute URL that uvicorn cannot parse. Clients that take the
 * mock for a proxy send an absolute URL; Express would parse its host by rules of its own, and answer in HTML if that fails.
 */
export function toPathTarget(target: string): string | undefined {
  // Nearly every target is a path already.
  if (target.startsWith('/') || !/^[A-Za-z]+:\/\//.test(target)) return target;
  const authority = AUTHORITY.exec(target);
  if (authority === null || Number(authority.groups?.['port'] ?? 0) > LAST_PORT) return undefined;
  return target.slice(authority[0].length);
}

/** Returns whether a request target is a health check, with or without a session prefix. Those are answered outside CORS. */
export function isHealthTarget(target: string): boolean {
  const { path } = parseTarget(target.startsWith('/__') ? target.replace(/^\/__session\/[^/?#]*/, '') : target);
  return isHealthCheck(unquote(path));
}
