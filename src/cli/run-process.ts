import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { MockError } from '../mock-error.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** What a terminal sends to every process in its foreground, so also to the command. */
const SENT_BY_TERMINAL: ReadonlySet<string> = new Set(['SIGINT', 'SIGHUP', 'SIGQUIT']);

/** How long processes that the command left behind may take to end, and how often to check, in milliseconds. */
const GRACE = 2000;
const CHECK_EVERY = 20;

/**
 * Runs a command with the input and the outputs of this process, and passes signals on to it. Processes that it leaves behind are ended.
 *
 * In a terminal the command stays in this process's group, so that it can read the terminal. Otherwise it gets a group of its own: a signal
 * then also reaches what the command started, which a shell or npm would not always pass it on to.
 *
 * @param variables environment variables to add
 * @param signal sends SIGTERM to the command
 * @returns its exit code; if a signal ended it, 128 and the signal's number, as shells have it
 * @throws {MockError} `option-invalid` if it cannot be started
 */
export async function runProcess(
  [file = '', ...args]: readonly string[],
  variables: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<number> {
  const hasGroup = !process.stdin.isTTY && process.platform !== 'win32';
  const child = spawn(file, args, { stdio: 'inherit', env: { ...process.env, ...variables }, detached: hasGroup });
  const pass = (name: NodeJS.Signals): void => {
    if (hasGroup) signalGroup(child, name);
    else if (!SENT_BY_TERMINAL.has(name)) child.kill(name);
  };
  const terminate = (): void => pass('SIGTERM');
  for (const name of SIGNALS) process.on(name, pass);
  signal.addEventListener('abort', terminate);
  try {
    await once(child, 'exit');
    if (hasGroup) await endGroup(child);
    const { exitCode, signalCode } = child;
    return exitCode ?? 128 + (signalCode === null ? 0 : constants.signals[signalCode]);
  } catch (error) {
    throw toRunError(file, error);
  } finally {
    for (const name of SIGNALS) process.removeListener(name, pass);
    signal.removeEventListener('abort', terminate);
  }
}

/** Sends a signal to all processes of a child's group. Returns false if there are none; the signal 0 only checks that. */
function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  try {
    return pid !== undefined && process.kill(-pid, signal);
  } catch {
    return false;
  }
}

async function endGroup(child: ChildProcess): Promise<void> {
  if (!signalGroup(child, 'SIGTERM')) return;
  for (let waited = 0; waited < GRACE; waited += CHECK_EVERY) {
    await wait(CHECK_EVERY);
    if (!signalGroup(child, 0)) return;
  }
  signalGroup(child, 'SIGKILL');
}

function toRunError(file: string, error: unknown): MockError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const reason =
    code === 'ENOENT'
      ? 'there is no such program. Give one that is on the PATH, or the path of one'
      : code === 'EACCES'
        ? 'it is not executable. Give a program'
        : String(error);
  return new MockError('option-invalid', `Failed to run ${JSON.stringify(file)}: ${reason}.`, [], { cause: error });
}
