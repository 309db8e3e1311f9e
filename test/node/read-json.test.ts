import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FILE_SIZE } from '../../src/budgets.ts';
import { readJsonFile, toReadFailure } from '../../src/node/read-json.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';

function read(content: string | Uint8Array): ReturnType<typeof readJsonFile> {
  return readJsonFile(join(createTemporaryFolder({ 'a.json': content }), 'a.json'), FILE_SIZE);
}

describe('readJsonFile', () => {
  test.each([
    ['{"a": [1, "ö𝄞"]}', { a: [1, 'ö𝄞'] }],
    ['\u{feff}{}', {}],
    ['{"__proto__": 1}', JSON.parse('{"__proto__": 1}') as object],
    ['null', null],
  ])('reads %j', (text, value) => {
    expect(read(text)).toEqual({ ok: true, value });
  });

  test.each([
    ['', 'at line 1, column 1: Expecting value'],
    ['{\n  "a" 1\n}', "at line 2, column 7: Expecting ':' delimiter"],
    // Columns count UTF-16 units, as in an editor: the clef takes two.
    ['["𝄞" "a"]', "at line 1, column 7: Expecting ',' delimiter"],
    ['\u{feff}[1', "at line 1, column 3: Expecting ',' delimiter"],
    ['["\u{1}"]', 'at line 1, column 3: Invalid control character at'],
    ['[1]\n[2]', 'at line 2, column 1: Extra data'],
  ])('says where %j is not JSON', (text, reason) => {
    expect(read(text)).toEqual({ ok: false, reason: `is not JSON ${reason}` });
  });

  test.each(['NaN', '-Infinity', '{"a":\n[Infinity]}'])('refuses %j, which Python reads', (text) => {
    expect(read(text)).toEqual({ ok: false, reason: 'is not JSON: it contains NaN or Infinity' });
  });

  test('refuses text that nests too deep without a place', () => {
    expect(read('['.repeat(100_000))).toEqual({
      ok: false,
      reason: 'is not JSON (place unknown: it nests too deep, or a number is too long)',
    });
  });

  test.each([
    ['Latin-1', Buffer.from('{"a":"é"}', 'latin1')],
    ['UTF-16', Buffer.from('\u{feff}{}', 'utf16le')],
  ])('refuses text in %s', (_, bytes) => {
    expect(read(bytes)).toEqual({ ok: false, reason: 'is not text in UTF-8' });
  });

  test('reads a large file in parts, and says where it is not JSON', () => {
    const text = `{"trackers":[{"id":"é"},${' '.repeat(32 * 1024 * 1024)}{"id":"b"}]}`;
    expect(read(text)).toEqual({ ok: true, value: { trackers: [{ id: 'é' }, { id: 'b' }] } });
    expect(read(`${text.slice(0, -2)},]}`)).toEqual({
      ok: false,
      reason: `is not JSON at line 1, column ${text.length}: Expecting value`,
    });
  });

  test('refuses a folder and a missing file', () => {
    const folder = createTemporaryFolder();
    expect(readJsonFile(folder, FILE_SIZE)).toEqual({ ok: false, reason: 'is a folder' });
    expect(readJsonFile(join(folder, 'a.json'), FILE_SIZE)).toEqual({ ok: false, reason: 'does not exist' });
  });
});

describe('toReadFailure', () => {
  test.each([
    ['ENOENT', 'does not exist'],
    ['EACCES', 'may not be read by this user'],
    ['EISDIR', 'is a folder'],
    ['EMFILE', 'cannot be read: EMFILE: it failed'],
  ])('words %s', (code, reason) => {
    expect(toReadFailure(Object.assign(new Error(`${code}: it failed`), { code }))).toBe(reason);
  });
});
