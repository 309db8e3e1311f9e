import { describe, expect, test } from 'vitest';
import { IncomingRequest } from '../../src/exchange/incoming-request.ts';

// Recorded from scope["path"] in uvicorn 0.54 on Python 3.12.

describe('the path of a request', () => {
  test.each([
    ['/tracker/a', '/tracker/a'],
    ['/tracker/a%20b', '/tracker/a b'],
    ['/tracker/a+b', '/tracker/a+b'],
    ['/tracker/a%2Fb', '/tracker/a/b'],
    ['/tracker/%C3%A9', '/tracker/\u00e9'],
    ['/tracker/%FF', '/tracker/\ufffd'],
    ['/tracker/%ED%A0%80', '/tracker/\ufffd\ufffd\ufffd'],
    ['/tracker/%zz', '/tracker/%zz'],
    ['/tracker/%4', '/tracker/%4'],
    ['/tracker/a;b', '/tracker/a;b'],
    ['/tracker/%3F%23', '/tracker/?#'],
    ['/tracker/%2E%2E', '/tracker/..'],
    ['/tracker/..', '/tracker/..'],
    ['/tracker%0A', '/tracker\n'],
    ['/tracker/a%00b', '/tracker/a\u0000b'],
    ['/tracker/%EF%BB%BFa', '/tracker/\ufeffa'],
    ['/tracker/\u00e9%C3%A9', '/tracker/\u00e9\u00e9'],
  ])('reads %j as %j', (raw, path) => {
    expect(new IncomingRequest('GET', `${raw}?a=%20`, {}, new Uint8Array())).toMatchObject({ path, query: 'a=%20' });
  });
});
