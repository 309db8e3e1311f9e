import { expect, test } from 'vitest';
import { findNearestName, suggestName } from '../../src/control/nearest-name.ts';

const KNOWN = ['status', 'status_reason', 'port', 'events', '__proto__'];

test.each([
  ['staus', 'status'],
  ['Status', 'status'],
  ['prot', 'port'],
  ['evnets', 'events'],
  ['event', 'events'],
  ['status_raeson', 'status_reason'],
  ['__prot__', '__proto__'],
  ['x', undefined],
  ['', undefined],
  ['constructor', undefined],
  ['status'.repeat(100), undefined],
])('the known name nearest to %j is %j', (name, nearest) => {
  expect(findNearestName(name, KNOWN)).toBe(nearest);
});

test('suggests the nearest name, or lists the first twenty', () => {
  expect(suggestName('prot', KNOWN)).toBe('did you mean "port"?');
  expect(suggestName('x', ['a', 'b'])).toBe('expected one of a, b');
  expect(suggestName('x', [])).toBe('expected none');
  const many = Array.from({ length: 22 }, (_, index) => `name-${index}`);
  expect(suggestName('x', many.slice(0, 20))).toBe(`expected one of ${many.slice(0, 20).join(', ')}`);
  expect(suggestName('x', many)).toBe(`expected one of ${many.slice(0, 20).join(', ')}, or one of 2 others`);
});
