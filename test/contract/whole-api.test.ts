import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadContract } from '../../src/contract/load-contract.ts';

test('every schema of the whole Agentex API compiles', () => {
  const text = readFileSync(new URL('../data/published/agentex-whole.openapi.yaml', import.meta.url), 'utf8');
  const { operations } = loadContract(parse(text));
  expect(operations).toHaveLength(92);
});
