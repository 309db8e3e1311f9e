import { Buffer } from 'node:buffer';
import type { Random } from '../random.ts';
import { toText } from './json-tree.ts';
import type { SchemaNode } from './values.ts';
import { makeMistake, makeOddValue, makeValue } from './values.ts';

/** A body and the content type that goes with it; undefined if no such header is sent. */
export interface MadeBody {
  readonly body: Buffer | undefined;
  readonly contentType: string | undefined;
}

export type BodyKind = 'valid' | 'one mistake' | 'several mistakes' | 'malformed' | 'media type' | 'encoding';

/** Draws a body of a kind for a schema. */
export function makeBody(kind: BodyKind, document: SchemaNode, schema: unknown, random: Random): MadeBody {
  const contentType = 'application/json';
  switch (kind) {
    case 'valid':
      return { body: Buffer.from(makeText(document, schema, 0, random)), contentType };
    case 'one mistake':
      return { body: Buffer.from(makeText(document, schema, 1, random)), contentType };
    case 'several mistakes':
      return { body: Buffer.from(makeText(document, schema, 2 + random.below(4), random)), contentType };
    case 'malformed':
      return { body: makeMalformed(makeText(document, schema, random.below(2), random), random), contentType };
    case 'media type': {
      const text = makeText(document, schema, random.below(2), random);
      const body = random.chance(0.1) ? encode(text, random) : Buffer.from(random.chance(0.05) ? '' : text);
      return { body: random.chance(0.05) ? undefined : body, contentType: makeMediaType(random) };
    }
    case 'encoding':
      return {
        body: encode(
          random.chance(0.2) ? '{"status":"é日😀\\ud800"}' : makeText(document, schema, random.below(2), random),
          random,
        ),
        contentType,
      };
  }
}

function makeText(document: SchemaNode, schema: unknown, mistakes: number, random: Random): string {
  const made = makeValue(document, schema, random);
  for (let count = 0; count < mistakes; count++) makeMistake(made, random);
  // Sometimes the whole is something else.
  if (mistakes > 0 && random.chance(0.03)) return toText(makeOddValue(random), random);
  return toText(made.tree, random);
}

const PIECES = [
  ',',
  ':',
  '{',
  '}',
  '[',
  ']',
  '"',
  '\\',
  '\\u',
  '\\u12',
  '\\ud800',
  '\\x',
  "'",
  '//',
  '/*',
  '#',
  '-',
  '+',
  '.',
  'e',
  'E',
  '0',
  '00',
  '1',
  '1.',
  '.5',
  '1e',
  '--',
  'NaN',
  'nan',
  'Infinity',
  '-Infinity',
  'inf',
  'null',
  'nul',
  'None',
  'true',
  'True',
  'tru',
  'undefined',
  ' ',
  '\n',
  '\t',
  '\r',
  '\f',
  '\v',
  '\0',
  '\u0001',
  '\u001f',
  '\u007f',
  '\u0080',
  '\u00a0',
  '\u2028',
  '\ufeff',
  'é',
  '😀',
  ',,',
  '{}',
  '[]',
  '""',
  '"a"',
  '"a":1',
  ',"a":1',
  '{"',
  '}}',
  ']]',
];

/** Valid JSON with one to three cuts, insertions or replacements, at any place in its bytes. */
function makeMalformed(text: string, random: Random): Buffer {
  if (random.chance(0.02)) return Buffer.from(random.pick(DEEP)(random));
  let bytes = Buffer.from(text);
  for (let count = random.pick([1, 1, 1, 2, 3]); count > 0; count--) {
    const at = random.below(bytes.length + 1);
    const length = random.pick([0, 1, 1, 2, 5, bytes.length]);
    const piece = random.chance(0.1) ? Buffer.from([random.below(256)]) : Buffer.from(random.pick(PIECES));
    switch (random.below(4)) {
      case 0:
        bytes = bytes.subarray(0, at);
        break;
      case 1:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
        break;
      case 2:
        bytes = Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
        break;
      default:
        bytes = Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at + length)]);
    }
  }
  return bytes;
}

/** Large and deep bodies. How deep Python goes differs from release to release, so these stay far on either side. */
const DEEP: readonly ((random: Random) => string)[] = [
  (random) => '['.repeat(1 + random.below(150)),
  (random) => {
    const depth = 1 + random.below(150);
    return `{"zz":${'['.repeat(depth)}${']'.repeat(depth)}}`;
  },
  () => '['.repeat(100_000),
  () => '{"a":'.repeat(50_000),
  (random) => `{"zz":${'9'.repeat(4299 + random.below(4))}}`,
  (random) => `{"zz":0.${'9'.repeat(4299 + random.below(4))}}`,
  (random) => `{"status":${'9'.repeat(4298 + random.below(3))}}`,
];

/** How many pieces are tried at each place. */
const PIECES_EACH = 6;

/** A body cut, shortened, lengthened and changed at every place in its bytes, its end too, by several pieces and by one byte. */
export function* listMutations(body: Buffer, random: Random): Generator<Buffer> {
  for (let at = 0; at <= body.length; at++) {
    const [before, after] = [body.subarray(0, at), body.subarray(at)];
    yield before;
    yield Buffer.concat([before, after.subarray(1)]);
    const pieces = random.sample(PIECES, PIECES_EACH).map((piece) => Buffer.from(piece));
    for (const piece of [...pieces, Buffer.from([random.below(256)])]) {
      yield Buffer.concat([before, piece, after]);
      yield Buffer.concat([before, piece, after.subarray(1)]);
    }
  }
}

const MEDIA_TYPES: readonly (string | undefined)[] = [
  undefined,
  '',
  ' ',
  'application/json',
  'Application/JSON',
  'application/json; charset=utf-8',
  'application/json;charset=latin-1',
  'application/json ;q=1',
  'application/json;',
  'application/json; boundary="a;b"',
  'application/json, text/plain',
  'application/problem+json',
  'application/vnd.api+json',
  'application/+json',
  'application/json+',
  'application/json+xml',
  'application/x+JSON; a=b',
  'application/a+b+json',
  'application/jsonx',
  'application/xjson',
  'application/json-seq',
  'text/json',
  'text/plain',
  'text/html',
  'application/xml',
  'application/octet-stream',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'multipart/form-data; boundary=x',
  '*/*',
  'application/*',
  'json',
  'application',
  'application/',
  '/json',
  '/',
  'application//json',
  'application/json/x',
  ' application/json',
  'application/json\t',
  '\tapplication/json',
  'application /json',
  'application/ json',
  'application/j son',
  '"application/json"',
  'application/json"',
  "application/json'",
  'a/b; application/json',
  ';application/json',
  'application/json\u00a0',
  '\u00a0application/json',
  'application/json\u0085;a',
  'applicati\u00f6n/json',
  'application/json; charset="',
  'application/json(comment)',
  '(c)application/json',
];

function makeMediaType(random: Random): string | undefined {
  const type = random.pick(MEDIA_TYPES);
  if (type === undefined || type === '' || random.chance(0.7)) return type;
  const at = random.below(type.length + 1);
  return (
    type.slice(0, at) +
    random.pick(['', ' ', '\t', '/', ';', '+', '+json', 'A', '=', '"', ',', '\u00a0', '\u00e9', '\u0085', 'json']) +
    type.slice(at + random.below(3))
  );
}

/** A text in another encoding, or in one that it is not. */
function encode(text: string, random: Random): Buffer {
  const encoding = random.pick(['utf-8', 'utf-16le', 'utf-16be', 'utf-32le', 'utf-32be', 'latin-1'] as const);
  const mark = random.chance(0.5) ? '\ufeff' : '';
  let bytes = toEncoding(mark + text, encoding);
  if (random.chance(0.5)) {
    const at = random.below(bytes.length + 1);
    const bad = Buffer.from(random.pick(BAD_BYTES));
    bytes = Buffer.concat([bytes.subarray(0, at), bad, bytes.subarray(at + (random.chance(0.5) ? 0 : bad.length))]);
  }
  if (random.chance(0.2)) bytes = bytes.subarray(0, random.below(bytes.length + 1));
  if (random.chance(0.1)) bytes = Buffer.concat([Buffer.from(random.pick(MARKS)), bytes]);
  return bytes;
}

const BAD_BYTES = [
  [0x80],
  [0xbf],
  [0xc0, 0x80],
  [0xc1, 0xbf],
  [0xc3],
  [0xe0, 0x80, 0x80],
  [0xed, 0xa0, 0x80],
  [0xed, 0xbf, 0xbf],
  [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80],
  [0xef, 0xbf, 0xbe],
  [0xf0, 0x80, 0x80, 0x80],
  [0xf4, 0x8f, 0xbf, 0xbf],
  [0xf4, 0x90, 0x80, 0x80],
  [0xf5],
  [0xf8, 0x88, 0x80, 0x80, 0x80],
  [0xff],
  [0xfe],
  [0x00],
  [0x00, 0x00],
  [0x00, 0xd8],
  [0xd8, 0x00],
  [0x00, 0xdc],
  [0x00, 0x00, 0x11, 0x00],
  [0x00, 0x11, 0x00, 0x00],
  [0x00, 0xd8, 0x00, 0x00],
];
const MARKS = [
  [0xef, 0xbb, 0xbf],
  [0xff, 0xfe],
  [0xfe, 0xff],
  [0xff, 0xfe, 0, 0],
  [0, 0, 0xfe, 0xff],
  [0xef, 0xbb],
  [0xef],
  [0x2b, 0x2f, 0x76, 0x38],
  [0],
  [0, 0],
  [0, 0, 0],
];

function toEncoding(
  text: string,
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be' | 'latin-1',
): Buffer {
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(text);
    case 'latin-1':
      return Buffer.from(text, 'latin1');
    case 'utf-16le':
      return Buffer.from(text, 'utf16le');
    case 'utf-16be':
      return Buffer.from(text, 'utf16le').swap16();
    case 'utf-32le':
      return toUtf32(text);
    case 'utf-32be':
      return toUtf32(text).swap32();
  }
}

function toUtf32(text: string): Buffer {
  const points = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const bytes = Buffer.alloc(points.length * 4);
  for (const [index, point] of points.entries()) bytes.writeUInt32LE(point, index * 4);
  return bytes;
}
