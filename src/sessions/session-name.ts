import type { MockRequest } from '../exchange/exchange.ts';
import { MockError } from '../mock-error.ts';
import { checkPlainName } from './plain-name.ts';

/** The session of a request that names none. */
export const DEFAULT_SESSION = 'default';

const PREFIX = '/__session/';

/** Whose world a request is for, and the target without what said so. */
export interface SelectedSession {
  readonly name: string;
  /** True where the request named it; the reply then names it, too. */
  readonly isNamed: boolean;
  readonly target: string;
  /** What was taken off the target's front: `/__session/a`. */
  readonly prefix: string;
}

/**
 * The session that a request names, by the path prefix `/__session/NAME` or else by the header `x-mock-session`.
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
