import { describe, expect, test } from 'vitest';
import { parseQueryString } from '../../src/python/query-string.ts';

// Recorded from Starlette 1.10 on Python 3.12.

describe('parseQueryString', () => {
  test.each<[string, [string, string][]]>([
    ['', []],
    ['a=1', [['a', '1']]],
    [
      'a=1&b=2',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    [
      'a=1&a=2',
      [
        ['a', '1'],
        ['a', '2'],
      ],
    ],
    ['a', [['a', '']]],
    ['a=', [['a', '']]],
    ['=', [['', '']]],
    ['=1', [['', '1']]],
    ['&&a=1&', [['a', '1']]],
    ['a=b=c', [['a', 'b=c']]],
    ['a=1;b=2', [['a', '1;b=2']]],
    ['a+b=c+d', [['a b', 'c d']]],
    ['a%20b=c%26d', [['a b', 'c&d']]],
    ['a%3Db', [['a=b', '']]],
    ['a=%2B', [['a', '+']]],
    ['a=%C3%A9', [['a', '\u00e9']]],
    ['a=%c3%a9', [['a', '\u00e9']]],
    ['a=%E2%82%AC', [['a', '\u20ac']]],
    ['a=%F0%9F%98%80', [['a', '\ud83d\ude00']]],
    ['a=%FF', [['a', '\ufffd']]],
    ['a=%C3', [['a', '\ufffd']]],
    ['a=%C3x', [['a', '\ufffdx']]],
    ['a=%E2%82', [['a', '\ufffd']]],
    ['a=%E2%82%E2%82%AC', [['a', '\ufffd\u20ac']]],
    ['a=%ED%A0%80', [['a', '\ufffd\ufffd\ufffd']]],
    ['a=%F0%9F%98x', [['a', '\ufffdx']]],
    ['a=%C0%80', [['a', '\ufffd\ufffd']]],
    ['a=%F4%90%80%80', [['a', '\ufffd\ufffd\ufffd\ufffd']]],
    ['a=%EF%BB%BFx', [['a', '\ufeffx']]],
    ['a=%00', [['a', '\u0000']]],
    ['a=%zz', [['a', '%zz']]],
    ['a=%4', [['a', '%4']]],
    ['a=%', [['a', '%']]],
    ['a=%%41', [['a', '%A']]],
    ['a=1#b', [['a', '1#b']]],
    ['a=1?b', [['a', '1?b']]],
    ['[]=1', [['[]', '1']]],
    ['a=\u00e9', [['a', '\u00e9']]],
    ['%C3\u00e9%A9=1', [['\ufffd\u00e9\ufffd', '1']]],
  ])('reads %j as %j', (raw, pairs) => {
    expect(parseQueryString(raw)).toEqual(pairs);
  });
});
