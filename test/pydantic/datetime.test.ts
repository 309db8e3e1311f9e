import { describe, expect, test } from 'vitest';
import { explainTimestamp, parsePydanticDatetime, printTimestamp } from '../../src/pydantic/datetime.ts';

// What pydantic 2.13 made of the same texts, and how it printed them.

describe('parsePydanticDatetime', () => {
  test.each([
    ['2026-08-18T20:28:14.123456Z', '2026-08-18T20:28:14.123456Z'],
    ['2026-08-18T20:28:14.1Z', '2026-08-18T20:28:14.100000Z'],
    ['2026-08-18T20:28:14.000000Z', '2026-08-18T20:28:14Z'],
    ['2026-08-18T20:28:14.1234569Z', '2026-08-18T20:28:14.123456Z'],
    ['2026-08-18T20:28:14,5Z', '2026-08-18T20:28:14.500000Z'],
    ['2026-08-18t20:28:14z', '2026-08-18T20:28:14Z'],
    ['2026-08-18 20:28:14Z', '2026-08-18T20:28:14Z'],
    ['2026-08-18_20:28:14Z', '2026-08-18T20:28:14Z'],
    ['2026-08-18T20:28Z', '2026-08-18T20:28:00Z'],
    ['2026-08-18T20:28:14+02:00', '2026-08-18T20:28:14+02:00'],
    ['2026-08-18T20:28:14+0200', '2026-08-18T20:28:14+02:00'],
    ['2026-08-18T20:28:14-03:30', '2026-08-18T20:28:14-03:30'],
    ['2026-08-18T20:28:14\u221203:30', '2026-08-18T20:28:14-03:30'],
    ['2026-08-18T20:28:14+00:00', '2026-08-18T20:28:14Z'],
    ['2026-08-18T20:28:14-00:00', '2026-08-18T20:28:14Z'],
    ['2026-08-18T20:28:14+23:59', '2026-08-18T20:28:14+23:59'],
    ['2024-02-29T00:00Z', '2024-02-29T00:00:00Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z'],
    ['9999-12-31T23:59:59.999999Z', '9999-12-31T23:59:59.999999Z'],
    ['0', '1970-01-01T00:00:00Z'],
    ['-1', '1969-12-31T23:59:59Z'],
    ['+5', '1970-01-01T00:00:05Z'],
    ['1577836800', '2020-01-01T00:00:00Z'],
    ['20000000000', '2603-10-11T11:33:20Z'],
    ['20000000001', '1970-08-20T11:33:20.001000Z'],
    ['-20000000001', '1969-05-14T12:26:39.999000Z'],
    ['253402300799999', '9999-12-31T23:59:59.999000Z'],
    ['1.5', '1970-01-01T00:00:01.500000Z'],
    ['-1.5', '1969-12-31T23:59:58.500000Z'],
    ['1.', '1970-01-01T00:00:01Z'],
    ['.5', '1970-01-01T00:00:00.500000Z'],
    ['1.5e3', '1970-01-01T00:25:00Z'],
    ['0.9999999', '1970-01-01T00:00:01Z'],
    ['123456789.1234567', '1973-11-29T21:33:09.123457Z'],
    ['2.5e13', '1970-10-17T08:26:40Z'],
    ['18446744073709551618', '1970-01-01T00:00:02Z'],
  ])('reads %j as %s', (text, value) => {
    expect(parsePydanticDatetime(text)).toEqual({ ok: true, value, aware: true });
  });

  test.each([
    ['2026-08-18T20:28:14', '2026-08-18T20:28:14'],
    ['2026-08-18', '2026-08-18T00:00:00'],
  ])('reads %j as %s without an offset', (text, value) => {
    expect(parsePydanticDatetime(text)).toEqual({ ok: true, value, aware: false });
  });

  test.each([
    ['', 'input is too short'],
    ['yesterday', 'input is too short'],
    ['2026-08', 'input is too short'],
    ['1e5', 'input is too short'],
    ['2026-08-1', 'input is too short'],
    ['x026-08-18T00:00Z', 'invalid character in year'],
    ['\u0662026-08-18', 'invalid character in year'],
    ['2026/08/18', 'invalid date separator, expected `-`'],
    ['2026-0x-18', 'invalid character in month'],
    ['2026-08/18', 'invalid date separator, expected `-`'],
    ['2026-08-1x', 'invalid character in day'],
    ['2026-08-1\u00e9', 'invalid character in day'],
    ['2026-00-01', 'month value is outside expected range of 1-12'],
    ['2026-13-01', 'month value is outside expected range of 1-12'],
    ['2026-08-00', 'day value is outside expected range'],
    ['2026-08-32', 'day value is outside expected range'],
    ['2026-02-29T00:00Z', 'day value is outside expected range'],
    [' 2026-08-18', 'invalid character in year'],
    ['2026-08-18 ', 'unexpected extra characters at the end of the input'],
    ['2026-08-18T', 'unexpected extra characters at the end of the input'],
    ['2026-08-18x20:28', 'unexpected extra characters at the end of the input'],
    ['2026-08-18T24:00Z', 'unexpected extra characters at the end of the input'],
    ['2026-08-18T20:60Z', 'unexpected extra characters at the end of the input'],
    ['2026-08-18T20:28:60Z', 'unexpected extra characters at the end of the input'],
    ['2026-08-18T20:28:14.Z', 'unexpected extra characters at the end of the input'],
    ['2026-08-18T20:28:14 Z', 'unexpected extra characters at the end of the input'],
    ['2026-08-18T20:28:14Z ', 'unexpected extra characters at the end of the input'],
    ['2026-08-18T20:28:14+02', 'unexpected extra characters at the end of the input'],
    ['2026-08-18T20:28:14+24:00', 'unexpected extra characters at the end of the input'],
    ['2026-08-18T20:28:14+02:60', 'unexpected extra characters at the end of the input'],
    ['253402300800000', 'dates after 9999 are not supported as unix timestamps'],
    ['-62167219200001', 'dates before 0000 are not supported as unix timestamps'],
    ['9223372036854775807', 'dates after 9999 are not supported as unix timestamps'],
    ['9223372036854775808', 'invalid date separator, expected `-`'],
    ['1_000.5', 'input is too short'],
    ['inf', 'input is too short'],
  ])('refuses %j: %s', (text, reason) => {
    const error = {
      type: 'datetime_from_date_parsing',
      msg: `Input should be a valid datetime or date, ${reason}`,
      ctx: { error: reason },
    };
    expect(parsePydanticDatetime(text)).toEqual({ ok: false, error });
  });

  test.each(['0000-01-01', '0000-12-31T00:00:00Z', '-62167219200000'])('refuses the year 0 of %j', (text) => {
    const error = {
      type: 'datetime_parsing',
      msg: 'Input should be a valid datetime, year 0 is out of range',
      ctx: { error: 'year 0 is out of range' },
    };
    expect(parsePydanticDatetime(text)).toEqual({ ok: false, error });
  });
});

test.each([
  [1_753_000_000.5, '2025-07-20T08:26:40.500000Z'],
  [-1_753_000_000.25, '1914-06-14T15:33:19.250000Z'],
  [1_753_000_000_123.25, '2025-07-20T08:26:40.123250Z'],
  [-1_753_000_000_123.25, '1914-06-14T15:33:19.876250Z'],
  [20_000_000_000.5, '2603-10-11T11:33:20.000500Z'],
  [253_402_300_799.9999, '1978-01-11T21:31:40.800000Z'],
  [253_402_300_799_999.5, '9999-12-31T23:59:59.999500Z'],
])('printTimestamp reads %d as %s', (number, time) => {
  expect(printTimestamp(number)).toBe(time);
  expect(explainTimestamp(number)).toBeUndefined();
});

test.each([
  [-62_135_596_800_000.5, 'year 0 is out of range'],
  [-62_167_219_200_000.5, 'dates before 0000 are not supported as unix timestamps'],
  [253_402_300_800_000.5, 'dates after 9999 are not supported as unix timestamps'],
  [Number.NaN, 'NaN values not permitted'],
  [Number.POSITIVE_INFINITY, 'dates after 9999 are not supported as unix timestamps'],
])('explainTimestamp refuses %d: %s', (number, reason) => {
  expect(printTimestamp(number)).toBeUndefined();
  expect(explainTimestamp(number)).toEqual({
    type: 'datetime_parsing',
    msg: `Input should be a valid datetime, ${reason}`,
    ctx: { error: reason },
  });
});
