import { FILE_SIZE } from '../budgets.ts';
import type { Contract } from '../contract/contract.ts';
import { createContract } from '../contract/contract.ts';
import { MockError } from '../mock-error.ts';
import { createMockRules } from '../mock/mock-rules.ts';
import type { MockCore, MockOptions } from '../mock/mock.ts';
import { createMock } from '../mock/mock.ts';
import type { ReloadedSessions, ReloadMode } from '../mock/reload-worlds.ts';
import type { TrackerMock } from '../mock/tracker-mock.ts';
import { toDefaultEvents } from '../operations/profile.ts';
import { createSourceFinder } from '../operations/rest-source.ts';
import type { LoadedFixtures } from '../trackers/fixture.ts';
import { loadFixtures } from '../trackers/fixture.ts';
import { createNodeCompiler, loadContractFile, nameContract } from './contract-file.ts';
import { loadEmbeddedContract } from './embedded-contract.ts';
import { DEFAULT_FIXTURE, readFixtures } from './fixture-files.ts';
import { createLatePassOn } from './late-pass-on.ts';
import type { Fixture, TrackerMockOptions } from './mock-options.ts';
import { checkMockOptions } from './mock-options.ts';
import { parseRestSource, parseServeEntries } from './rest-options.ts';
import { createRestReplies } from './rest-replies.ts';
import { openScenario } from './scenario-file.ts';

/**
 * Creates a mock of the tracker API, without a transport. Pass it to {@link createApp} or {@link startServer}, or call its `handle`.
 *
 * @throws {MockError} `option-invalid`, `contract-invalid`, `fixture-invalid` or `scenario-invalid`. The message names the option, or the file and the place
 * @example
 * ```ts
 * const mock = createTrackerMock({ fixtures: { trackers: [tracker] }, events: 'strict' });
 * ```
 */
export function createTrackerMock(options: TrackerMockOptions = {}): TrackerMock {
  checkMockOptions(options);
  return prepareMock(options).mock;
}

/** A mock, and what the command line needs besides. */
export interface PreparedMock extends Omit<MockCore, 'load'> {
  /** The fixtures that were loaded. */
  readonly loaded: LoadedFixtures;
  /**
   * Reads the fixtures again, and serves them from then on.
   *
   * @throws {MockError} `fixture-invalid`. The mock then still serves the previous world
   */
  reload(mode: ReloadMode): { readonly loaded: LoadedFixtures; readonly changed: ReloadedSessions };
}

/** Further options, which are not part of the public API. */
export type PrepareOptions = TrackerMockOptions &
  Pick<MockOptions, 'speed' | 'playsScenario' | 'keepsDefaultSession' | 'findUpstream' | 'passOn' | 'isHard'>;

export function prepareMock(options: PrepareOptions = {}): PreparedMock {
  return typeof options.contract === 'string'
    ? nameContract(options.contract, () => prepare(options))
    : prepare(options);
}

function prepare(options: PrepareOptions): PreparedMock {
  const { profile = 'contract', fixtures = DEFAULT_FIXTURE, maxFileSize = FILE_SIZE } = options;
  const { events = toDefaultEvents(profile) } = options;
  const contract = toContract(options.contract, maxFileSize);
  const findSource = createSourceFinder(
    contract.operations,
    parseRestSource('rest', options.rest ?? 'sample'),
    parseServeEntries(options.serve ?? {}),
  );
  const rules = createMockRules(contract, events);
  const load = (): LoadedFixtures => {
    try {
      return loadFixtures(toSources(fixtures, maxFileSize), rules, { clock: options.clock });
    } catch (error) {
      throw options.fixtures === undefined && options.contract !== undefined ? toDefaultWorldError(error) : error;
    }
  };

  const loaded = load();
  const toStart = ({ content, clock, stubs }: LoadedFixtures): Pick<MockOptions, 'content' | 'clock' | 'stubs'> => ({
    content,
    clock: options.clock ?? clock,
    stubs,
  });
  const { passOn = createLatePassOn(options.upstreamTimeouts ?? {}) } = options;
  const scenario = options.scenario === undefined ? undefined : openScenario(options.scenario, rules, maxFileSize);
  const rest = createRestReplies(contract, rules.model.columnNames, findSource);
  const start = { ...rest, ...options, scenario, contract, rules, ...toStart(loaded), profile, passOn };
  const { load: replaceWorlds, ...core } = createMock(start);
  return {
    ...core,
    loaded,
    reload(mode) {
      const again = load();
      return { loaded: again, changed: replaceWorlds(toStart(again), mode) };
    },
  };
}

/** The package's own fixtures are nothing that a user could correct. */
function toDefaultWorldError(error: unknown): unknown {
  if (!(error instanceof MockError) || error.code !== 'fixture-invalid') return error;
  const [first = ''] = error.problems;
  return new MockError(
    'fixture-invalid',
    'Failed to load the default world: it does not match this contract. Give fixtures that do, with --fixtures or the option fixtures.',
    error.problems.length > 1 ? [first, `… and ${error.problems.length - 1} more`] : error.problems,
  );
}

function toContract(contract: TrackerMockOptions['contract'], maxFileSize: number): Contract {
  if (contract === undefined) return loadEmbeddedContract();
  return typeof contract === 'string'
    ? loadContractFile(contract, maxFileSize)
    : createContract(contract, createNodeCompiler);
}

function toSources(
  fixtures: string | readonly string[] | Fixture,
  maxFileSize: number,
): ReturnType<typeof readFixtures> {
  if (typeof fixtures === 'string') return readFixtures([fixtures], maxFileSize);
  return Array.isArray(fixtures) ? readFixtures(fixtures, maxFileSize) : [{ name: 'fixtures', content: fixtures }];
}
