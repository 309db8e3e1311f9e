import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { say } from './result.ts';

/**
 * Installs the npm packages of a test into its own folder, again if the lock file has changed.
 *
 * @param folder with a slash at its end
 */
export async function installPackages(folder: string): Promise<void> {
  const note = `${folder}node_modules/.installed-lock.json`;
  const lock = readFileSync(`${folder}package-lock.json`, 'utf8');
  if (existsSync(note) && readFileSync(note, 'utf8') === lock) return;
  say(`installing the packages of ${folder}`);
  await promisify(execFile)('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder });
  writeFileSync(note, lock);
}
