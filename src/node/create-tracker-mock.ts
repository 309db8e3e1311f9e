import type { Contract } from '../contract/contract.ts';
import { loadContract } from '../contract/contract.ts';
import type { Clock } from '../mock/clock.ts';
import { createTrackerModel } from '../mock/contract-tracker.ts';
import { createFixtureRules } from '../mock/fixture-rules.ts';
import type { TrackerMock } from '../mock/mock.ts';
import { createMock } from '../mock/mock.ts';
import type { ErrorStyle } from '../mock/operation-handler.ts';
import type { LoadedFixtures } from '../trackers/fixture.ts';
import { loadFixtures } from '../trackers/fixture.ts';
import type { EventPolicy } from '../trackers/update-tracker.ts';
import { EMBEDDED_CONTRACT, loadContractFile } from './contract-file.ts';
import { DEFAULT_FIXTURE, readFixtures } from './fixture-files.ts';

/** A world as an object: what a fixture file holds. Checked as a file is. */
export interface Fixture {
  readonly trackers?: readonly Readonly<Record<string, unknown>>[];
  readonly events?: readonly Readonly<Record<string, unknown>>[];
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
   * The time in replies, in microseconds since 1970.
   *
   * @default the machine's clock
   */
  readonly clock?: Clock;
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
export interface PreparedMock {
  readonly mock: TrackerMock;
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
  const { errors = 'contract', events = 'open', clock, fixtures = DEFAULT_FIXTURE } = options;
  const contract = toContract(options.contract ?? EMBEDDED_CONTRACT);
  const model = createTrackerModel(contract);
  const rules = createFixtureRules(contract, model, events);
  const load = (): LoadedFixtures => loadFixtures(toSources(fixtures), rules);

  const loaded = load();
  const { content } = loaded;
  const mock = createMock({ contract, model, content, errors, events, ...(clock === undefined ? {} : { clock }) });
  return {
    mock,
    loaded,
    reload() {
      const loaded = load();
      mock.load(loaded.content);
      return loaded;
    },
  };
}

function toContract(contract: string | Readonly<Record<string, unknown>>): Contract {
  return typeof contract === 'string' ? loadContractFile(contract) : loadContract(contract);
}

function toSources(fixtures: string | readonly string[] | Fixture): ReturnType<typeof readFixtures> {
  if (typeof fixtures === 'string') return readFixtures([fixtures]);
  return Array.isArray(fixtures) ? readFixtures(fixtures) : [{ name: 'fixtures', content: fixtures }];
}
