import type { TrackerMock } from '../../src/index.ts';
import { createMockRules } from '../../src/mock/mock-rules.ts';
import type { MockOptions } from '../../src/mock/mock.ts';
import { createMock } from '../../src/mock/mock.ts';
import { loadEmbeddedContract } from '../../src/node/embedded-contract.ts';

/** Creates a mock of an empty world as `src/mock` alone makes it: nothing makes up replies, and nothing is passed on. */
export function createCoreMock(options: Partial<MockOptions> = {}): TrackerMock {
  const { contract = loadEmbeddedContract(), ...rest } = options;
  const rules = createMockRules(contract, 'open');
  const content = { trackers: [], events: [] };
  return createMock({ contract, rules, content, profile: 'contract', ...rest }).mock;
}
