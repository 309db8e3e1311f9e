import type { TrackerMock } from '../../src/index.ts';
import type { MockOptions } from '../../src/mock/mock.ts';
import { createMock } from '../../src/mock/mock.ts';
import { loadEmbeddedContract } from '../../src/node/embedded-contract.ts';
import { createTrackerModel } from '../../src/operations/contract-tracker.ts';

/** Creates a mock of an empty world as `src/mock` alone makes it: nothing makes up replies, and nothing is passed on. */
export function createCoreMock(options: Partial<MockOptions> = {}): TrackerMock {
  const { contract = loadEmbeddedContract(), ...rest } = options;
  const model = createTrackerModel(contract);
  const content = { trackers: [], events: [] };
  return createMock({ contract, model, content, profile: 'contract', events: 'open', ...rest }).mock;
}
