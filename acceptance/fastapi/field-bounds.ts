import type { Random } from '../random.ts';
import type { FieldType } from './revision.ts';

export function makeNumberBounds(kind: 'int' | 'float', random: Random): Record<string, number> {
  const low = random.pick([0, 1, -5, 10]);
  const high = low + random.pick([2, 5, 50, 90]);
  const step = random.pick(kind === 'int' ? [2, 5] : [0.5, 0.25, 2]);
  const bounds: Record<string, number>[] = [
    { ge: low },
    { gt: low },
    { le: high },
    { lt: high },
    { ge: low, le: high },
    { gt: low, lt: high },
    { multiple_of: step },
    { multiple_of: step, ge: low },
  ];
  if (kind === 'float') bounds.push({ ge: 0.1, lt: 0.75 }, { gt: -1e-7, le: 1e16 });
  return random.pick(bounds);
}

export function makeDecimalBounds(random: Random): Record<string, number> {
  return random.pick<Record<string, number>>([
    { ge: 0 },
    { max_digits: 6, decimal_places: 2 },
    { gt: 0, max_digits: 5 },
    { decimal_places: 1, le: 10 },
  ]);
}

export function makeStringBounds(random: Random): Record<string, number | string> {
  const pattern = random.pick([
    '^[A-Z]{3}$',
    '^[a-z]+$',
    String.raw`^\d+$`,
    String.raw`^\w+$`,
    '^[^a]',
    'b',
    String.raw`^v\d+\.\d+$`,
    "^it's$",
    '^.$',
    String.raw`^\S+\s?$`,
    String.raw`\bab`,
    String.raw`(?i)^[a-jl-z]\B`,
    String.raw`\w\b$`,
  ]);
  return random.pick<Record<string, number | string>>([
    { min_length: 1 },
    { max_length: 3 },
    { min_length: 1, max_length: 4 },
    { min_length: 2 },
    { pattern },
    { pattern, max_length: 5 },
  ]);
}

export function makeLengthBounds(random: Random): Record<string, number> {
  return random.pick<Record<string, number>>([
    { min_length: 1 },
    { max_length: 2 },
    { min_length: 1, max_length: 3 },
    { min_length: 2 },
    { min_length: 2, max_length: 2 },
  ]);
}

export function makeKeys(random: Random): FieldType {
  return random.pick<FieldType>([
    { kind: 'str', bounds: { pattern: '^[a-z]+$' } },
    { kind: 'str', bounds: { min_length: 2 } },
    { kind: 'str', bounds: { max_length: 2 } },
    { kind: 'literal', values: ['k0', 'k1', 'k2'] },
    { kind: 'uuid' },
  ]);
}
