import type { Command } from 'commander';
import { Option } from 'commander';
import { BODY_SIZE, HEADER_SIZE } from '../budgets.ts';
import type { ReloadMode } from '../mock/reload-worlds.ts';
import type { AgentKeyPolicy } from '../operations/agent-keys.ts';
import type { Profile } from '../operations/profile.ts';
import type { EventPolicy } from '../trackers/update-tracker.ts';
import type { CoverageOptions } from './coverage-options.ts';
import { coverageOption, coverageReporterOption, coverageThresholdOption } from './coverage-options.ts';
import type { FailureKind } from './failure-kinds.ts';
import { FAILURE_KINDS } from './failure-kinds.ts';
import type { LogStyle } from './log.ts';
import { LOG_STYLES } from './log.ts';
import {
  contractOption,
  countOption,
  agentKeysOption,
  ctrfOption,
  eventsOption,
  fileSizeOption,
  fixturesOption,
  formerErrorsOption,
  hostOption,
  junitOption,
  parseFailureKinds,
  parseAdminOrigin,
  parseNames,
  parseOrigins,
  parseTime,
  parseToken,
  portOption,
  profileOption,
  scenarioOption,
  speedOption,
  stateOption,
  stateSizeOption,
  watchOption,
} from './options.ts';
import { restOption, serveOption } from './rest-options.ts';
import type { UpstreamOptions } from './upstream-options.ts';
import { addRecordOptions, addUpstreamOptions } from './upstream-options.ts';

export interface ServeOptions extends Partial<UpstreamOptions>, CoverageOptions {
  readonly port: number;
  readonly host: string;
  readonly contract?: string;
  readonly fixtures?: readonly string[];
  readonly watch?: ReloadMode;
  readonly state?: string;
  readonly stateSessions?: boolean;
  readonly scenario?: string;
  readonly speed: number;
  readonly profile: Profile;
  readonly events?: EventPolicy;
  readonly agentKeys: AgentKeyPolicy;
  readonly rest: string;
  readonly serve: Readonly<Record<string, string>>;
  readonly cors: string | readonly string[] | false;
  /** In bytes, as the next two. */
  readonly maxHeaderSize: number;
  readonly maxBodySize: number;
  readonly maxFileSize: number;
  readonly admin: boolean;
  readonly adminToken?: string;
  readonly adminCors?: readonly string[];
  readonly open?: boolean;
  readonly clock?: string;
  readonly seed: string;
  readonly maxSessions: number;
  /** In minutes. */
  readonly sessionIdle: number;
  readonly journalSize: number;
  /** In bytes. */
  readonly maxStateSize: number;
  readonly prism?: boolean;
  readonly log: LogStyle;
  readonly logAdmin?: boolean;
  readonly metrics?: boolean;
  readonly mask: readonly string[];
  readonly failOn: readonly FailureKind[];
  readonly junit?: string;
  readonly ctrf?: string;
  readonly parentWatch?: boolean;
  /** The address of the server that answers everything, in place of the mock. */
  readonly upstream?: string;
  readonly hard?: boolean;
}

/** Adds the options of a command that serves the API itself. */
export function addServeOptions(command: Command, port: number): Command {
  addListenOptions(command, port);
  addAnswerOptions(command);
  addUpstreamOptions(command);
  addControlOptions(command).addOption(stateSizeOption());
  addRecordOptions(command);
  return addReportOptions(command);
}

export function addListenOptions(command: Command, port: number): Command {
  return command
    .optionsGroup('Where to listen:')
    .addOption(portOption(port))
    .addOption(hostOption())
    .addOption(
      new Option('--cors <origin>', 'origin whose pages may call the API; can be repeated')
        .default('*')
        .argParser(parseOrigins)
        .env('TRACKER_MOCK_CORS'),
    )
    .addOption(new Option('--no-cors', 'send no CORS headers').env('TRACKER_MOCK_NO_CORS'))
    .addOption(
      countOption('--max-header-size <bytes>', 'maximum size of the request line and headers', HEADER_SIZE).env(
        'TRACKER_MOCK_MAX_HEADER_SIZE',
      ),
    )
    .addOption(
      countOption('--max-body-size <bytes>', 'maximum size of a request body', BODY_SIZE).env(
        'TRACKER_MOCK_MAX_BODY_SIZE',
      ),
    );
}

function addAnswerOptions(command: Command): Command {
  return command
    .optionsGroup('What to serve:')
    .addOption(fixturesOption())
    .addOption(watchOption())
    .addOption(stateOption())
    .addOption(
      new Option('--state-sessions', 'keep all sessions in the state file, with their snapshots and stubs').env(
        'TRACKER_MOCK_STATE_SESSIONS',
      ),
    )
    .addOption(scenarioOption())
    .addOption(speedOption())
    .addOption(contractOption())
    .addOption(fileSizeOption())
    .optionsGroup('How to answer:')
    .addOption(profileOption())
    .addOption(formerErrorsOption())
    .addOption(eventsOption())
    .addOption(agentKeysOption())
    .addOption(restOption())
    .addOption(serveOption())
    .addOption(
      new Option('--clock <iso-time>', 'freeze the time in replies, such as 2026-08-18T20:28:14Z')
        .argParser(parseTime)
        .env('TRACKER_MOCK_CLOCK'),
    )
    .addOption(
      new Option('--seed <text>', 'seed of random draws, such as the delays and probabilities of stubs')
        .default('agentex')
        .env('TRACKER_MOCK_SEED'),
    );
}

export function addControlOptions(command: Command): Command {
  return command
    .optionsGroup('Control API and sessions:')
    .addOption(
      new Option('--admin-token <token>', 'let requests with this bearer token use the control API, from any machine')
        .argParser(parseToken)
        .env('TRACKER_MOCK_ADMIN_TOKEN'),
    )
    .addOption(
      new Option(
        '--admin-cors <origin>',
        'with --admin-token, origin whose pages may use the control API; can be repeated',
      )
        .argParser(parseAdminOrigin)
        .env('TRACKER_MOCK_ADMIN_CORS'),
    )
    .addOption(new Option('--open', 'open the dashboard in a browser').env('TRACKER_MOCK_OPEN'))
    .addOption(
      new Option('--no-admin', 'serve no control API')
        .env('TRACKER_MOCK_NO_ADMIN')
        .conflicts(['adminToken', 'logAdmin', 'open']),
    )
    .addOption(
      countOption(
        '--max-sessions <count>',
        'maximum number of sessions; the least recently used one is deleted',
        10_000,
      ).env('TRACKER_MOCK_MAX_SESSIONS'),
    )
    .addOption(
      countOption('--session-idle <minutes>', 'how long a session may be unused before it is deleted', 60).env(
        'TRACKER_MOCK_SESSION_IDLE',
      ),
    )
    .addOption(
      countOption('--journal-size <count>', "how many exchanges each session's journal keeps", 1000).env(
        'TRACKER_MOCK_JOURNAL_SIZE',
      ),
    );
}

export function addReportOptions(command: Command): Command {
  return (
    command
      .optionsGroup('Reports:')
      .addOption(
        new Option('--prism', 'let Prism check every exchange, too, and warn if it disagrees').env(
          'TRACKER_MOCK_PRISM',
        ),
      )
      .addOption(
        new Option('--log <style>', 'one readable line per request, one JSON object per line, or only the ready line')
          .choices(LOG_STYLES)
          .default('pretty')
          .env('TRACKER_MOCK_LOG'),
      )
      .addOption(new Option('--log-admin', 'log the calls of the control API, too').env('TRACKER_MOCK_LOG_ADMIN'))
      .addOption(
        new Option('--mask <name>', 'header or query parameter to mask in the journal and the log; can be repeated')
          .default([], 'names of secrets, such as token and api_key')
          .argParser(parseNames)
          .env('TRACKER_MOCK_MASK'),
      )
      .addOption(new Option('--metrics', 'serve metrics for Prometheus at /metrics').env('TRACKER_MOCK_METRICS'))
      .addOption(
        new Option('--fail-on <kinds>', `exit with code 1 if any occurred: ${FAILURE_KINDS.join(', ')}`)
          .default([], 'nothing')
          .argParser(parseFailureKinds)
          .env('TRACKER_MOCK_FAIL_ON'),
      )
      .addOption(junitOption())
      .addOption(ctrfOption())
      .addOption(coverageOption())
      .addOption(coverageReporterOption())
      .addOption(coverageThresholdOption())
      .optionsGroup('Other:')
      .addOption(
        new Option(
          '--parent-watch',
          'stop when the process that started the mock has ended; the default under npx and npm start without a terminal',
        ).env('TRACKER_MOCK_PARENT_WATCH'),
      )
      .addOption(new Option('--no-parent-watch', 'keep running then'))
      // Named, since only then it gets its group.
      .helpOption('-h, --help', 'display help for command')
  );
}
