import { Buffer } from 'node:buffer';
import type { Random } from '../random.ts';
import type { Draft } from './draft.ts';
import { copyDraft, pickDraft, toBytes } from './draft.ts';

/** A hostile stream of bytes. */
export interface Hostile {
  readonly bytes: Buffer;
  /** How many of its requests are malformed. Well-formed ones are sent between them. */
  readonly mutated: number;
}

/** Makes one hostile request, or up to `most` of them in one stream. */
export function makeHostile(random: Random, most: number): Hostile {
  const count = Math.min(most, random.chance(0.15) ? 2 + random.below(6) : 1);
  const parts = Array.from({ length: count }, () => makeOne(random));
  const whole = Buffer.concat(parts.map(({ bytes }) => bytes));
  const bytes = random.chance(0.4) ? mutateBytes(whole, random) : whole;
  const mutated = parts.filter(({ isMutated }) => isMutated).length;
  return { bytes, mutated: mutated === 0 && !bytes.equals(whole) ? 1 : mutated };
}

function makeOne(random: Random): { readonly bytes: Buffer; readonly isMutated: boolean } {
  const draft = pickDraft(random);
  const original = toBytes(draft);
  for (let times = random.pick([0, 1, 1, 1, 2, 3]); times > 0; times--) random.pick(MUTATIONS)(draft, random);
  const bytes = toBytes(draft);
  return { bytes, isMutated: !bytes.equals(original) };
}

type Mutation = (draft: Draft, random: Random) => void;

const METHODS = [
  'GET',
  'PUT',
  'get',
  'Put',
  'PATCH',
  'TRACE',
  'CONNECT',
  'PRI',
  'QUERY',
  'M-SEARCH',
  'SOURCE',
  'X',
  '',
  ' GET',
  'GET ',
  'G\tET',
  'GET\0',
  '\xff',
  'GET\r\nX',
  '__proto__',
  'constructor',
  'A'.repeat(5000),
];
const VERSIONS = [
  'HTTP/1.0',
  'HTTP/0.9',
  'HTTP/2.0',
  'HTTP/1.2',
  'HTTP/1.11',
  'HTTP/1',
  'HTTP/',
  'http/1.1',
  'HTTP/1.1 ',
  'HTTP/1.1\t',
  'HTTP/1,1',
  'RTSP/1.0',
  'ICE/1.0',
  '',
  'HTTP/1.1 x',
  'HTTP/-1.1',
];
const TARGETS = [
  '*',
  '',
  ' ',
  '/',
  '//',
  '///',
  '/.',
  '/..',
  '/../../etc/passwd',
  '/tracker/..%2f..%2fetc%2fpasswd',
  '/tracker/%',
  '/tracker/%00',
  '/tracker/%0d%0aset-cookie:%20a=b',
  '/tracker/%E2%80%A8',
  '/tracker/%ff%fe',
  '/tracker/\xff',
  '/tracker/\0',
  '/tracker/\x1b[2J',
  '/tracker/a b',
  'http://127.0.0.1/tracker',
  'http://evil.example/tracker',
  'https://a:b@evil.example:99999/tracker?x',
  '//evil.example/tracker',
  '127.0.0.1:80',
  'file:///etc/passwd',
  '/tracker?limit=9e99',
  '/tracker?limit=-1&limit=0',
  '/tracker?__proto__=1&constructor=2',
  '/tracker#x?limit=0',
  '/__session//tracker',
  '/__session/../tracker',
  '/__session/%2e%2e/tracker',
  '/__session/__proto__/tracker',
  '/__session/constructor/tracker',
  '/__session/a\r/tracker',
  `/__session/${'a'.repeat(65)}/tracker`,
  '/__session/a',
  '/__session',
  '/__admin',
  '/__admin/',
  '/__ADMIN/state',
  '/__admin/../tracker',
  '/__session/fuzz-1/__admin/nope',
  `/${'a'.repeat(15_000)}`,
  `/tracker?${'a=b&'.repeat(3500)}`,
  `/tracker?limit=${'9'.repeat(12_000)}`,
  `/tracker/${'%41'.repeat(4000)}`,
];
/** Headers that replace those of a request, or are sent beside them. */
const HEADERS: readonly [string, string][] = [
  ['content-length', '0'],
  ['content-length', '5'],
  ['content-length', '-1'],
  ['content-length', '+2'],
  ['content-length', '0x2'],
  ['content-length', '2e0'],
  ['content-length', '2, 2'],
  ['content-length', '2, 3'],
  ['content-length', ' 2 '],
  ['content-length', ''],
  ['content-length', '99999999999999999999'],
  ['content-length', '1048577'],
  ['Content-Length', '2\0'],
  ['content-length ', '2'],
  [' content-length', '2'],
  ['content\tlength', '2'],
  ['content_length', '2'],
  ['transfer-encoding', 'chunked'],
  ['transfer-encoding', 'Chunked'],
  ['transfer-encoding', 'xchunked'],
  ['transfer-encoding', 'chunked, identity'],
  ['transfer-encoding', 'identity'],
  ['transfer-encoding', 'gzip, chunked'],
  ['transfer-encoding', ' \x0bchunked'],
  ['transfer-encoding', 'chunked\0'],
  ['transfer-encoding', ''],
  ['transfer-encoding ', 'chunked'],
  ['transfer-encoding', '"chunked"'],
  ['te', 'trailers'],
  ['trailer', 'content-length'],
  ['host', ''],
  ['host', 'evil.example'],
  ['host', 'a b'],
  ['host', 'a\r\nx: y'],
  ['host', '[::1'],
  ['host', '127.0.0.1, evil.example'],
  ['host', 'x'.repeat(4000)],
  ['host', '"><script>'],
  ['connection', 'keep-alive'],
  ['connection', 'close, keep-alive'],
  ['connection', 'upgrade'],
  ['upgrade', 'websocket'],
  ['sec-websocket-key', 'dGhlIHNhbXBsZSBub25jZQ=='],
  ['expect', '100-continue'],
  ['expect', '200-ok'],
  ['expect', ''],
  ['content-type', 'text/plain'],
  ['content-type', ''],
  ['content-type', 'application/json; charset=utf-7'],
  ['content-type', `application/${'+json'.repeat(1500)}`],
  ['content-encoding', 'gzip'],
  ['content-type', '\xa0application/json\x85'],
  ['x-mock-session', ''],
  ['x-mock-session', '../../x'],
  ['x-mock-session', '__proto__'],
  ['x-mock-session', 'a\tb'],
  ['x-mock-session', '\x1b[31mred'],
  ['x-mock-session', 'a, b'],
  ['x-mock-session', 'x'.repeat(5000)],
  ['prefer', 'code=999'],
  ['prefer', 'code=200, code=404'],
  ['prefer', 'fault=nope'],
  ['prefer', ','.repeat(3000)],
  ['prefer', 'code="404"; x="\r'],
  ['prefer', `code=${'4'.repeat(3000)}`],
  ['origin', 'https://evil.example'],
  ['origin', 'x\0y'],
  ['origin', '*'],
  ['access-control-request-headers', 'a\x0bb'],
  ['access-control-request-method', 'EVIL'],
  ['__proto__', 'x'],
  ['constructor', 'x'],
  ['hasOwnProperty', 'x'],
  ['toString', 'x'],
  ['', 'x'],
  [':', 'x'],
  ['\0', 'x'],
  ['x\r', 'y'],
  ['x y', 'z'],
  ['(x)', 'y'],
  ['x-long', 'y'.repeat(9000)],
  ['x-longer', 'y'.repeat(20_000)],
  ['x-folded', 'a\r\n b'],
  ['x-bare-cr', 'a\rb'],
  ['x-bare-lf', 'a\nb'],
  ['x-control', '\x01\x7f\x1b'],
  ['x-bytes', '\xff\xfe\x80'],
];
const CHUNK_SIZES = [
  '0',
  '00',
  '000000000000000001',
  '1',
  'A',
  'a',
  'G',
  '-1',
  '+1',
  '0x1',
  ' 1',
  '1 ',
  '1\t',
  '',
  ';',
  '1;',
  '1;a',
  '1;a=b',
  '1;a="\r"',
  `1;${'x'.repeat(3000)}`,
  `1;${'x'.repeat(20_000)}`,
  'FFFFFFFF',
  'FFFFFFFFFFFFFFFF',
  '10000000000000000',
  '7FFFFFFFFFFFFFFF',
  '100001',
  '1\n',
  '1\r',
  '1 1',
  '1\0',
  '0\r\n',
  '0\r\n\r\nGET /healthz HTTP/1.1',
];
const BODIES = [
  '',
  ' ',
  '{',
  '[',
  '"',
  '{}x',
  '[1,',
  '{"status":',
  '\0',
  '\xff\xfe',
  '\xef\xbb\xbf{}',
  '{"status":"\\ud800"}',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"status":"\\r\\nset-cookie: a=b"}',
  '{"last_processed_event_id":"\\u0000\\u001b[2J"}',
  '['.repeat(20_000),
  '{"a":'.repeat(10_000),
  `{"a":${'['.repeat(3000)}${']'.repeat(3000)}}`,
  `{"status":"${'x'.repeat(60_000)}"}`,
  `{"status":${'9'.repeat(5000)}}`,
  `"${'\\u'.repeat(5000)}`,
  `[${'1,'.repeat(10_000)}1]`,
  `{${'"a":1,'.repeat(5000)}"a":1}`,
  '1e999999',
  '-',
  '0.0000001e-400',
  'NaN',
  '{"status":Infinity}',
];

const MUTATIONS: readonly Mutation[] = [
  (draft, random) => void (draft.method = random.pick(METHODS)),
  (draft, random) => void (draft.version = random.pick(VERSIONS)),
  (draft, random) => void (draft.target = random.pick(TARGETS)),
  (draft, random) => void (draft.target = splice(draft.target, random)),
  (draft, random) => void draft.headers.splice(random.below(draft.headers.length + 1), 0, [...random.pick(HEADERS)]),
  (draft, random) => void draft.headers.splice(random.below(draft.headers.length + 1), 0, [...random.pick(HEADERS)]),
  (draft, random) =>
    void draft.headers.push(
      ...Array.from({ length: random.pick([50, 500, 1990, 2100]) }, (_, index): [string, string] => [`x${index}`, '']),
    ),
  (draft, random) => void draft.headers.splice(random.below(draft.headers.length), 1),
  (draft, random) => mutateHeader(draft, random),
  (draft, random) => void (draft.lineEnd = random.pick(['\n', '\r', '\r\r\n', '\n\r', '\r\n\r\n', ' \r\n', '\0\r\n'])),
  (draft, random) => {
    draft.body = random.pick(BODIES);
    if (random.chance(0.3)) draft.chunks = [];
  },
  (draft, random) => void (draft.body = splice(draft.body ?? '{}', random)),
  (draft, random) => {
    draft.body ??= '{"status":"x"}';
    draft.chunks = Array.from({ length: 1 + random.below(4) }, () => random.pick(CHUNK_SIZES));
  },
  (draft, random) => Object.assign(draft, { ...copyDraft(pickDraft(random)), target: draft.target }),
];

function mutateHeader(draft: Draft, random: Random): void {
  const header = draft.headers[random.below(draft.headers.length)];
  if (header === undefined) return;
  const part = random.below(2);
  header[part] = splice(header[part] ?? '', random);
}

const PIECES = [
  '\r\n',
  '\n',
  '\r',
  '\r\n\r\n',
  '\0',
  ' ',
  '\t',
  '\x0b',
  ':',
  ';',
  ',',
  '=',
  '%',
  '%00',
  '%0d%0a',
  '%2f',
  '"',
  '\\',
  '/',
  '..',
  '{',
  '}',
  '[',
  ']',
  '\xff',
  '\x80',
  '\x1b[31m',
  '0',
  '-',
  'HTTP/1.1',
  '__proto__',
  'GET / HTTP/1.1\r\n\r\n',
];

function splice(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + random.pick(PIECES) + text.slice(at + random.pick([0, 0, 1, 3, text.length]));
}

/** One to four cuts, insertions, replacements, flips or repeats, at any place in the bytes. */
function mutateBytes(original: Buffer, random: Random): Buffer {
  let bytes = original;
  for (let times = 1 + random.below(4); times > 0; times--) {
    const at = random.below(bytes.length + 1);
    const end = Math.min(bytes.length, at + random.pick([1, 1, 2, 8, 64]));
    const before = bytes.subarray(0, at);
    switch (random.below(6)) {
      case 0:
        bytes = before;
        break;
      case 1:
        bytes = Buffer.concat([before, bytes.subarray(end)]);
        break;
      case 2:
        bytes = Buffer.concat([before, Buffer.from(random.pick(PIECES), 'latin1'), bytes.subarray(at)]);
        break;
      case 3:
        bytes = Buffer.concat([before, bytes.subarray(at, end), bytes.subarray(at)]);
        break;
      case 4:
        bytes = Buffer.concat([
          before,
          Buffer.from([random.below(256)]),
          bytes.subarray(Math.min(bytes.length, at + 1)),
        ]);
        break;
      default:
        bytes = Buffer.concat([
          before,
          Buffer.from(bytes.subarray(at, end)).map((byte) => byte ^ (1 << random.below(8))),
          bytes.subarray(end),
        ]);
    }
  }
  return bytes;
}
