import { describe, expect, test } from 'vitest';
import { parsePydanticBoolean, parsePydanticFloat, parsePydanticInteger } from '../../src/pydantic/number.ts';

// What pydantic 2.13 made of the same query texts.

describe('parsePydanticInteger', () => {
  test.each<[string, number | bigint]>([
    ['5', 5],
    ['-5', -5],
    ['+5', 5],
    ['005', 5],
    ['-005', -5],
    ['1_000', 1000],
    ['1_0_0', 100],
    ['0_0', 0],
    ['5.0', 5],
    ['5.000', 5],
    ['-5.0', -5],
    ['1_000.0', 1000],
    [' 5', 5],
    ['5 ', 5],
    ['\t5\n', 5],
    ['\u00a05', 5],
    ['\u00855', 5],
    ['\u20035\u3000', 5],
    ['0-5', -5],
    ['00.0', 0],
    ['-0', 0],
    ['+0', 0],
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', 9007199254740992n],
    ['-9007199254740992', -9007199254740992n],
    ['100000000000000000000', 100000000000000000000n],
    ['100000000000000000000.0', 100000000000000000000n],
  ])('reads %j as %d', (text, value) => {
    expect(parsePydanticInteger(text)).toEqual({ ok: true, value });
  });

  test.each([
    '',
    '  ',
    '-',
    '+',
    '+-5',
    '-+5',
    '--5',
    '+ 5',
    '5.',
    '.0',
    '5.1',
    '5.0.0',
    '5_',
    '_5',
    '1__0',
    '5_.0',
    '1.0_0',
    '1e2',
    '0x10',
    '0b1',
    '0o7',
    '\u0665',
    '\uff15',
    '5\u0000',
    '\ufeff5',
    '\u200b5',
    '\u001c5',
    'inf',
    'nan',
    'True',
    'five',
  ])('refuses %j', (text) => {
    const error = { type: 'int_parsing', msg: 'Input should be a valid integer, unable to parse string as an integer' };
    expect(parsePydanticInteger(text)).toEqual({ ok: false, error });
  });

  test.each([
    ['4300 digits', '1'.repeat(4300)],
    ['4300 digits with a plus', `+${'1'.repeat(4300)}`],
    ['4300 digits and a fraction', `${'1'.repeat(4300)}.0`],
    ['4300 digits with underscores', '1_'.repeat(4299).concat('1')],
  ])('reads %s', (_, text) => {
    const value = BigInt('1'.repeat(text.includes('_') ? 4300 : 4300));
    expect(parsePydanticInteger(text)).toEqual({ ok: true, value });
  });

  test('reads more than 4300 zeros', () => {
    expect(parsePydanticInteger('0'.repeat(5000))).toEqual({ ok: true, value: 0 });
    expect(parsePydanticInteger(`${'0'.repeat(5000)}7`)).toEqual({ ok: true, value: 7 });
  });

  test.each([
    ['4301 digits', '1'.repeat(4301)],
    ['4300 digits with a minus', `-${'1'.repeat(4300)}`],
    ['4301 digits and more', `${'1'.repeat(4301)} apples`],
  ])('finds %s too large', (_, text) => {
    const error = {
      type: 'int_parsing_size',
      msg: 'Unable to parse input string as an integer, exceeded maximum size',
    };
    expect(parsePydanticInteger(text)).toEqual({ ok: false, error });
  });

  test.each([
    ['4301 digits behind a space', ` ${'1'.repeat(4301)}`],
    ['4301 digits behind a plus', `+${'1'.repeat(4301)}`],
    ['4301 digits with underscores', '1_'.repeat(4300).concat('1')],
    ['4300 digits and a letter', `${'1'.repeat(4300)}x`],
  ])('refuses %s as no integer', (_, text) => {
    expect(parsePydanticInteger(text)).toMatchObject({ ok: false, error: { type: 'int_parsing' } });
  });

  test('refuses half a million characters like one', () => {
    expect(parsePydanticInteger(`1${' '.repeat(500_000)}1`).ok).toBe(false);
    expect(parsePydanticInteger(`${'0_'.repeat(250_000)}x`).ok).toBe(false);
    expect(parsePydanticFloat(`${'1'.repeat(500_000)}x`).ok).toBe(false);
    expect(parsePydanticFloat(`1.${'1'.repeat(500_000)}x`).ok).toBe(false);
  });
});

describe('parsePydanticFloat', () => {
  test.each([
    ['5', 5],
    ['-5', -5],
    ['+5', 5],
    ['005', 5],
    ['5.', 5],
    ['.5', 0.5],
    ['-.5', -0.5],
    ['1_000.5', 1000.5],
    ['5e3', 5000],
    ['5E-3', 0.005],
    ['1.5e+3', 1500],
    ['1e400', Number.POSITIVE_INFINITY],
    ['-1e400', Number.NEGATIVE_INFINITY],
    ['1e-400', 0],
    [' 5.5 ', 5.5],
    ['\u00855', 5],
    ['inf', Number.POSITIVE_INFINITY],
    ['-INF', Number.NEGATIVE_INFINITY],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['+infinity', Number.POSITIVE_INFINITY],
    ['nan', Number.NaN],
    ['-NaN', Number.NaN],
    ['-0', -0],
    ['0.1', 0.1],
    ['123456789012345678901234567890', 1.2345678901234568e29],
  ])('reads %j as %d', (text, value) => {
    expect(parsePydanticFloat(text)).toEqual({ ok: true, value });
  });

  test.each([
    '',
    '.',
    '-',
    'e5',
    '5e',
    '5e+',
    '1__0',
    '_1',
    '1_',
    '0x5',
    '0b1',
    '1,5',
    ' 1_0 ',
    '\u0665',
    'infin',
    'in f',
    '\ufeff5',
    '5\u0000',
  ])('refuses %j', (text) => {
    const error = { type: 'float_parsing', msg: 'Input should be a valid number, unable to parse string as a number' };
    expect(parsePydanticFloat(text)).toEqual({ ok: false, error });
  });
});

describe('parsePydanticBoolean', () => {
  test.each([
    ['1', true],
    ['t', true],
    ['T', true],
    ['y', true],
    ['Y', true],
    ['on', true],
    ['On', true],
    ['yes', true],
    ['YES', true],
    ['true', true],
    ['True', true],
    ['0', false],
    ['f', false],
    ['n', false],
    ['no', false],
    ['off', false],
    ['OFF', false],
    ['false', false],
    ['FALSE', false],
  ])('reads %j as %j', (text, value) => {
    expect(parsePydanticBoolean(text)).toEqual({ ok: true, value });
  });

  test.each(['', '2', '01', ' true', 'true ', 'yess', 'tru', 'null', 'None'])('refuses %j', (text) => {
    const error = { type: 'bool_parsing', msg: 'Input should be a valid boolean, unable to interpret input' };
    expect(parsePydanticBoolean(text)).toEqual({ ok: false, error });
  });
});
