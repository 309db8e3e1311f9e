import { describe, expect, test } from 'vitest';
import { isJsonMediaType } from '../../src/fastapi/media-type.ts';

// Recorded from FastAPI 0.142 on Python 3.12.

describe('isJsonMediaType', () => {
  test.each([
    'application/json',
    'Application/JSON',
    ' application/json\t',
    '\u0085application/json\u001f',
    'application/json; charset=utf-8',
    'application/json;charset=latin-1;x',
    'application/json ;',
    'application/problem+json',
    'application/vnd.api+json; version=1',
    'application/+json',
    'application/*+json',
    'application/a b+json',
    'application/json;a/b',
  ])('accepts %j as JSON', (header) => {
    expect(isJsonMediaType(header)).toBe(true);
  });

  test.each([
    undefined,
    '',
    ' ',
    'json',
    'text/json',
    'text/plain',
    'application',
    'application/',
    'application/jsonp',
    'application/x-json',
    'application/json+x',
    'application/json, text/plain',
    'application/json charset=utf-8',
    'application /json',
    'application/ json',
    'application/json/x',
    'application//json',
    'application/x/y+json',
    '"application/json"',
    ';application/json',
    'xapplication/json',
    '*/*',
    '\ufeffapplication/json',
  ])('does not accept %j as JSON', (header) => {
    expect(isJsonMediaType(header)).toBe(false);
  });
});
