import { expect, test } from 'vitest';
import { parseUrl } from '../../src/contract/parse-url.ts';

test('reads a URL with a character beyond ASCII as often as it is asked', () => {
  const wrong = Array.from({ length: 20_000 }, () => parseUrl('https://münchen.de/x')?.host).filter(
    (host) => host !== 'xn--mnchen-3ya.de',
  );
  expect(wrong).toEqual([]);
});

test('returns undefined for a text that is no URL, alone or after a base', () => {
  expect(parseUrl('/x')).toBeUndefined();
  expect(parseUrl('/x', 'http://a/b')?.href).toBe('http://a/x');
  expect(parseUrl('http://[', 'http://a/b')).toBeUndefined();
});
