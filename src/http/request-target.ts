import type { RequestListener } from 'node:http';

/** A path, or a whole URL that has one: with a host of plain letters and digits or an IPv6 address, and a port. */
const ABSOLUTE =
  /^[A-Za-z]+:\/\/(?:[\w.!~*'()%;:&=+$,-]*@)?(?:[A-Za-z0-9.-]+|\[[\dA-Fa-f:.]+(?:%[\w.~%-]+)?\])(?::(\d+))?\//;

/**
 * Whether uvicorn takes a request's target, beyond what Node's parser has seen to. What it does not take is no HTTP request to it.
 *
 * Source: `httptools.parse_url`, tried.
 */
export function isRequestTarget(target: string): boolean {
  if (target.startsWith('/') || target.startsWith('*')) return true;
  const [found, port = '0'] = ABSOLUTE.exec(target) ?? [];
  return found !== undefined && Number(port) <= 65_535;
}

const INVALID = 'Invalid HTTP request received.';

/** A handler that answers requests whose target is none as uvicorn does, and closes their connections. Express would answer in HTML. */
export function refuseBadTargets(handle: RequestListener): RequestListener {
  return (request, response) => {
    if (isRequestTarget(request.url ?? '')) {
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
