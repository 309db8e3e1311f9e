import { array, assert, constantFrom, jsonValue, letrec, oneof, property, tuple, uint8Array } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PythonJson } from '../../src/python/json-scanner.ts';
import { scanPythonJson } from '../../src/python/json-scanner.ts';
import { parsePythonJson, readPythonJson } from '../../src/python/json.ts';
import { PythonNumber } from '../../src/python/number.ts';
import { toPythonJson } from '../../src/python/text.ts';

// Recorded from json.loads(bytes) of Python 3.12.

const MALFORMED: [body: string, message: string, position: number][] = [
  ['', 'Expecting value', 0],
  [' ', 'Expecting value', 1],
  ['\n\n', 'Expecting value', 2],
  ['nul', 'Expecting value', 0],
  ['truee', 'Extra data', 4],
  ['+1', 'Expecting value', 0],
  ['.5', 'Expecting value', 0],
  ['01', 'Extra data', 1],
  ['1.', 'Extra data', 1],
  ['1.e3', 'Extra data', 1],
  ['1e', 'Extra data', 1],
  ['1e+', 'Extra data', 1],
  ['-', 'Expecting value', 0],
  ['-a', 'Expecting value', 0],
  ['-Inf', 'Expecting value', 0],
  ['Infinit', 'Expecting value', 0],
  ['Na', 'Expecting value', 0],
  ['NaN1', 'Extra data', 3],
  ['[', 'Expecting value', 1],
  ['[1', "Expecting ',' delimiter", 2],
  ['[1,', 'Expecting value', 3],
  ['[1,]', 'Expecting value', 3],
  ['[,]', 'Expecting value', 1],
  ['[1 2]', "Expecting ',' delimiter", 3],
  ['[1}', "Expecting ',' delimiter", 2],
  ['{', 'Expecting property name enclosed in double quotes', 1],
  ['{"', 'Unterminated string starting at', 1],
  ['{"a', 'Unterminated string starting at', 1],
  ['{"a"', "Expecting ':' delimiter", 4],
  ['{"a" 1}', "Expecting ':' delimiter", 5],
  ['{"a":', 'Expecting value', 5],
  ['{"a":}', 'Expecting value', 5],
  ['{"a":1', "Expecting ',' delimiter", 6],
  ['{"a":1,', 'Expecting property name enclosed in double quotes', 7],
  ['{"a":1,}', 'Expecting property name enclosed in double quotes', 7],
  ['{"a":1 "b":2}', "Expecting ',' delimiter", 7],
  ['{1:2}', 'Expecting property name enclosed in double quotes', 1],
  ['{,}', 'Expecting property name enclosed in double quotes', 1],
  ['{"a":1]', "Expecting ',' delimiter", 6],
  ['{} {}', 'Extra data', 3],
  ['[]]', 'Extra data', 2],
  ['1 2', 'Extra data', 2],
  ['"', 'Unterminated string starting at', 0],
  ['"a', 'Unterminated string starting at', 0],
  ['"\\', 'Unterminated string starting at', 0],
  ['"\\"', 'Unterminated string starting at', 0],
  ['"a\nb"', 'Invalid control character at', 2],
  ['"\u0000"', 'Invalid control character at', 1],
  ['"\u001f"', 'Invalid control character at', 1],
  ['"\\x41"', 'Invalid \\escape', 1],
  ['"\\u12"', 'Invalid \\uXXXX escape', 2],
  ['"\\u12g4"', 'Invalid \\uXXXX escape', 2],
  ['"\\u1234', 'Invalid \\uXXXX escape', 2],
  ['"\\ud83d\\u"', 'Invalid \\uXXXX escape', 8],
  ['"\\ud83d\\u00g0"', 'Invalid \\uXXXX escape', 8],
  ['"\\u+123"', 'Invalid \\uXXXX escape', 2],
  ["'a'", 'Expecting value', 0],
  ['undefined', 'Expecting value', 0],
  ['//c', 'Expecting value', 0],
  ['{"s":"\ud83d\ude00","x":bad}', 'Expecting value', 13],
  ['["\ud83d\ude00\ud83d\ude00",]', 'Expecting value', 6],
  ['\u00a0', 'Expecting value', 0],
  ['\u000b1', 'Expecting value', 0],
  ['\ufeff\ufeff1', 'Expecting value', 0],
  ['{"a":1,  }', 'Expecting property name enclosed in double quotes', 9],
  ['{"a"  :  x}', 'Expecting value', 9],
];

const ENCODED: [name: string, hexadecimal: string][] = [
  ['UTF-8', '7b 22 61 22 3a 22 c3 a9 f0 9f 98 80 22 7d'],
  ['UTF-8 with byte order mark', 'ef bb bf 7b 22 61 22 3a 22 c3 a9 f0 9f 98 80 22 7d'],
  ['UTF-16 with little-endian mark', 'ff fe 7b 00 22 00 61 00 22 00 3a 00 22 00 e9 00 3d d8 00 de 22 00 7d 00'],
  ['UTF-16 with big-endian mark', 'fe ff 00 7b 00 22 00 61 00 22 00 3a 00 22 00 e9 d8 3d de 00 00 22 00 7d'],
  ['UTF-16 little-endian', '7b 00 22 00 61 00 22 00 3a 00 22 00 e9 00 3d d8 00 de 22 00 7d 00'],
  ['UTF-16 big-endian', '00 7b 00 22 00 61 00 22 00 3a 00 22 00 e9 d8 3d de 00 00 22 00 7d'],
  [
    'UTF-32 with little-endian mark',
    'ff fe 00 00 7b 00 00 00 22 00 00 00 61 00 00 00 22 00 00 00 3a 00 00 00 22 00 00 00 e9 00 00 00 00 f6 01 00 22 00 00 00 7d 00 00 00',
  ],
  [
    'UTF-32 with big-endian mark',
    '00 00 fe ff 00 00 00 7b 00 00 00 22 00 00 00 61 00 00 00 22 00 00 00 3a 00 00 00 22 00 00 00 e9 00 01 f6 00 00 00 00 22 00 00 00 7d',
  ],
  [
    'UTF-32 little-endian',
    '7b 00 00 00 22 00 00 00 61 00 00 00 22 00 00 00 3a 00 00 00 22 00 00 00 e9 00 00 00 00 f6 01 00 22 00 00 00 7d 00 00 00',
  ],
  [
    'UTF-32 big-endian',
    '00 00 00 7b 00 00 00 22 00 00 00 61 00 00 00 22 00 00 00 3a 00 00 00 22 00 00 00 e9 00 01 f6 00 00 00 00 22 00 00 00 7d',
  ],
];

/** Reads a body with its lossless value. */
function parseLosslessly(body: Uint8Array): PythonJson {
  const { json, toLossless } = readPythonJson(body);
  return json.ok ? { ...json, value: toLossless() } : json;
}

describe.each([
  ['parsePythonJson', parsePythonJson],
  ['the lossless value', parseLosslessly],
])('%s', (_name, parse) => {
  test.each(MALFORMED)('refuses %j: %s at %i', (body, message, position) => {
    expect(parse(utf8(body))).toEqual({ ok: false, kind: 'json', message, position });
  });

  test.each([
    ['a lone lead byte', 'c3'],
    ['a lone continuation byte', '22 80 22'],
    ['a byte that is never UTF-8', 'ff'],
    ['an incomplete sequence', '22 c3 28 22'],
    ['an overlong form', '22 c0 80 22'],
    ['an overlong form of three bytes', '22 e0 80 80 22'],
    ['a code point beyond Unicode', '22 f4 90 80 80 22'],
    ['half a UTF-16 unit', 'ff fe 31 00 30'],
    ['half a UTF-32 unit', '00 00 00 22 00'],
    ['a UTF-32 unit beyond Unicode', '00 00 00 22 00 11 00 00 00 00 00 22'],
  ])('cannot read %s', (_, hexadecimal) => {
    expect(parse(bytes(hexadecimal))).toEqual({ ok: false, kind: 'unreadable' });
  });

  test.each([
    ['ff fe', 0],
    ['ef bb bf', 0],
    ['00', 0],
    ['00 00', 0],
    ['00 00 00', 0],
    ['31 00 32', 1],
    ['fe ff 00 22 d8 3d 00 22 00 30 00 30', 3],
  ])('reads the bytes %s as text that is not JSON from %i on', (hexadecimal, position) => {
    expect(parse(bytes(hexadecimal))).toMatchObject({ ok: false, kind: 'json', position });
  });

  test('counts positions in code points, not in UTF-16 units', () => {
    const body = '["\u{1f600}\u{1f600}", x]';
    expect(parse(utf8(body))).toMatchObject({ message: 'Expecting value', position: 7 });
  });

  test('reads integers of up to 4300 digits', () => {
    const digits = '1'.repeat(4300);
    expect(parse(utf8(`{"a":-${digits}}`))).toMatchObject({ ok: true });
    expect(parse(utf8(`{"a":${digits}1}`))).toEqual({ ok: false, kind: 'unreadable' });
    expect(parse(utf8(`{"a":"${digits}1", "b":0.${digits}1}`))).toMatchObject({ ok: true });
  });

  test('reads up to 1483 levels, closed or not', () => {
    const nested = (depth: number): string => `${'[{"a":'.repeat(depth / 2)}[]${'}]'.repeat(depth / 2)}`;
    expect(parse(utf8(nested(1482)))).toMatchObject({ ok: true });
    expect(parse(utf8(nested(1484)))).toEqual({ ok: false, kind: 'unreadable' });
    expect(parse(utf8('['.repeat(1483)))).toMatchObject({ kind: 'json', position: 1483 });
    expect(parse(utf8('['.repeat(100_000)))).toEqual({ ok: false, kind: 'unreadable' });
  });

  test('does not count brackets in strings as levels', () => {
    const body = JSON.stringify(`\\"${'['.repeat(5000)}`);
    expect(parse(utf8(`[${body},[],[]]`))).toMatchObject({ ok: true });
  });

  test.each([
    ['an escape', utf8('"\\ud83d"')],
    ['an escaped second half', utf8('"\\uDE00"')],
    ['escapes in the wrong order', utf8('"\\ude00\\ud83d"')],
    ['an escape before another character', utf8('"\\ud83d\\u0041"')],
    ['a key', utf8('{"\\ud83d":1}')],
    ['bytes', bytes('22 ed a0 bd 22')],
    ['the bytes of both halves, which Python does not join', bytes('22 ed a0 bd ed b8 80 22')],
    ['UTF-16', bytes('ff fe 22 00 3d d8 22 00')],
    ['UTF-32', bytes('00 00 00 22 00 00 d8 3d 00 00 00 22')],
  ])('reports a lone surrogate in %s', (_, body) => {
    const json = parse(body);
    expect(json).toMatchObject({ ok: true, hasSurrogates: true });
    // Such a surrogate is printed as an escape.
    expect(json.ok && toPythonJson(json.value)).toMatch(/\\ud[89a-f]/);
  });

  test.each([
    ['escapes', utf8('"\\ud83d\\uDE00"')],
    ['bytes', utf8('"\u{1f600}"')],
    ['an escaped backslash', utf8('"\\\\ud83d"')],
  ])('reports no lone surrogate in a surrogate pair: %s', (_, body) => {
    expect(parse(body)).toMatchObject({ ok: true, hasSurrogates: false });
  });

  test('reads __proto__ as an ordinary member', () => {
    const body = String.raw`{"__proto__":{"status":"x"},"constructor":1,"a":"\ud800"}`;
    const json = parse(utf8(body));
    expect(json.ok && toPythonJson(json.value)).toBe(body);
    expect(Object.hasOwn(Object.prototype, 'status')).toBe(false);
  });
});

describe('parsePythonJson', () => {
  test.each(ENCODED)('reads %s', (_, hexadecimal) => {
    const expected = { ok: true, value: { a: 'é\u{1f600}' }, hasSurrogates: false };
    expect(parsePythonJson(bytes(hexadecimal))).toEqual(expected);
  });

  test.each([
    ['null', null],
    [' \t\r\n[ true , false ] ', [true, false]],
    ['{}', {}],
    ['[[],{"a":[]}]', [[], { a: [] }]],
    ['NaN', Number.NaN],
    ['[Infinity,-Infinity]', [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]],
    ['[1E400,NaN]', [Number.POSITIVE_INFINITY, Number.NaN]],
    ['[-1.5e-3,0.1,1E2,NaN]', [-0.0015, 0.1, 100, Number.NaN]],
    ['{"a":1,"b":NaN,"a":2}', { a: 2, b: Number.NaN }],
    ['["\\"\\\\\\/\\b\\f\\n\\r\\t\\u00E9\\ud83d\\ude00",NaN]', ['"\\/\b\f\n\r\té\u{1f600}', Number.NaN]],
    ['"\u007f\u2028"', '\u007f\u2028'],
  ])('reads %j', (body, value) => {
    expect(parsePythonJson(utf8(body))).toEqual({ ok: true, value, hasSurrogates: false });
  });

  test('has no lossless value of a text that is not JSON, or is not text', () => {
    for (const body of [utf8('{"a":'), utf8('[1.0,]'), bytes('22 ff 22')]) {
      const { json, toLossless } = readPythonJson(body);
      expect([json.ok, toLossless()]).toEqual([false, undefined]);
    }
  });

  test.each([0, 1, 2, 3, 62, 63, 64, 65, 130])(
    'finds the end of a long text with %d backslashes before a quote',
    (count) => {
      const text = `${'x'.repeat(5000)}${'\\'.repeat(count)}"`;
      for (const value of [text, text.slice(4940), text.slice(4936), text.repeat(3)]) {
        const json = JSON.stringify([value, 1]);
        expect(parsePythonJson(utf8(json))).toMatchObject({ value: [value, 1] });
        // An integer that is too long for Python, behind it.
        const long = JSON.stringify([value, 0]).replace(/0]$/, `${'1'.repeat(4301)}]`);
        expect(parsePythonJson(utf8(long))).toEqual({ ok: false, kind: 'unreadable' });
      }
    },
  );

  test('reads a long text', () => {
    const text = 'é\u{1f600}'.repeat(10_000);
    expect(parsePythonJson(utf8(`["${text}",NaN]`))).toMatchObject({ value: [text, Number.NaN] });
  });

  test('reads the output of JSON.stringify as JSON.parse does, in UTF-8 and UTF-16', () => {
    assert(
      property(jsonValue({ stringUnit: 'binary' }), (value) => {
        const text = JSON.stringify(value);
        const expected = { ok: true, value: JSON.parse(text) as unknown };
        expect(parsePythonJson(utf8(text))).toMatchObject(expected);
        expect(parsePythonJson(utf16(text))).toMatchObject(expected);
      }),
    );
  });

  test('never throws', () => {
    assert(
      property(uint8Array({ maxLength: 64 }), (body) => {
        expect(parseLosslessly(body).ok).toBe(parsePythonJson(body).ok);
      }),
    );
  });
});

describe('the lossless value in detail', () => {
  test.each([
    ['-0', 'int', '0'],
    ['123456789012345678901234567890', 'int', '123456789012345678901234567890'],
    ['1.0', 'float', '1.0'],
    ['1e3', 'float', '1000.0'],
    ['1E22', 'float', '1e+22'],
    ['-0.0', 'float', '-0.0'],
    ['0.00001', 'float', '1e-05'],
    ['100000000000000000000.0', 'float', '1e+20'],
    ['1E400', 'float', 'inf'],
    ['-Infinity', 'float', '-inf'],
    ['NaN', 'float', 'nan'],
  ] as const)('reads %s as the %s %s', (body, kind, text) => {
    const value = new PythonNumber(kind, text);
    expect(parseLosslessly(utf8(body))).toEqual({ ok: true, value, hasSurrogates: false });
  });

  test('keeps the order of keys, also of those that look like indexes, and the first place of a repeated key', () => {
    const json = parseLosslessly(utf8('{"2":0,"1":0,"b":0,"2":1}'));
    expect(json.ok && toPythonJson(json.value)).toBe('{"2":1,"1":0,"b":0}');
  });

  test.each([
    '{"10":[1.0,-0.5,null,true,{"é":"\u{1f600}"}],"9":12345678901234567890}',
    '{"b":5,"a":[-12,999999999999999,{"c":"1.0, 2"}]}',
    '[1000000000000000,-9007199254740993]',
    '[{"b":1.0}]',
    '{"b":{"2":0,"1":0}}',
  ])('keeps %s exactly', (body) => {
    const json = parseLosslessly(utf8(body));
    expect(json.ok && toPythonJson(json.value)).toBe(body);
  });

  test.each([
    ['{"b": 0, "\\u0032": 0, "\\u0031": 0}', '{"b":0,"2":0,"1":0}'],
    ['{"b":0,\n"2"\t:0, "1":0}', '{"b":0,"2":0,"1":0}'],
    ['{"b" :\r -0, "c":[ -0 ,-0]}', '{"b":0,"c":[0,0]}'],
    ['[ 1e2,{"a": 1E2}]', '[100.0,{"a":100.0}]'],
    [' 1e2', '100.0'],
    ['\ufeff-0.0', '-0.0'],
  ])('keeps numbers and the order of keys in %j', (body, printed) => {
    const json = parseLosslessly(utf8(body));
    expect(json.ok && toPythonJson(json.value)).toBe(printed);
  });

  test('prints a body as with the scanner alone', () => {
    const number = constantFrom('0', '-0', '7', '-7', '1.0', '1e2', '999999999999999', '1234567890123456', '-1E-7');
    const name = constantFrom('"a"', '"2"', '"1"', '"01"', '"\\u0031"', '"1.5"', '"-0"', '"["', '""');
    const space = constantFrom('', ' ', '\n\t');
    const { value } = letrec<{ value: string }>((tie) => ({
      value: oneof(
        { maxDepth: 3 },
        tuple(space, oneof(number, name), space).map((parts) => parts.join('')),
        array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
        array(tuple(space, name, space, tie('value')), { maxLength: 4 }).map(
          (members) => `{${members.map(([before, key, after, item]) => `${before}${key}${after}:${item}`).join(',')}}`,
        ),
      ),
    }));
    assert(
      property(value, (text) => {
        const plain = parseLosslessly(utf8(text));
        const scanned = scanPythonJson(
          Uint32Array.from(text, (point) => point.codePointAt(0) ?? 0),
          true,
        );
        expect(plain.ok && toPythonJson(plain.value)).toBe(scanned.ok && toPythonJson(scanned.value));
      }),
      { numRuns: 1000 },
    );
  });
});

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** UTF-16, big-endian, with a byte order mark. */
function utf16(text: string): Uint8Array {
  const units = Array.from(`\ufeff${text}`.split(''), (unit) => unit.charCodeAt(0));
  return Uint8Array.from(units.flatMap((unit) => [unit >> 8, unit & 0xff]));
}

function bytes(hexadecimal: string): Uint8Array {
  return Uint8Array.from(hexadecimal.split(' '), (byte) => Number.parseInt(byte, 16));
}
