import { describe, expect, test } from 'vitest';
import { parsePydanticTime } from '../../src/pydantic/time.ts';

// What pydantic 2.13 made of the same texts, and how it printed them.

describe('parsePydanticTime', () => {
  test.each([
    ['20:28', '20:28:00'],
    ['20:28:14', '20:28:14'],
    ['20:28:14.5', '20:28:14.500000'],
    ['20:28:14.1234567', '20:28:14.123456'],
    ['20:28:14,000001', '20:28:14.000001'],
    ['20:28Z', '20:28:00Z'],
    ['20:28:14-03:30', '20:28:14-03:30'],
    ['20:28+0000', '20:28:00Z'],
  ])('reads %j as %s', (text, value) => {
    expect(parsePydanticTime(text)).toEqual({ ok: true, value });
  });

  test.each([
    ['', 'input is too short'],
    ['2028', 'input is too short'],
    ['20:2', 'input is too short'],
    ['x0:00', 'invalid character in hour'],
    ['20-28', 'invalid time separator, expected `:`'],
    ['20:x8', 'invalid character in minute'],
    ['24:00', 'hour value is outside expected range of 0-23'],
    ['20:60', 'minute value is outside expected range of 0-59'],
    ['20:28:x4', 'invalid character in second'],
    ['20:28:60', 'second value is outside expected range of 0-59'],
    ['20:28:14.', 'second fraction digits missing after `.`'],
    ['20:28 ', 'invalid timezone sign'],
    ['20:28:14+02', 'invalid timezone minute'],
    ['20:28:14+x2:00', 'invalid timezone hour'],
    ['20:28:14+24:00', 'timezone offset must be less than 24 hours'],
    ['20:28:14+02:60', 'timezone minute value is outside expected range of 0-59'],
    ['20:28Zx', 'unexpected extra characters at the end of the input'],
    ['20:28\u2212x', 'invalid timezone hour'],
    ['20:28\u2213', 'invalid timezone sign'],
  ])('refuses %j: %s', (text, reason) => {
    const error = {
      type: 'time_parsing',
      msg: `Input should be in a valid time format, ${reason}`,
      ctx: { error: reason },
    };
    expect(parsePydanticTime(text)).toEqual({ ok: false, error });
  });
});
