import { InvalidArgumentError, Option } from 'commander';
import { createTokenCheck } from '../admin/bearer-token.ts';
import { FILE_SIZE, STATE_SIZE } from '../budgets.ts';
import { SPEED } from '../control/world-schemas.ts';
import { parseAdminOrigins, parseOrigin } from '../http/cors.ts';
import type { ReloadMode } from '../mock/reload-worlds.ts';
import { RELOAD_MODES } from '../mock/reload-worlds.ts';
import { AGENT_KEY_POLICIES } from '../operations/agent-keys.ts';
import { PROFILES } from '../operations/profile.ts';
import { parseTimestamp } from '../trackers/timestamp.ts';
import { YES } from './environment.ts';
import type { FailureKind } from './failure-kinds.ts';
import { FAILURE_KINDS } from './failure-kinds.ts';

/** The options that several commands share. Each can be given as an environment variable, too: `--port` as TRACKER_MOCK_PORT. */

export function contractOption(): Option {
  return new Option('-c, --contract <file>', 'another revision of the contract: OpenAPI 3.1, JSON or YAML').env(
    'TRACKER_MOCK_CONTRACT',
  );
}

export function portOption(port: number): Option {
  return new Option('-p, --port <port>', 'port; 0 picks a free one')
    .default(port)
    .argParser(parsePort)
    .env('TRACKER_MOCK_PORT');
}

export function hostOption(): Option {
  return new Option('--host <address>', 'address to listen on; any but loopback is open to other machines')
    .default('127.0.0.1')
    .argParser(parseHost)
    .env('TRACKER_MOCK_HOST');
}

export function fixturesOption(): Option {
  return new Option(
    '-f, --fixtures <path>',
    'start in the world of this file or folder; repeat it to merge several (the variable separates them as PATH does)',
  )
    .env('TRACKER_MOCK_FIXTURES')
    .argParser((path: string, before: string[] | undefined) => [...(before ?? []), path]);
}

export function watchOption(): Option {
  return new Option(
    '-w, --watch [mode]',
    'reload the fixtures when they change: replace the world of every session, or keep the sessions with changes',
  )
    .preset('replace')
    .argParser(parseReloadMode)
    .env('TRACKER_MOCK_WATCH');
}

export function stateOption(): Option {
  return new Option(
    '--state <file>',
    'start in the world of this file if it exists, and save the changes of the default session to it',
  ).env('TRACKER_MOCK_STATE');
}

export function scenarioOption(description: string = 'play the steps of this file in the default session'): Option {
  return new Option('--scenario <file>', description).argParser(refuseSecond).env('TRACKER_MOCK_SCENARIO');
}

/** Refuses an option that is given twice and takes one value: the first one would be ignored. */
function refuseSecond(value: string, previous: string | undefined): string {
  if (previous === undefined) return value;
  throw new InvalidArgumentError(`Give one; ${JSON.stringify(previous)} was given before.`);
}

export function speedOption(): Option {
  return new Option('--speed <factor>', 'how many times as fast scenarios are played')
    .default(1)
    .argParser(parseSpeed)
    .env('TRACKER_MOCK_SPEED');
}

export function fileSizeOption(): Option {
  return sizeOption(
    '--max-file-size <bytes>',
    'maximum size of a fixture, contract, scenario or state file',
    FILE_SIZE,
  ).env('TRACKER_MOCK_MAX_FILE_SIZE');
}

export function stateSizeOption(): Option {
  return sizeOption(
    '--max-state-size <bytes>',
    "maximum size of all sessions' changes to the fixtures; the least recently used sessions are deleted",
    STATE_SIZE,
  ).env('TRACKER_MOCK_MAX_STATE_SIZE');
}

export function eventsOption(): Option {
  return new Option(
    '--events <policy>',
    'accept an event id that the world does not know as the newest (open, the default), or refuse it (strict, the default of --profile deployed)',
  )
    .choices(['open', 'strict'])
    .env('TRACKER_MOCK_EVENTS');
}

export function profileOption(): Option {
  return new Option('--profile <name>', 'answer as the published contract promises, or as the deployed server does')
    .choices(PROFILES)
    .default('contract')
    .env('TRACKER_MOCK_PROFILE');
}

export function agentKeysOption(): Option {
  return new Option(
    '--agent-keys <policy>',
    'with --profile deployed, accept only the agent keys that the world knows, or any',
  )
    .choices(AGENT_KEY_POLICIES)
    .default('known')
    .env('TRACKER_MOCK_AGENT_KEYS');
}

export function junitOption(): Option {
  return new Option('--junit <file>', 'write a JUnit report at the end, one test case for each operation').env(
    'TRACKER_MOCK_JUNIT',
  );
}

export function ctrfOption(): Option {
  return new Option('--ctrf <file>', 'write the same report as CTRF, which is JSON').env('TRACKER_MOCK_CTRF');
}

/** The former name of `--profile`, which is refused with the new one. */
export function formerErrorsOption(): Option {
  return new Option('--errors <style>')
    .hideHelp()
    .env('TRACKER_MOCK_ERRORS')
    .argParser(() => {
      throw new InvalidArgumentError('It is called --profile now (TRACKER_MOCK_PROFILE): contract or deployed.');
    });
}

/** @param text the variable may be a plain yes, as for a switch */
function parseReloadMode(text: string): ReloadMode {
  const mode = RELOAD_MODES.find((known) => known === text);
  if (mode === undefined && !YES.test(text)) {
    throw new InvalidArgumentError(`Give ${RELOAD_MODES.join(' or ')}, or no mode for ${RELOAD_MODES[0]}.`);
  }
  return mode ?? RELOAD_MODES[0];
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('Give a number from 0 to 65535.');
  return port;
}

function parseSpeed(text: string): number {
  const speed = Number(text);
  if (!/^\d+(?:\.\d+)?$/.test(text) || speed < SPEED.minimum || speed > SPEED.maximum) {
    throw new InvalidArgumentError(`Give a number from ${SPEED.minimum} to ${SPEED.maximum}.`);
  }
  return speed;
}

/** Node would take an empty address for all of the machine's. */
function parseHost(text: string): string {
  if (text === '') throw new InvalidArgumentError('Give an address such as 127.0.0.1.');
  return text;
}

/**
 * @throws {MockError} `option-invalid`; Commander's own message would show the token
 */
export function parseToken(text: string): string {
  createTokenCheck(text);
  return text;
}

/** Reads one origin, or several separated by commas. The option can also be repeated. */
export function parseOrigins(text: string, before: string | false | readonly string[]): string[] {
  const origins = text.split(',').map((part) => {
    const origin = part.trim() === '*' ? '*' : parseOrigin(part.trim());
    if (origin === undefined) {
      throw new InvalidArgumentError('Give * or an origin such as https://app.example.');
    }
    return origin;
  });
  // The first value replaces the default `*`, and the `false` of --no-cors.
  return typeof before === 'object' ? [...before, ...origins] : origins;
}

/** Reads one origin, or several separated by commas. The option can also be repeated. */
export function parseAdminOrigin(text: string, before: readonly string[] = []): string[] {
  try {
    return [...before, ...parseAdminOrigins(text.split(',').map((part) => part.trim()))];
  } catch {
    throw new InvalidArgumentError('Give an origin such as https://app.example. All origins (*) cannot be admitted.');
  }
}

/** An option for a number of bytes from 1 up. */
function sizeOption(flags: string, description: string, standard: number): Option {
  return countOption(flags, description, standard, Number.MAX_SAFE_INTEGER);
}

/** An option for a count from 1 up. */
export function countOption(flags: string, description: string, standard: number, most: number = 999_999_999): Option {
  return new Option(flags, description).default(standard).argParser((text: string) => {
    const count = Number(text);
    if (!/^\d+$/.test(text) || count < 1 || count > most) {
      throw new InvalidArgumentError('Give a whole number from 1 up.');
    }
    return count;
  });
}

/** Reads one name, or several separated by commas. The option can also be repeated. */
export function parseNames(text: string, before: readonly string[]): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('')) throw new InvalidArgumentError('Give a name such as x-customer, or several with commas.');
  return [...before, ...names];
}

export function parseTime(text: string): string {
  if (parseTimestamp(text) === undefined) {
    throw new InvalidArgumentError('Give a time with its zone, such as 2026-08-18T20:28:14Z.');
  }
  return text;
}

/** One kind, or several with commas between them; the option may come several times, too. */
export function parseFailureKinds(text: string, before: readonly FailureKind[]): FailureKind[] {
  const kinds = text.split(',').map((part) => {
    const kind = FAILURE_KINDS.find((known) => known === part.trim());
    if (kind === undefined) {
      throw new InvalidArgumentError(`Give ${FAILURE_KINDS.join(', ')}, or several of them with commas.`);
    }
    return kind;
  });
  return [...before, ...kinds];
}
