import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJsonParts } from '../../src/node/json-parts.ts';

/** Yields the bytes of a text in pieces of the given length, in one buffer. */
function* cut(text: string, length: number): Generator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  const buffer = new Uint8Array(length);
  for (let at = 0; at < bytes.length; at += length) {
    const piece = bytes.subarray(at, at + length);
    buffer.set(piece);
    yield buffer.subarray(0, piece.length);
  }
}

/** Returns what JSON.parse returns, or undefined if it is not JSON or not an object. */
function parseWhole(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const world = fc.dictionary(fc.string(), fc.oneof(fc.array(fc.jsonValue()), fc.jsonValue()));
const sizes = { chunk: fc.integer({ min: 1, max: 40 }), part: fc.integer({ min: 0, max: 60 }) };

describe('parseJsonParts', () => {
  test('reads an object as JSON.parse does, however it is cut', () => {
    fc.assert(
      fc.property(world, fc.nat(3), sizes.chunk, sizes.part, (value, indent, chunk, part) => {
        const text = JSON.stringify(value, undefined, indent);
        expect(parseJsonParts(cut(text, chunk), part)).toEqual(JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });

  test('returns an object exactly if JSON.parse does', () => {
    const marks = ['', ',', '[', ']', '{', '}', '"', ':', '\\', ' ', '0', '\ufeff', 'é'];
    fc.assert(
      fc.property(
        world,
        fc.nat(),
        fc.nat(2),
        fc.constantFrom(...marks),
        sizes.chunk,
        sizes.part,
        (value, place, cutOut, mark, chunk, part) => {
          const whole = JSON.stringify(value);
          const at = place % (whole.length + 1);
          const text = whole.slice(0, at) + mark + whole.slice(at + cutOut);
          // The decoder for files removes a byte order mark; JSON.parse does not.
          expect(parseJsonParts(cut(text, chunk), part)).toEqual(parseWhole(text.replace(/^\ufeff/, '')));
        },
      ),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['[1,2]', undefined],
    ['"text"', undefined],
    ['', undefined],
    ['{}', {}],
    ['{"a":[],"b":[ ],"c":[[1],{"d":[2]}]}', { a: [], b: [], c: [[1], { d: [2] }] }],
    ['{"a":[1],"a":[2]}', { a: [2] }],
    ['{"a":[1,]}', undefined],
    ['{"a":[,1]}', undefined],
    ['{"a":[1}', undefined],
    ['{"a":[1]}[2]', undefined],
    ['{"a":["]",",","\\"],"]}', { a: [']', ',', '"],'] }],
  ])('reads %s', (text, value) => {
    expect(parseJsonParts(cut(text, 3), 1)).toEqual(value);
  });

  test('reads __proto__ as an ordinary member', () => {
    const value = parseJsonParts(cut('{"__proto__":[1],"a":[2]}', 4));
    expect(Object.entries(value as object)).toEqual([
      ['__proto__', [1]],
      ['a', [2]],
    ]);
  });

  test('returns undefined if the bytes are not UTF-8', () => {
    expect(parseJsonParts([Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x5b, 0x5d, 0x7d)])).toBeUndefined();
    expect(
      parseJsonParts([new TextEncoder().encode('{"a":["'), Uint8Array.of(0xc3), new TextEncoder().encode('"]}')]),
    ).toBeUndefined();
  });
});
