import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { UPSTREAM_CONNECT_TIMEOUT, UPSTREAM_HEADERS_TIMEOUT, UPSTREAM_IDLE_TIMEOUT } from '../budgets.ts';
import { parseUpstream } from '../upstream/upstream-address.ts';
import { countOption } from './options.ts';

/** The options of a command that passes requests on to other servers. */
export interface UpstreamOptions {
  /** In milliseconds, as the next two. */
  readonly upstreamConnectTimeout: number;
  readonly upstreamHeadersTimeout: number;
  readonly upstreamIdleTimeout: number;
  readonly record?: string;
  readonly renameIds?: boolean;
}

/** Node's timers take no more. */
const LONGEST = 2_147_483_647;

export function addUpstreamOptions(command: Command): Command {
  return command
    .optionsGroup('Upstream servers:')
    .addOption(
      countOption(
        '--upstream-connect-timeout <ms>',
        'how long an upstream server may take to accept a connection',
        UPSTREAM_CONNECT_TIMEOUT,
        LONGEST,
      ).env('TRACKER_MOCK_UPSTREAM_CONNECT_TIMEOUT'),
    )
    .addOption(
      countOption(
        '--upstream-headers-timeout <ms>',
        'how long an upstream server may take to begin its reply',
        UPSTREAM_HEADERS_TIMEOUT,
        LONGEST,
      ).env('TRACKER_MOCK_UPSTREAM_HEADERS_TIMEOUT'),
    )
    .addOption(
      countOption(
        '--upstream-idle-timeout <ms>',
        'how long an upstream server may pause within a body',
        UPSTREAM_IDLE_TIMEOUT,
        LONGEST,
      ).env('TRACKER_MOCK_UPSTREAM_IDLE_TIMEOUT'),
    );
}

/** Adds the options for recording what upstream servers reply. */
export function addRecordOptions(command: Command): Command {
  return command
    .optionsGroup('Recording:')
    .addOption(
      new Option('--record <folder>', 'write what was seen as a world to serve offline, and as a HAR, at the end').env(
        'TRACKER_MOCK_RECORD',
      ),
    )
    .addOption(
      new Option('--rename-ids', 'with --record, put invented ids in the place of the real ones').env(
        'TRACKER_MOCK_RENAME_IDS',
      ),
    );
}

/** Reads the address of an upstream server. */
export function parseUpstreamArgument(text: string): string {
  const parsed = parseUpstream(text);
  if ('problem' in parsed) throw new InvalidArgumentError(`${parsed.problem}.`);
  return parsed.address;
}
