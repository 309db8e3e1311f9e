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

test('suggests the nearest name, or all', () => {
  expect(suggestName('prot', KNOWN)).toBe('did you mean "port"?');
  expect(suggestName('x', ['a', 'b'])).toBe('expected one of a, b');
  expect(suggestName('x', [])).toBe('expected none');
});
