import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTimestamp, roundToUtc, toTimestamp, toUtc } from '../../src/trackers/timestamp.ts';

describe('toTimestamp', () => {
  test.each([
    [0, '1970-01-01T00:00:00Z'],
    [1, '1970-01-01T00:00:00.000001Z'],
    [-1, '1969-12-31T23:59:59.999999Z'],
    [500_000, '1970-01-01T00:00:00.500000Z'],
    [1_000_000, '1970-01-01T00:00:01Z'],
  ])('prints %d microseconds as pydantic does', (microseconds, text) => {
    expect(toTimestamp(microseconds)).toBe(text);
  });
});

describe('parseTimestamp', () => {
  test.each([
    ['2026-08-18T20:28:14Z', '2026-08-18T20:28:14Z'],
    ['2026-08-18t20:28:14z', '2026-08-18T20:28:14Z'],
    ['2026-08-18 20:28:14+00:00', '2026-08-18T20:28:14Z'],
    ['2026-08-18T20:28:14-0330', '2026-08-18T23:58:14Z'],
    ['2026-01-01T00:30:00+01:00', '2025-12-31T23:30:00Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z'],
    ['2026-08-18T20:28:14.1Z', '2026-08-18T20:28:14.100000Z'],
    ['2026-08-18T20:28:14.0000009Z', '2026-08-18T20:28:14Z'],
    ['1969-12-31T23:59:59.5Z', '1969-12-31T23:59:59.500000Z'],
  ])('reads %s', (text, printed) => {
    expect(toTimestamp(parseTimestamp(text) ?? Number.NaN)).toBe(printed);
  });

  test.each([
    '',
    'yesterday',
    '2026-08-18',
    '2026-08-18T20:28:14',
    '2026-08-18T20:28Z',
    '2026-08-18T20:28:14.Z',
    '2026-13-01T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-08-18T24:00:00Z',
    '2026-08-18T23:60:00Z',
    '2026-08-18T23:59:60Z',
    '2026-08-18T20:28:14+25:00',
    '0000-08-18T20:28:14Z',
    '0001-01-01T00:00:00+00:01',
    '9999-12-31T23:59:59-00:01',
    '2026-08-18T20:28:14Z\n',
  ])('refuses %j', (text) => {
    expect(parseTimestamp(text)).toBeUndefined();
  });

  test('reads printed times back, to the microsecond', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (microseconds) => {
        expect(parseTimestamp(toTimestamp(microseconds))).toBe(microseconds);
      }),
    );
  });
});

describe('toUtc', () => {
  test.each([
    ['2026-08-18T22:28:14.5+02:00', '2026-08-18T20:28:14.500000Z'],
    ['2026-08-18T20:28:14.000Z', '2026-08-18T20:28:14Z'],
    ['9999-12-31T23:59:59.999999Z', '9999-12-31T23:59:59.999999Z'],
    ['0001-01-01T00:00:00.000001Z', '0001-01-01T00:00:00.000001Z'],
    ['2026-08-18T20:28:14.1234569Z', '2026-08-18T20:28:14.123456Z'],
    ['yesterday', undefined],
  ])('prints %s as the API does', (text, printed) => {
    expect(toUtc(text)).toBe(printed);
  });
});

describe('roundToUtc', () => {
  test.each([
    ['2026-08-18T20:28:14.1234564Z', '2026-08-18T20:28:14.123456Z'],
    ['2026-08-18T20:28:14.1234565Z', '2026-08-18T20:28:14.123456Z'],
    ['2026-08-18T20:28:14.1234575Z', '2026-08-18T20:28:14.123458Z'],
    ['2026-08-18T20:28:14.12345651Z', '2026-08-18T20:28:14.123457Z'],
    ['2026-12-31T23:59:59.9999999Z', '2027-01-01T00:00:00Z'],
    ['1969-12-31T23:59:59.9999999Z', '1970-01-01T00:00:00Z'],
    ['2026-08-18T22:28:14.0000006+02:00', '2026-08-18T20:28:14.000001Z'],
    ['9999-12-31T23:59:59.9999999Z', '9999-12-31T23:59:59.999999Z'],
    ['2026-08-18T20:28:14.123456Z', '2026-08-18T20:28:14.123456Z'],
    ['yesterday', undefined],
  ])('rounds %s to the sixth digit', (text, printed) => {
    expect(roundToUtc(text)).toBe(printed);
  });
});
