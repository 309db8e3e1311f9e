import { expect, test } from 'vitest';
import { parsePydanticHttpUrl, parsePydanticUrl } from '../../src/pydantic/url.ts';

// What pydantic 2.12 made of the same texts.

test('an HTTP URL is measured in bytes', () => {
  expect(parsePydanticHttpUrl(`https://a/${'ü'.repeat(1036)}`).ok).toBe(true);
  expect(parsePydanticHttpUrl(`https://a/${'ü'.repeat(1037)}`)).toEqual({
    ok: false,
    error: { type: 'url_too_long', msg: 'URL should have at most 2083 characters', ctx: { max_length: 2083 } },
  });
});

test.each([
  ['https://\u00ad/', 'empty host'],
  ['https://\ufe0f\u200b:80/', 'empty host'],
  ['https:///', 'empty host'],
  [String.raw`a.b://x\ `, 'invalid domain character'],
  ['a.b://x<y/', 'invalid domain character'],
  ['file://a:80/', 'invalid international domain name'],
  ['https://a b.1/', 'invalid international domain name'],
  ['https://a%20b.1/', 'invalid international domain name'],
  ['https://a.b.1/', 'invalid IPv4 address'],
  ['https://a:x/', 'invalid port number'],
  [String.raw`https://a:x\b@c/`, 'invalid port number'],
  ['https://[::1]x/', 'invalid IPv6 address'],
  ['https://[::g]/', 'invalid IPv6 address'],
])('%s is refused: %s', (text, reason) => {
  expect(parsePydanticUrl(text)).toEqual({
    ok: false,
    error: { type: 'url_parsing', msg: `Input should be a valid URL, ${reason}`, ctx: { error: reason } },
  });
});
