import { readFileSync } from 'node:fs';

/** How often to check, in milliseconds. */
const CHECK_EVERY = 250;

/** What the log says before the mock stops. */
export const PARENT_ENDED =
  'the process that started the mock has ended, so the mock stops. With --no-parent-watch it would keep running';

/** Watches the process that started this one. */
export interface ParentWatch {
  /** Aborts when that process has ended. */
  readonly signal: AbortSignal;
  readonly stop: () => void;
}

/**
 * Watches the process that started this one, if the option says so; without the option, under npx and `npm start` without a terminal. They
 * do not pass every signal on, so that in `npx tracker-mock & … kill $!` the mock would keep running.
 *
 * @param option the value of `--parent-watch`
 */
export function watchParent(option: boolean | undefined): ParentWatch {
  const controller = new AbortController();
  if (!(option ?? isStartedByNpm())) return { signal: controller.signal, stop: () => {} };
  const before = identifyParents();
  const timer = setInterval(() => {
    if (identifyParents() !== before) controller.abort();
  }, CHECK_EVERY).unref();
  return { signal: controller.signal, stop: () => clearInterval(timer) };
}

function isStartedByNpm(): boolean {
  const { env, stdin } = process;
  return !stdin.isTTY && (env['npm_command'] === 'exec' || env['npm_lifecycle_event'] === 'start');
}

/**
 * Returns a text that changes when a parent has ended. Its children then get another parent, except on Windows. npm starts a command in a
 * shell, which keeps running if npm is killed. The parent of that shell is known on Linux only.
 */
function identifyParents(): string {
  const { ppid, platform, env } = process;
  if (platform === 'win32') return String(isRunning(ppid));
  return `${ppid} ${env['npm_execpath'] === undefined ? '' : readParent(ppid)}`;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Returns the parent of a process, or an empty text if the system has no /proc. */
function readParent(pid: number): string {
  try {
    // `1 (name of the program) S 0 …`
    return /^.*\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? '';
  } catch {
    return '';
  }
}
