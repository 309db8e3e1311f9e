import { describe, expect, test } from 'vitest';
import { parsePydanticDate } from '../../src/pydantic/date.ts';

// What pydantic 2.13 made of the same texts, and how it printed them.

describe('parsePydanticDate', () => {
  test.each([
    ['2026-08-18', '2026-08-18'],
    ['2024-02-29', '2024-02-29'],
    ['0001-01-01', '0001-01-01'],
    ['2026-08-18T00:00:00Z', '2026-08-18'],
    ['2026-08-18T00:00+02:00', '2026-08-18'],
    ['2026-08-18 00:00', '2026-08-18'],
    ['0', '1970-01-01'],
    ['86400', '1970-01-02'],
    ['86400.0', '1970-01-02'],
    ['1577836800000', '2020-01-01'],
  ])('reads %j as %s', (text, value) => {
    expect(parsePydanticDate(text)).toEqual({ ok: true, value });
  });

  test.each([
    [
      '2026-08-18T00:00:01Z',
      'date_from_datetime_inexact',
      'Datetimes provided to dates should have zero time - e.g. be exact dates',
    ],
    ['1', 'date_from_datetime_inexact', 'Datetimes provided to dates should have zero time - e.g. be exact dates'],
    [
      '2026-08-18T20:28:14.000001',
      'date_from_datetime_inexact',
      'Datetimes provided to dates should have zero time - e.g. be exact dates',
    ],
    ['', 'date_from_datetime_parsing', 'Input should be a valid date or datetime, input is too short'],
    [
      '2026-02-29',
      'date_from_datetime_parsing',
      'Input should be a valid date or datetime, day value is outside expected range',
    ],
    [
      '2026-13-01',
      'date_from_datetime_parsing',
      'Input should be a valid date or datetime, month value is outside expected range of 1-12',
    ],
    ['2026-08-18T', 'date_from_datetime_parsing', 'Input should be a valid date or datetime, input is too short'],
    [
      '2026-08-18T25:00',
      'date_from_datetime_parsing',
      'Input should be a valid date or datetime, hour value is outside expected range of 0-23',
    ],
    [
      '2026-08-18T00:60',
      'date_from_datetime_parsing',
      'Input should be a valid date or datetime, minute value is outside expected range of 0-59',
    ],
    [
      '2026-08-18T00:00x',
      'date_from_datetime_parsing',
      'Input should be a valid date or datetime, invalid timezone sign',
    ],
    [
      '2026-08-18T00:00:0x',
      'date_from_datetime_parsing',
      'Input should be a valid date or datetime, invalid character in second',
    ],
    [
      '2026-08-18T00:00:60',
      'date_from_datetime_parsing',
      'Input should be a valid date or datetime, second value is outside expected range of 0-59',
    ],
    [
      '2026-08-18T00:00+x1:00',
      'date_from_datetime_parsing',
      'Input should be a valid date or datetime, invalid timezone hour',
    ],
    [
      '2026-08-18T00:00+01',
      'date_from_datetime_parsing',
      'Input should be a valid date or datetime, invalid timezone minute',
    ],
    [
      '2026-08-18Tx0:00',
      'date_from_datetime_parsing',
      'Input should be a valid date or datetime, invalid character in hour',
    ],
    [
      '2026-08-18T00-00',
      'date_from_datetime_parsing',
      'Input should be a valid date or datetime, invalid time separator, expected `:`',
    ],
    [
      '2026-08-18T00:x0',
      'date_from_datetime_parsing',
      'Input should be a valid date or datetime, invalid character in minute',
    ],
    [
      '2026-08-18x',
      'date_from_datetime_parsing',
      'Input should be a valid date or datetime, invalid datetime separator, expected `T`, `t`, `_` or space',
    ],
    ['0000-01-01', 'date_parsing', 'Input should be a valid date in the format YYYY-MM-DD, year 0 is out of range'],
    [
      '0000-01-01T00:00Z',
      'date_parsing',
      'Input should be a valid date in the format YYYY-MM-DD, year 0 is out of range',
    ],
    [
      '253402300800000',
      'date_from_datetime_parsing',
      'Input should be a valid date or datetime, dates after 9999 are not supported as unix timestamps',
    ],
    [
      '1.0e400',
      'date_from_datetime_parsing',
      'Input should be a valid date or datetime, numeric times may not exceed 86,399 seconds',
    ],
    [
      '-1.0e400',
      'date_from_datetime_parsing',
      'Input should be a valid date or datetime, dates before 0000 are not supported as unix timestamps',
    ],
  ])('refuses %j with %s: %s', (text, type, msg) => {
    expect(parsePydanticDate(text)).toMatchObject({ ok: false, error: { type, msg } });
  });

  test('returns the reason separately, if there is one', () => {
    expect(parsePydanticDate('2026')).toMatchObject({ error: { type: 'date_from_datetime_inexact' } });
    expect(parsePydanticDate('2026')).not.toHaveProperty('error.ctx');
    expect(parsePydanticDate('x')).toHaveProperty('error.ctx', { error: 'input is too short' });
  });
});
