import { Buffer } from 'node:buffer';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import type { RawRequest } from './raw-request.ts';
import { toBytes, toCurl } from './raw-request.ts';

const JSON_TYPE: RawRequest['headers'] = [['content-type', 'application/json']];

/** What curl or bash would read otherwise, if it were not quoted. */
const REQUESTS: readonly RawRequest[] = [
  ...[
    '*',
    'http://a.example/x',
    'p://',
    '/a?b&c=d',
    '/a;b#c',
    '/[a-c]{d,e}/../.',
    '/$(x)`y`!\'"\\',
    '/\xe9\x17f\x7f',
    '/a b',
  ].map((target) => ({ method: 'GET', target, headers: [], body: undefined })),
  { method: 'CONNECT', target: '/', headers: [], body: undefined },
  { method: 'HEAD', target: '/tracker', headers: JSON_TYPE, body: Buffer.from('{}') },
  { method: 'PUT', target: '/', headers: [], body: Buffer.from('{"a":"\xe9"}\r\n', 'latin1') },
  { method: 'PUT', target: '/', headers: [['content-type', '']], body: Buffer.alloc(0) },
  {
    method: 'PUT',
    target: '/',
    headers: [...JSON_TYPE, ['content-type', 'a\xe9/b;c="d"']],
    body: Buffer.from('\0\\0\\'),
  },
  { method: 'PUT', target: '/', headers: JSON_TYPE, body: Buffer.from('@x') },
  { method: 'PUT', target: '/', headers: JSON_TYPE, body: Buffer.from('[{"a":'.repeat(50_000)) },
];

/** Runs the commands that reports print, if there is a curl. Returns those that send something else. */
export async function checkCurl(): Promise<string[]> {
  if (spawnSync('curl', ['--version']).error !== undefined) return [];
  let received: Buffer = Buffer.alloc(0);
  const server = createServer((socket) => {
    received = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (isWhole(received)) socket.end('HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const wrong: string[] = [];
  for (const request of REQUESTS) {
    const command = toCurl(request);
    // Over standard input, since the length of an argument is limited here, and not in a terminal.
    const child = spawn('bash', {
      env: { ...process.env, URL: `http://127.0.0.1:${port}` },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    child.stdin.end(command);
    await once(child, 'close');
    const isSame = toEssence(received) === toEssence(toBytes(request, 'x'));
    if (!isSame) wrong.push(`curl sends another request: ${command.slice(0, 500)}`);
  }
  server.close();
  return wrong;
}

function isWhole(bytes: Buffer): boolean {
  const split = bytes.indexOf('\r\n\r\n');
  const length = /^content-length: (\d+)/im.exec(bytes.toString('latin1', 0, split))?.[1] ?? 0;
  return split !== -1 && bytes.length >= split + 4 + Number(length);
}

/** A request without what is each client's own. */
function toEssence(bytes: Buffer): string {
  const split = bytes.indexOf('\r\n\r\n');
  const [line, ...headers] = bytes.toString('latin1', 0, split).split('\r\n');
  const types = headers.filter((header) => /^content-type:/i.test(header)).map((header) => header.slice(13).trim());
  return JSON.stringify([line, types, bytes.toString('latin1', split)]);
}
