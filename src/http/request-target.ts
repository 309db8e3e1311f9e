import type { RequestListener } from 'node:http';

/** A path, or a whole URL that has one: with a host of plain letters and digits or an IPv6 address, and a port. */
const ABSOLUTE =
  /^[A-Za-z]+:\/\/(?:[\w.!~*'()%;:&=+$,-]*@)?(?:[A-Za-z0-9.-]+|\[[\dA-Fa-f:.]+(?:%[\w.~%-]+)?\])(?::(\d+))?\//;

/**
 * The path and query of a request's target as uvicorn takes it: of a whole URL the host is passed over. Undefined where uvicorn takes it
 * for no target, beyond what Node's parser has seen to.
 *
 * Source: `httptools.parse_url`, tried.
 */
export function parseRequestTarget(target: string): string | undefined {
  if (target.startsWith('/') || target.startsWith('*')) return target;
  const [found, port = '0'] = ABSOLUTE.exec(target) ?? [];
  return found === undefined || Number(port) > 65_535 ? undefined : target.slice(found.length - 1);
}

const INVALID = 'Invalid HTTP request received.';

/**
 * A handler that gives on requests with the path for a target, and answers those that have none as uvicorn does. Express would read a
 * whole URL by rules of its own, and answer in HTML where it cannot.
 */
export function refuseBadTargets(handle: RequestListener): RequestListener {
  return (request, response) => {
    const target = parseRequestTarget(request.url ?? '');
    if (target !== undefined) {
      request.url = target;
      handle(request, response);
      return;
    }
    response.writeHead(400, {
      'content-type': 'text/plain; charset=utf-8',
      'content-length': INVALID.length,
      connection: 'close',
    });
    response.end(INVALID);
  };
}
