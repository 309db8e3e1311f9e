import { once } from 'node:events';
import { createServer } from 'node:net';

/** Returns a port of loopback that was free just now, for programs that can't choose one by themselves. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as { readonly port: number };
  server.close();
  await once(server, 'close');
  return port;
}
