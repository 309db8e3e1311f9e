import { expect, test, vi } from 'vitest';
import { MockError } from '../../src/index.ts';
import { checkRunner } from '../../src/kits/check-runner.ts';

const installed = vi.hoisted(() => ({ version: '' }));

// As if the runner that is installed had this version.
vi.mock('node:module', () => ({ createRequire: () => () => installed }));

test.each(['4.1.0', '4.1.0-beta.2', '4.10.3', '5.0.0', '10.0.0'])('vitest %s is new enough for its kit', (version) => {
  installed.version = version;
  expect(() => checkRunner('agentex-tracker-mock/vitest', 'vitest', '4.1')).not.toThrow();
});

test.each(['4.0.18', '3.2.7', '0.34.6'])('vitest %s is refused in one line', (version) => {
  installed.version = version;
  const failure =
    'Failed to load agentex-tracker-mock/vitest: it needs vitest 4.1 or later, ' +
    `but ${version} is installed. Install it: npm install --save-dev vitest@4`;
  expect(() => checkRunner('agentex-tracker-mock/vitest', 'vitest', '4.1')).toThrow(
    new MockError('option-invalid', failure),
  );
});
