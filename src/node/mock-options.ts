import type { OptionSchemas } from '../control/check-options.ts';
import { checkOptions } from '../control/check-options.ts';
import { CONTROL_SCHEMAS } from '../control/control-schemas.ts';
import type { ClockInput, Scenario, WorldStateInput } from '../control/control-types.ts';
import { toReference } from '../control/schema-object.ts';
import { toShortJson } from '../control/short-json.ts';
import { MockError } from '../mock-error.ts';
import type { AgentKeyPolicy } from '../operations/agent-keys.ts';
import { AGENT_KEY_POLICIES } from '../operations/agent-keys.ts';
import type { Profile } from '../operations/profile.ts';
import { PROFILES } from '../operations/profile.ts';
import { parseTimestamp } from '../trackers/timestamp.ts';
import type { EventPolicy } from '../trackers/update-tracker.ts';
import type { UpstreamTimeouts } from '../upstream/failure.ts';

/** A world to start in, as a fixture file holds it. It is checked as a file is. */
export type Fixture = WorldStateInput;

export interface TrackerMockOptions {
  /**
   * Another revision of the contract: the path of a JSON or YAML file, or the parsed document.
   *
   * @default the package's `openapi.json`
   */
  readonly contract?: string | Readonly<Record<string, unknown>>;
  /**
   * The world to start in: paths of files and folders, which are merged, or a world as an object, which is checked as a file is.
   *
   * @default the package's `fixtures/default.json`
   */
  readonly fixtures?: string | readonly string[] | Fixture;
  /**
   * What a client sees: `contract` answers what the published contract promises, worded as FastAPI words it; `deployed` answers what the
   * deployed server does, its own envelope for 422 and its undocumented 500s included.
   *
   * @default 'contract'
   */
  readonly profile?: Profile;
  /**
   * What an unknown event id in an update means: `open` takes it for the newest event, `strict` refuses it as the deployed server does.
   *
   * @default 'open', or 'strict' with the profile `deployed`
   */
  readonly events?: EventPolicy;
  /**
   * Which agent keys (`x-agent-identity`, `x-agent-api-key`) the profile `deployed` accepts: those that the world knows, or any. The profile
   * `contract` looks at no key.
   *
   * @default 'known'
   */
  readonly agentKeys?: AgentKeyPolicy;
  /**
   * What answers the operations that the mock does not serve with state: `none` (404), `sample` (a reply made up from the contract), `prism`
   * (one that Prism makes up), or the URL of a server, to which requests are passed on.
   *
   * @default 'sample'
   */
  readonly rest?: string;
  /**
   * The same for some of these operations, by their names, in which `*` matches any characters. The last entry that matches counts.
   *
   * @default {}
   * @example
   * ```ts
   * createTrackerMock({ serve: { 'GET /agents*': 'http://127.0.0.1:5003', 'GET /tasks/*': 'none' } });
   * ```
   */
  readonly serve?: Readonly<Record<string, string>>;
  /**
   * The clock of each session at its start. A `now` alone freezes it there.
   *
   * @default the clock of the fixtures, or else the machine's time
   */
  readonly clock?: ClockInput;
  /**
   * The seed of each session's random draws, such as for a stub's probability. The same seed gives the same draws.
   *
   * @default 'agentex'
   */
  readonly seed?: string;
  /**
   * The scenario of each session: the path of a file, or the scenario itself. It is not played until `session.scenario` is told to.
   *
   * @default none
   */
  readonly scenario?: string | Scenario;
  /**
   * How many exchanges each session's journal keeps: the latest ones.
   *
   * @default 1000
   */
  readonly journalSize?: number;
  /**
   * How much all sessions may change over the fixtures, in bytes: trackers, events, snapshots and stubs. Beyond it the least recently used
   * sessions are deleted, and what does not fit in spite of that is refused.
   *
   * @default 268435456
   */
  readonly maxStateSize?: number;
  /**
   * How large a fixture or contract file may be, in bytes. A larger one is not read.
   *
   * @default 536870912
   */
  readonly maxFileSize?: number;
  /**
   * Names of further headers and query members whose values are masked in the journal, in any case. Masked in any event are
   * `x-agent-identity` and names of secrets, such as `token` and `api_key`.
   *
   * @default []
   */
  readonly mask?: readonly string[];
  /**
   * How long a server that requests are passed on to may take, in milliseconds: `connect` to accept the connection, `headers` until its reply
   * begins, `idle` between two parts of a body.
   *
   * @default { connect: 10000, headers: 60000, idle: 300000 }
   */
  readonly upstreamTimeouts?: Partial<UpstreamTimeouts>;
  /**
   * The maximum number of sessions. The least recently used one is deleted.
   *
   * @default 10000
   */
  readonly maxSessions?: number;
  /**
   * How long a session may be unused before it is deleted, in milliseconds.
   *
   * @default 3600000
   */
  readonly maxIdle?: number;
}

/** Node's timers take no more. */
const UPSTREAM_TIMEOUT = { type: 'integer', minimum: 1, maximum: 2_147_483_647 } as const;

const OPTIONS: OptionSchemas<TrackerMockOptions> = {
  // What loads them says what is wrong with them.
  contract: {},
  fixtures: {},
  profile: { enum: PROFILES },
  events: { enum: ['open', 'strict'] },
  agentKeys: { enum: AGENT_KEY_POLICIES },
  rest: { type: 'string' },
  serve: { type: 'object', additionalProperties: { type: 'string' } },
  clock: toReference('ClockInput'),
  seed: { type: 'string' },
  scenario: {},
  journalSize: { type: 'integer', minimum: 0 },
  maxSessions: { type: 'integer', minimum: 1 },
  maxStateSize: { type: 'integer', minimum: 1 },
  maxFileSize: { type: 'integer', minimum: 1 },
  mask: { type: 'array', items: { type: 'string' } },
  upstreamTimeouts: {
    type: 'object',
    properties: {
      connect: UPSTREAM_TIMEOUT,
      headers: UPSTREAM_TIMEOUT,
      idle: UPSTREAM_TIMEOUT,
    },
    additionalProperties: false,
  },
  maxIdle: { type: 'number', minimum: 0 },
};

/** @throws {MockError} `option-invalid` */
export function checkMockOptions(options: TrackerMockOptions): void {
  refuseFormerOption(options);
  checkOptions('createTrackerMock', options, OPTIONS, CONTROL_SCHEMAS);
  checkClock(options.clock);
}

/** @throws {MockError} `option-invalid` */
function refuseFormerOption(options: object): void {
  if (!Object.hasOwn(options, 'errors')) return;
  throw new MockError(
    'option-invalid',
    'Failed to call createTrackerMock: the option errors is now called profile. Give profile: "contract" or "deployed".',
  );
}

/** @throws {MockError} `option-invalid` */
function checkClock(clock: ClockInput | undefined): void {
  if (clock?.now === undefined || parseTimestamp(clock.now) !== undefined) return;
  throw new MockError('option-invalid', 'Failed to call createTrackerMock: the options are not valid.', [
    `clock/now must be a date-time with a time zone, such as 2026-08-18T20:28:14Z, not ${toShortJson(clock.now)}`,
  ]);
}
