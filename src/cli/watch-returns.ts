import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** How often to check that the folders are still the same, in milliseconds. */
const CHECK_EVERY = 500;

/**
 * Calls back when a folder that is or contains one of the paths has been replaced, or is back after it was removed. The system watches the
 * folder itself, not its path, so a watcher notices nothing of the new one.
 *
 * @returns a function that stops this
 */
export async function watchReturns(
  paths: readonly string[],
  act: (folder: string) => Promise<void>,
): Promise<() => Promise<void>> {
  const known = new Map<string, string | undefined>();
  for (const path of paths) {
    const folder = (await isFolder(path)) ? path : dirname(path);
    known.set(folder, await identify(folder));
  }
  const check = async (): Promise<void> => {
    for (const [folder, before] of known) {
      const now = await identify(folder);
      known.set(folder, now);
      if (now !== undefined && now !== before) await act(folder);
    }
  };
  let isStopped = false;
  let checking = Promise.resolve();
  let timer: NodeJS.Timeout;
  const checkLater = (): void => {
    timer = setTimeout(() => void (checking = checkAndGoOn()), CHECK_EVERY);
  };
  const checkAndGoOn = async (): Promise<void> => {
    await check();
    if (!isStopped) checkLater();
  };
  checkLater();
  return async () => {
    isStopped = true;
    clearTimeout(timer);
    await checking;
  };
}

/** Returns what tells a folder from another one at the same path, or undefined if there is none. */
async function identify(folder: string): Promise<string | undefined> {
  try {
    const { dev, ino, birthtimeMs } = await stat(folder);
    return `${dev} ${ino} ${birthtimeMs}`;
  } catch {
    return undefined;
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
