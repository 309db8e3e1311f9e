import { describe, expect, test } from 'vitest';
import { parsePydanticUuid } from '../../src/pydantic/uuid.ts';

// What pydantic 2.13 made of the same texts.

describe('parsePydanticUuid', () => {
  test.each([
    '3f2504e04f8941d39a0c0305e82c3301',
    '3F2504E04F8941D39A0C0305E82C3301',
    '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    '3F2504E0-4F89-41D3-9A0C-0305E82C3301',
    '{3f2504e0-4f89-41d3-9a0c-0305e82c3301}',
    'urn:uuid:3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  ])('reads %j', (text) => {
    expect(parsePydanticUuid(text)).toEqual({ ok: true, value: '3f2504e0-4f89-41d3-9a0c-0305e82c3301' });
  });

  test.each([
    ['', 'invalid length: expected length 32 for simple format, found 0'],
    ['3', 'invalid length: expected length 32 for simple format, found 1'],
    ['nope', 'invalid character: found `n` at 1'],
    ['3f2504e04f8941d39a0c0305e82c330', 'invalid length: expected length 32 for simple format, found 31'],
    ['3f2504e04f8941d39a0c0305e82c33010', 'invalid length: expected length 32 for simple format, found 33'],
    ['3f2504e0-4f89-41d3-9a0c-0305e82c3301 ', 'invalid character: found ` ` at 37'],
    [' 3f2504e0-4f89-41d3-9a0c-0305e82c3301', 'invalid character: found ` ` at 1'],
    ['3f2504e0_4f89_41d3_9a0c_0305e82c3301', 'invalid character: found `_` at 9'],
    ['\u00e9', 'invalid character: found `\u00e9` at 1'],
    ['3\ud83d\ude00', 'invalid character: found `\ud83d\ude00` at 2'],
    ['3f2504e0-4f89-41d3-9a0c-0305e82c330', 'invalid group length in group 4: expected 12, found 11'],
    ['3f2504e0-4f89-41d3-9a0c-0305e82c33010', 'invalid group length in group 4: expected 12, found 13'],
    ['3f2504e0-4f89-41d3-9a0c0305e82c3301', 'invalid group count: expected 5, found 4'],
    ['-----', 'invalid group count: expected 5, found 6'],
    ['3f2504e-04f89-41d3-9a0c-0305e82c3301', 'invalid group length in group 0: expected 8, found 7'],
    ['3f2504e0-4f8-941d3-9a0c-0305e82c3301', 'invalid group length in group 1: expected 4, found 3'],
    ['3f2504e0-4f89-41d39-a0c-0305e82c3301', 'invalid group length in group 2: expected 4, found 5'],
    ['3f2504e0-4f89-41d3-9a0-c0305e82c3301', 'invalid group length in group 3: expected 4, found 3'],
    ['{3f2504e04f8941d39a0c0305e82c3301}', 'invalid group count: expected 5, found 1'],
    ['urn:uuid:3f2504e04f8941d39a0c0305e82c3301', 'invalid group count: expected 5, found 1'],
    ['URN:UUID:3f2504e0-4f89-41d3-9a0c-0305e82c3301', 'invalid character: found `U` at 1'],
    ['{3f2504e0-4f89-41d3-9a0c-0305e82c3301', 'invalid character: found `{` at 1'],
    ['3f2504e0-4f89-41d3-9a0c-0305e82c3301}', 'invalid character: found `}` at 37'],
    ['{}', 'invalid group count: expected 5, found 1'],
    ['{', 'invalid character: found `{` at 1'],
    ['urn:uuid:', 'invalid group count: expected 5, found 1'],
    ['{3f2504e0-4f89-41d3-9a0c-0305e82c330}', 'invalid group length in group 4: expected 12, found 13'],
    ['{3f2504e0-4f89-41d3-9a0c-0305e82c330g}', 'invalid character: found `g` at 36'],
    ['{3f2504e0-4f89-41d3-9a0c-0305e82c3301g}', 'invalid character: found `g` at 38'],
    ['{000000000000000000000000000000000000}', 'invalid length: expected length 32 for simple format, found 36'],
    ['urn:uuid:3f2504e0-4f89-41d3-9a0c-0305e82c330g', 'invalid character: found `g` at 36'],
    ['urn:uuid:3f2504e0-4f89-41d3-9a0c-0305e82c33010', 'invalid group length in group 4: expected 12, found 22'],
  ])('refuses %j: %s', (text, reason) => {
    const error = { type: 'uuid_parsing', msg: `Input should be a valid UUID, ${reason}`, ctx: { error: reason } };
    expect(parsePydanticUuid(text)).toEqual({ ok: false, error });
  });
});
