import { describe, expect, test } from 'vitest';
import { PythonNumber } from '../../src/python/number.ts';
import { toPythonFloat, toPythonJson, toPythonRepr } from '../../src/python/text.ts';
import { PythonTuple } from '../../src/python/tuple.ts';

// Recorded from Python 3.12.

describe('toPythonRepr', () => {
  test.each([
    ['', "''"],
    ['a', "'a'"],
    ["it's", '"it\'s"'],
    ['say "hi"', '\'say "hi"\''],
    ['it\'s "it"', "'it\\'s \"it\"'"],
    ['back\\slash', "'back\\\\slash'"],
    ['a\nb\tc\rd', "'a\\nb\\tc\\rd'"],
    ['\u0000\u001f\u007f', "'\\x00\\x1f\\x7f'"],
    ['\u0080\u00a0\u00ad\u00ff', "'\\x80\\xa0\\xad\u00ff'"],
    ['\u00e9', "'\u00e9'"],
    ['\u200b\u2028\ufeff', "'\\u200b\\u2028\\ufeff'"],
    ['\ud83d\ude00', "'\ud83d\ude00'"],
    ['\udb40\udc01', "'\\U000e0001'"],
    ['\ue000\u0378', "'\\ue000\\u0378'"],
    ['\u3000 ', "'\\u3000 '"],
    ['\ud83d', "'\\ud83d'"],
  ])('prints the text %j as %s', (text, printed) => {
    expect(toPythonRepr(text)).toBe(printed);
  });

  test.each([
    [null, 'None'],
    [true, 'True'],
    [false, 'False'],
    [0, '0'],
    [-0, '0'],
    [-12, '-12'],
    [1.5, '1.5'],
    [1e-7, '1e-07'],
    [Number.NaN, 'nan'],
    [Number.NEGATIVE_INFINITY, '-inf'],
    [12345678901234567890n, '12345678901234567890'],
    [new PythonNumber('float', '1.0'), '1.0'],
    [new PythonNumber('float', 'inf'), 'inf'],
    [new PythonNumber('int', '12345678901234567890'), '12345678901234567890'],
    [[], '[]'],
    [[1, 'a', null], "[1, 'a', None]"],
    [{}, '{}'],
    [{ a: 1, "it's": [] }, `{'a': 1, "it's": []}`],
    [
      new Map<string, unknown>([
        ['2', true],
        ['1', { x: null }],
      ]),
      "{'2': True, '1': {'x': None}}",
    ],
    [{ kind: 'int', text: '5' }, "{'kind': 'int', 'text': '5'}"],
    [new PythonTuple([]), '()'],
    [new PythonTuple(['body']), "('body',)"],
    [new PythonTuple(['body', 'tags', 1]), "('body', 'tags', 1)"],
    [{ loc: new PythonTuple(['body', 'status']) }, "{'loc': ('body', 'status')}"],
  ])('prints %o as %s', (value, printed) => {
    expect(toPythonRepr(value)).toBe(printed);
  });

  test('prints bytes with their escapes', () => {
    expect(toPythonRepr(Uint8Array.of(0x61, 0x5c, 0x0a, 0x00, 0x7f, 0xff))).toBe(String.raw`b'a\\\n\x00\x7f\xff'`);
    expect(toPythonRepr(Uint8Array.of(0x27))).toBe(`b"'"`);
  });
});

describe('toPythonJson', () => {
  test.each([
    [null, 'null'],
    [true, 'true'],
    [false, 'false'],
    [5, '5'],
    [-0, '0'],
    [1.5, '1.5'],
    [1e-7, '1e-07'],
    [1e22, '1e+22'],
    [12345678901234567890n, '12345678901234567890'],
    [new PythonNumber('float', '1000.0'), '1000.0'],
    [new PythonNumber('float', '-0.0'), '-0.0'],
    [new PythonNumber('int', '12345678901234567890'), '12345678901234567890'],
    ['é\u{1f600}\u007f\u2028', '"é\u{1f600}\u007f\u2028"'],
    ['"\\/\b\f\n\r\t\u0000\u001f', String.raw`"\"\\/\b\f\n\r\t\u0000\u001f"`],
    [[1, [], {}], '[1,[],{}]'],
    [{ a: 1, b: { c: null } }, '{"a":1,"b":{"c":null}}'],
    [{ a: undefined, b: 1 }, '{"b":1}'],
    [
      new Map([
        ['2', 1],
        ['1', 2],
      ]),
      '{"2":1,"1":2}',
    ],
    [{ kind: 'float', text: '1' }, '{"kind":"float","text":"1"}'],
    [new PythonTuple(['body', 1]), '["body",1]'],
    [new TextEncoder().encode('é'), '"é"'],
  ])('prints %o as %s', (value, printed) => {
    expect(toPythonJson(value)).toBe(printed);
  });

  test('prints values that Python refuses as valid JSON', () => {
    expect(toPythonJson('\ud800')).toBe(String.raw`"\ud800"`);
    expect(toPythonJson([Number.NaN, Number.POSITIVE_INFINITY, new PythonNumber('float', '-inf')])).toBe(
      '[null,null,null]',
    );
    expect(toPythonJson(Uint8Array.of(0x61, 0xff))).toBe('"a\ufffd"');
    expect(toPythonJson([undefined])).toBe('[null]');
  });
});

describe('toPythonFloat', () => {
  test.each([
    [0.0, '0.0'],
    [-0.0, '-0.0'],
    [1.0, '1.0'],
    [-1.5, '-1.5'],
    [0.1, '0.1'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [0.000123, '0.000123'],
    [1e-7, '1e-07'],
    [5e-324, '5e-324'],
    [123456789.125, '123456789.125'],
    [9999999999999998.0, '9999999999999998.0'],
    [1e16, '1e+16'],
    [-1e16, '-1e+16'],
    [1.5e16, '1.5e+16'],
    [123456789012345680.0, '1.2345678901234568e+17'],
    [1e21, '1e+21'],
    [1e22, '1e+22'],
    [1.7976931348623157e308, '1.7976931348623157e+308'],
    [Number.POSITIVE_INFINITY, 'inf'],
    [Number.NEGATIVE_INFINITY, '-inf'],
    [Number.NaN, 'nan'],
  ])('prints %f as %s', (n, printed) => {
    expect(toPythonFloat(n)).toBe(printed);
  });
});
