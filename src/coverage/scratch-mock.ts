import type { Contract } from '../contract/contract.ts';
import { createMockRules } from '../mock/mock-rules.ts';
import { createMock } from '../mock/mock.ts';
import type { TrackerMock } from '../mock/tracker-mock.ts';
import { findIdParameter } from '../operations/behaviour.ts';
import { findOperationKind } from '../operations/operation-kind.ts';
import type { Profile } from '../operations/profile.ts';
import type { WorldContent } from '../trackers/world.ts';

/** A mock to try requests on. */
export interface ScratchMock {
  readonly mock: TrackerMock;
  /** Values of required parameters that exist in its world, by name. */
  readonly known: Readonly<Record<string, string>>;
}

/** Creates a mock that nobody else uses, with the world that a run starts with. */
export function createScratchMock(contract: Contract, content: WorldContent, profile: Profile): ScratchMock {
  const { mock } = createMock({ contract, rules: createMockRules(contract, 'open'), content, profile });
  const [tracker] = content.trackers;
  const [event] = content.events;
  const ids = contract.operations.flatMap((operation): [string, unknown][] => {
    const kind = findOperationKind(operation);
    if (kind === 'retrieve' || kind === 'update') return [[findIdParameter(operation), tracker?.id]];
    return kind === 'retrieve-event' ? [[findIdParameter(operation), event?.id]] : [];
  });
  // A list of events needs the ids of their task and agent.
  const known = [...Object.entries(event ?? {}), ...ids].filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return { mock, known: Object.fromEntries(known) };
}
