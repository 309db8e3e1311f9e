import { MockError } from '../mock-error.ts';
import type { PreparedMock } from '../node/create-tracker-mock.ts';
import { toCountText } from './count-text.ts';
import type { Log } from './log.ts';

/** How long files have to be quiet before they are read again, in milliseconds: editors write in several steps. */
const SETTLE = 100;

/**
 * Loads the fixtures again when one of them changes. A world that does not load leaves the old one serving, and the log says why.
 *
 * @returns what ends the watching
 */
export async function watchFixtures(
  paths: readonly string[],
  prepared: PreparedMock,
  log: Pick<Log, 'info' | 'warn'>,
): Promise<() => Promise<void>> {
  // Loaded here, since most starts do not watch.
  const { watch } = await import('chokidar');
  const reload = (): void => {
    try {
      const { content, warnings } = prepared.reload();
      for (const warning of warnings) log.warn(warning);
      const { trackers, events } = content;
      log.info(
        `fixtures loaded again: ${toCountText(trackers.length, 'tracker')}, ${toCountText(events.length, 'event')}`,
      );
    } catch (error) {
      if (!(error instanceof MockError)) throw error;
      log.warn(`the old world is still served. ${error.summary}`, error.problems);
    }
  };
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch([...paths], { ignoreInitial: true, depth: 0 })
    .on('all', () => {
      clearTimeout(timer);
      timer = setTimeout(reload, SETTLE);
    })
    // Such as when the system has no watcher left. The server goes on.
    .on('error', (error) => log.warn(`changes of the fixtures may go unnoticed: ${String(error)}`));
  await new Promise<void>((resolve) => void watcher.once('ready', () => resolve()));
  return async () => {
    clearTimeout(timer);
    await watcher.close();
  };
}
