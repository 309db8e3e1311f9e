import type { MockRequest } from '../exchange/exchange.ts';
import { MockError } from '../mock-error.ts';
import { checkPlainName } from './plain-name.ts';

/** The session of a request that names none. */
export const DEFAULT_SESSION = 'default';

const PREFIX = '/__session/';

/** The session that a request selects. */
export interface SelectedSession {
  readonly name: string;
  /** Whether the request named it. The reply then names it, too. */
  readonly isNamed: boolean;
  /** The path and query without the prefix that selected the session. */
  readonly target: string;
  /** The prefix, such as `/__session/a`, or an empty text. */
  readonly prefix: string;
}

/**
 * Returns the session that a request names by the path prefix `/__session/NAME` or else by the header `x-mock-session`, or the default one.
 *
 * @throws {MockError} `session-name-invalid`
 */
export function selectSession({ target, headers }: Pick<MockRequest, 'target' | 'headers'>): SelectedSession {
  if (target.startsWith(PREFIX)) {
    const end = target.slice(PREFIX.length).search(/[/?#]/);
    const name = end === -1 ? target.slice(PREFIX.length) : target.slice(PREFIX.length, PREFIX.length + end);
    checkSessionName(name);
    const prefix = PREFIX + name;
    const rest = target.slice(prefix.length);
    return { name, isNamed: true, prefix, target: rest.startsWith('/') ? rest : `/${rest}` };
  }
  const header = headers['x-mock-session'];
  if (header === undefined) return toDefaultSession(target);
  const name = String(header);
  checkSessionName(name);
  return { name, isNamed: true, prefix: '', target };
}

/** Returns the session of a request that names none. */
export function toDefaultSession(target: string): SelectedSession {
  return { name: DEFAULT_SESSION, isNamed: false, prefix: '', target };
}

/** @throws {MockError} `session-name-invalid` */
export function checkSessionName(name: string): void {
  const problem = checkPlainName(name);
  if (problem === undefined) return;
  throw new MockError('session-name-invalid', `Failed to select a session: its name ${problem}.`);
}
