import { readdir, readlink, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** How often to check that the folders are still the same, in milliseconds. */
const CHECK_EVERY = 500;

/**
 * Calls back when a folder that is or contains one of the paths has been replaced, or is back after it was removed, and when a symbolic link
 * leads elsewhere, such as those of a Kubernetes ConfigMap. The system watches the folder or file itself, not its path, so a watcher notices
 * nothing of the new one.
 *
 * @returns a function that stops this
 */
export async function watchReturns(
  paths: readonly string[],
  act: (folder: string) => Promise<void>,
): Promise<() => Promise<void>> {
  /** The files to look at in each folder, or undefined for all of them. */
  const folders = new Map<string, readonly string[] | undefined>();
  for (const path of paths) {
    if (await isFolder(path)) folders.set(path, undefined);
    else folders.set(dirname(path), [...(folders.get(dirname(path)) ?? []), path]);
  }
  const known = new Map<string, string | undefined>();
  for (const [folder, files] of folders) known.set(folder, await identify(folder, files));
  const check = async (): Promise<void> => {
    for (const [folder, before] of known) {
      const now = await identify(folder, folders.get(folder));
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

/** Returns what tells a folder from another one at the same path, and where its links lead, or undefined if there is none. */
async function identify(folder: string, files?: readonly string[]): Promise<string | undefined> {
  try {
    const { dev, ino, birthtimeMs } = await stat(folder);
    const paths = files ?? (await readdir(folder)).map((name) => join(folder, name));
    return [dev, ino, birthtimeMs, ...(await Promise.all(paths.map(findTarget)))].join(' ');
  } catch {
    return undefined;
  }
}

/** Returns where a symbolic link leads, or an empty text for anything else. */
async function findTarget(path: string): Promise<string> {
  try {
    await readlink(path);
    return await realpath(path);
  } catch {
    return '';
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
