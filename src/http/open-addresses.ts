import { networkInterfaces } from 'node:os';

/** Addresses that mean all of the machine's. A server can listen there, but no client can open them on every system. */
const UNSPECIFIED: ReadonlyMap<string, string> = new Map([
  ['0.0.0.0', '127.0.0.1'],
  ['::', 'localhost'],
]);

/** Returns the URL of a server for clients on this machine. */
export function toLocalUrl(host: string, port: number): string {
  return toUrl(UNSPECIFIED.get(host) ?? host, port);
}

/** Returns the URLs of a server for clients on other machines, if it listens on all of this machine's addresses. */
export function listNetworkUrls(address: string, port: number): string[] {
  if (!UNSPECIFIED.has(address)) return [];
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family, scopeid }) => !internal && (family === 'IPv4' || (address === '::' && scopeid === 0)))
    .map((found) => toUrl(found.address, port));
}

function toUrl(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
