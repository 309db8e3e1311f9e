/** The part of an absolute URL before its path. */
const AUTHORITY = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#]*/;

/**
 * Returns the path and query of a request target. Clients that take the mock for a proxy send an absolute URL; Express would parse its
 * host by rules of its own, and answer in HTML if that fails.
 */
export function toPathTarget(target: string): string {
  // Nearly every target is a path already.
  if (target.startsWith('/')) return target;
  const rest = target.replace(AUTHORITY, '');
  return rest === '' || rest.startsWith('?') || rest.startsWith('#') ? `/${rest}` : rest;
}
