// A reverse proxy that passes every request on and checks nothing.
import { Agent, createServer } from 'node:http';
import { createProxyServer } from 'httpxy';

const [, , port, target] = process.argv;
const proxy = createProxyServer({ target, agent: new Agent({ keepAlive: true }) });

createServer((request, response) => {
  proxy.web(request, response).catch(() => response.writeHead(502).end());
}).listen(Number(port), '127.0.0.1');

// Exit normally, so that Node options that write files at exit work.
process.once('SIGTERM', () => process.exit());
