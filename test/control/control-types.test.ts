import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { CONTROL_SCHEMAS } from '../../src/control/control-schemas.ts';
import { loadEmbeddedContract } from '../../src/node/embedded-contract.ts';

test.each(['operation-names', 'control-types', 'fixture-schema', 'scenario-schema'])(
  'the generated %s are up to date',
  (name) => {
    const cwd = fileURLToPath(new URL('../../', import.meta.url));
    const { stderr } = spawnSync(process.execPath, [`scripts/generate-${name}.mjs`, '--check'], { cwd });
    expect(stderr.toString()).toBe('');
  },
);

test('OperationName lists the operations of the contract', () => {
  const names = loadEmbeddedContract().operations.map(({ method, path }) => `${method} ${path}`);
  expect(CONTROL_SCHEMAS['OperationName']?.anyOf?.[0]).toEqual({ enum: names });
});
