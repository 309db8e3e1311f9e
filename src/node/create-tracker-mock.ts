import type { Contract } from '../contract/contract.ts';
import { createContract } from '../contract/contract.ts';
import type { MockCore, TrackerMock } from '../mock/mock.ts';
import { createMock } from '../mock/mock.ts';
import { createTrackerModel } from '../operations/contract-tracker.ts';
import type { ErrorStyle } from '../operations/error-result.ts';
import { createFixtureRules } from '../operations/fixture-rules.ts';
import type { ClockInput } from '../sessions/session-clock.ts';
import type { LoadedFixtures } from '../trackers/fixture.ts';
import { loadFixtures } from '../trackers/fixture.ts';
import type { EventPolicy } from '../trackers/update-tracker.ts';
import { createNodeCompiler, loadContractFile, nameContract } from './contract-file.ts';
import { loadEmbeddedContract } from './embedded-contract.ts';
import { DEFAULT_FIXTURE, readFixtures } from './fixture-files.ts';

/** A world as an object: what a fixture file holds. Checked as a file is. */
export interface Fixture {
  readonly trackers?: readonly object[];
  readonly events?: readonly object[];
}

export interface TrackerMockOptions {
  /**
   * Another revision of the contract: the path of a JSON or YAML file, or the parsed document.
   *
   * @default the contract that the package brings
   */
  readonly contract?: string | Readonly<Record<string, unknown>>;
  /**
   * The world to start in: paths of files and folders, merged, or a world as an object.
   *
   * @default the package's `fixtures/default.json`
   */
  readonly fixtures?: string | readonly string[] | Fixture;
  /**
   * The 422 bodies: `contract` sends FastAPI's own, `deployed` the deployed server's envelope.
   *
   * @default 'contract'
   */
  readonly errors?: ErrorStyle;
  /**
   * An event id that the world does not know: `open` takes it as newer than all, `strict` refuses it as the deployed server does.
   *
   * @default 'open'
   */
  readonly events?: EventPolicy;
  /**
   * What each session's clock is set to at its start. A `now` alone freezes it there.
   *
   * @default the machine's time
   */
  readonly clock?: ClockInput;
  /**
   * What the sessions' draws come from, such as a stubbed probability: the same seed, the same run.
   *
   * @default 'agentex'
   */
  readonly seed?: string;
  /**
   * How many exchanges each session's journal keeps.
   *
   * @default 1000
   */
  readonly journalSize?: number;
  /**
   * How many sessions there may be; the longest unused one goes.
   *
   * @default 10000
   */
  readonly maxSessions?: number;
  /**
   * How long a session may be unused, in milliseconds, before it goes.
   *
   * @default 3600000
   */
  readonly maxIdle?: number;
}

/**
 * A mock of the tracker API, without a transport: give it to {@link createApp} or {@link startServer}, or call its `handle` yourself.
 *
 * @throws {MockError} `contract-invalid` or `fixture-invalid`; each message names the file and the place
 * @example
 * ```ts
 * const mock = createTrackerMock({ fixtures: { trackers: [tracker] }, events: 'strict' });
 * ```
 */
export function createTrackerMock(options: TrackerMockOptions = {}): TrackerMock {
  return prepareMock(options).mock;
}

/** A mock with what the command line needs beside it. */
export interface PreparedMock extends Pick<MockCore, 'mock' | 'addPrism'> {
  /** What was loaded at the start. */
  readonly loaded: LoadedFixtures;
  /**
   * Reads the fixtures again and serves them from then on.
   *
   * @throws {MockError} `fixture-invalid`; the world that was served stays
   */
  reload(): LoadedFixtures;
}

export function prepareMock(options: TrackerMockOptions = {}): PreparedMock {
  return typeof options.contract === 'string'
    ? nameContract(options.contract, () => prepare(options))
    : prepare(options);
}

function prepare(options: TrackerMockOptions): PreparedMock {
  const { errors = 'contract', events = 'open', fixtures = DEFAULT_FIXTURE } = options;
  const contract = toContract(options.contract);
  const model = createTrackerModel(contract);
  const rules = createFixtureRules(contract, model, events);
  const load = (): LoadedFixtures => loadFixtures(toSources(fixtures), rules);

  const loaded = load();
  const { content } = loaded;
  const { mock, load: replaceWorld, addPrism } = createMock({ ...options, contract, model, content, errors, events });
  return {
    mock,
    addPrism,
    loaded,
    reload() {
      const again = load();
      replaceWorld(again.content);
      return again;
    },
  };
}

function toContract(contract: TrackerMockOptions['contract']): Contract {
  if (contract === undefined) return loadEmbeddedContract();
  return typeof contract === 'string' ? loadContractFile(contract) : createContract(contract, createNodeCompiler);
}

function toSources(fixtures: string | readonly string[] | Fixture): ReturnType<typeof readFixtures> {
  if (typeof fixtures === 'string') return readFixtures([fixtures]);
  return Array.isArray(fixtures) ? readFixtures(fixtures) : [{ name: 'fixtures', content: fixtures }];
}
