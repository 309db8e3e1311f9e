import { expect, test } from 'vitest';
import { toCurlLine } from '../../src/coverage/curl-line.ts';
import type { Exchange, MockRequest } from '../../src/index.ts';
import { createMask } from '../../src/journal/mask.ts';
import { createSmallMock } from '../setup.ts';

const NO_BODY = new Uint8Array();

function toLine(request: Partial<MockRequest>): string {
  const mock = createSmallMock();
  const lines: string[] = [];
  mock.onExchange((exchange: Exchange) => lines.push(toCurlLine(exchange, 'http://127.0.0.1:4010', createMask())));
  mock.handle({ method: 'GET', target: '/tracker', headers: {}, body: NO_BODY, ...request });
  return lines[0] ?? '';
}

test.each<[string, Partial<MockRequest>, string]>([
  ['a plain request', {}, 'curl http://127.0.0.1:4010/tracker'],
  ['a query', { target: '/tracker?limit=1&x' }, "curl 'http://127.0.0.1:4010/tracker?limit=1&x'"],
  [
    'brackets and dots, which curl would change',
    { target: '/a/../b[1]' },
    "curl --globoff --path-as-is 'http://127.0.0.1:4010/a/../b[1]'",
  ],
  ['HEAD', { method: 'HEAD' }, 'curl --head http://127.0.0.1:4010/tracker'],
  ['another method', { method: 'DELETE' }, 'curl -X DELETE http://127.0.0.1:4010/tracker'],
  [
    'a target that is no path',
    { method: 'OPTIONS', target: '*' },
    "curl -X OPTIONS --request-target '*' http://127.0.0.1:4010",
  ],
  [
    'headers that tell something, and no others',
    { headers: { 'x-mock-session': 'cart', accept: '*/*', prefer: 'code=503', host: 'mock.test' } },
    "curl http://127.0.0.1:4010/tracker -H 'x-mock-session: cart' -H 'prefer: code=503'",
  ],
  ['a secret', { target: '/tracker?api_key=s3cret' }, "curl 'http://127.0.0.1:4010/tracker?api_key=***'"],
  [
    'quotes and line ends',
    { method: 'PUT', body: Buffer.from('{"a": "it\'s"}'), headers: { 'content-type': 'application/json' } },
    `curl -X PUT http://127.0.0.1:4010/tracker -H 'content-type: application/json' --data-raw '{"a": "it'\\''s"}'`,
  ],
  [
    'a body without a type',
    { body: Buffer.from('é') },
    "curl -X GET http://127.0.0.1:4010/tracker -H content-type: --data-raw 'é'",
  ],
  [
    'bytes that cannot be shown',
    { method: 'PUT', body: Buffer.from([0x27, 0x5c, 0xff, 0x0a, 0x41]), headers: { 'content-type': 'text/plain' } },
    String.raw`curl -X PUT http://127.0.0.1:4010/tracker -H 'content-type: text/plain' --data-raw $'\'\\\xff\x0aA'`,
  ],
  [
    'a zero, which no argument can hold',
    { method: 'PUT', body: Buffer.from([0]), headers: { 'content-type': 'text/plain' } },
    "curl -X PUT http://127.0.0.1:4010/tracker -H 'content-type: text/plain' --data-binary @request-body # its 1 byte not shown",
  ],
  [
    'a long body',
    { method: 'PUT', body: Buffer.alloc(1001, 'x'), headers: { 'content-type': 'text/plain' } },
    "curl -X PUT http://127.0.0.1:4010/tracker -H 'content-type: text/plain' --data-binary @request-body # its 1001 bytes not shown",
  ],
])('%s', (_, request, line) => {
  expect(toLine(request)).toBe(line);
});
