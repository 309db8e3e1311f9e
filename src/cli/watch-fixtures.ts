import { MockError } from '../mock-error.ts';
import type { ReloadedSessions, ReloadMode } from '../mock/reload-worlds.ts';
import type { PreparedMock } from '../node/create-tracker-mock.ts';
import { toCountText } from './count-text.ts';
import type { Log } from './log.ts';
import { watchReturns } from './watch-returns.ts';
import { toWorldText } from './world-text.ts';

/** How long files must be unchanged before they are read again, in milliseconds: editors write in several steps. */
const SETTLE = 100;

/**
 * Loads the fixtures again when one of them changes. If a world does not load, the old one is still served and the log says why.
 *
 * @returns a function that stops watching
 */
export async function watchFixtures(
  paths: readonly string[],
  prepared: PreparedMock,
  log: Pick<Log, 'info' | 'warn'>,
  mode: ReloadMode = 'replace',
): Promise<() => Promise<void>> {
  // Loaded here, since most starts do not watch.
  const { watch } = await import('chokidar');
  let timer: NodeJS.Timeout | undefined;
  const reloadSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => reload(prepared, log, mode), SETTLE);
  };
  const open = async (): Promise<ReturnType<typeof watch>> => {
    const opened = watch([...paths], { ignoreInitial: true, depth: 0 })
      .on('all', reloadSoon)
      // Such as if the system has no watcher left. The server goes on.
      .on('error', (error) => log.warn(`changes of the fixtures may go unnoticed: ${String(error)}`));
    await new Promise<void>((resolve) => void opened.once('ready', () => resolve()));
    return opened;
  };

  let watcher = await open();
  const stopChecking = await watchReturns(paths, async (folder) => {
    await watcher.close();
    watcher = await open();
    log.info(`watching ${folder} again`);
    reloadSoon();
  });
  return async () => {
    await stopChecking();
    clearTimeout(timer);
    await watcher.close();
  };
}

function reload(prepared: PreparedMock, log: Pick<Log, 'info' | 'warn'>, mode: ReloadMode): void {
  try {
    const { loaded, changed } = prepared.reload(mode);
    for (const warning of loaded.warnings) log.warn(warning);
    log.info(`fixtures loaded again: ${toWorldText(loaded)}${toChangedText(changed, mode)}`);
  } catch (error) {
    if (!(error instanceof MockError)) throw error;
    log.warn(`the old world is still served. ${error.summary}`, error.problems);
  }
}

function toChangedText({ sessions, changes }: ReloadedSessions, mode: ReloadMode): string {
  if (changes === 0) return '';
  const [changeText, sessionText] = [toCountText(changes, 'change'), toCountText(sessions, 'session')];
  return mode === 'keep' ? `; kept ${sessionText} with ${changeText}` : `; dropped ${changeText} of ${sessionText}`;
}
