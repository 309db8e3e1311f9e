import { expect, test } from 'vitest';
import { createMask } from '../../src/journal/mask.ts';

const mask = createMask();
const toEscaped = encodeURIComponent;

test.each([
  ['/tracker?cb=https://u:RAWSECRET@h/x', '/tracker?cb=https://***@h/x'],
  ['/tracker?e=https%3A%2F%2Fu%3AENCSECRET%40h%2F&limit=1', '/tracker?e=https://***@h/&limit=1'],
  ['/tracker?n=https://h/?sig=NESTSIG', '/tracker?n=https://h/?sig=***'],
  [`/tracker?n=${toEscaped('https://h/?a=1&sig=NESTSIG&b=%20')}`, '/tracker?n=https://h/?a=1%26sig=***%26b=%2520'],
  [`/tracker?n=${toEscaped(toEscaped('https://u:TWICE@h/'))}`, '/tracker?n=https://***@h/'],
  [
    `/tracker?n=${toEscaped(`https://h/?n=${toEscaped('https://u:INNER@h/')}`)}`,
    '/tracker?n=https://h/?n=https://***@h/',
  ],
  ['/tracker?n=https://u:a%2FSLASH@h/', '/tracker?n=https://***@h/'],
  ['/tracker?https://u:NONAME@h/', '/tracker?https://***@h/'],
  ['/tracker#back=https://u:FRAGMENT@h/', '/tracker#back=https://***@h/'],
  ['https://u:p@h/?next=https://x:INNER@y/', 'https://***@h/?next=https://***@y/'],
])('the secrets of a URL in a query are masked: %s', (target, expected) => {
  expect(mask.target(target)).toBe(expected);
});

test('a header and a query are masked as a target is', () => {
  expect(mask.headers({ 'x-back': 'https://u:p@h/?next=https://x:HDRINNER@y/' })).toEqual({
    'x-back': 'https://***@h/?next=https://***@y/',
  });
  expect(mask.query('n=https://h/?sig=NESTSIG&a')).toBe('n=https://h/?sig=***&a');
});

test.each([
  '/tracker?cb=https%3a%2F%2fh%2fx%3fa%3d%zz%C3%A9+b&to=me@h.test',
  '/tracker?cb=https://h/a%20b?c=d&e=%2525',
  '/tracker?a=1&b=%2F%2F&c',
])('a query without a secret stays as it was sent: %s', (target) => {
  expect(mask.target(target)).toBe(target);
});

test('a URL that nests too deep is masked whole', () => {
  expect(mask.query(`a=${'https://h/?n='.repeat(4)}x&b=1`)).toBe('a=https://h/?n=https://h/?n=https://h/?n=***&b=1');
  expect(mask.query(`a=https://h/?n=%${'25'.repeat(10_000)}3A%2F%2Fu:p@h`)).not.toContain('u:p');
  expect(mask.query('a=\uD800https://h/?sig=x')).toBe('a=%EF%BF%BDhttps://h/?sig=***');
});
