import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bundleForBrowser } from '../bundle-for-browser.ts';

/** A page on an origin of its own, as any website is. */
export interface ServedPage {
  readonly origin: string;
  readonly close: () => void;
}

/** Serves a page that runs a program. Its imports are those of the package as a bundler for browsers finds them. */
export async function servePage(program: string): Promise<ServedPage> {
  const script = await bundleForBrowser(program);
  const server = createServer((request, response) => {
    const isScript = request.url === '/app.js';
    response
      .setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
      .end(isScript ? script : '<!doctype html><title>app</title><script type="module" src="/app.js"></script>');
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
