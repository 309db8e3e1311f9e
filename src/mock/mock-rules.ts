import type { Contract } from '../contract/contract.ts';
import { createTrackerModel } from '../operations/contract-tracker.ts';
import { createFixtureRules } from '../operations/fixture-rules.ts';
import { listStubProblems } from '../stubs/check-stub.ts';
import type { FixtureRules } from '../trackers/fixture.ts';
import type { EventPolicy } from '../trackers/update-tracker.ts';

/**
 * Returns the rules for the worlds of a mock of a contract.
 *
 * @throws {MockError} `contract-invalid` if the mock cannot serve the contract
 */
export function createMockRules(contract: Contract, events: EventPolicy): FixtureRules {
  return createFixtureRules(contract, createTrackerModel(contract), events, (stub) => listStubProblems(stub, contract));
}
