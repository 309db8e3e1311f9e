import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFile } from '../project.ts';

/** The folder that it is unpacked to. The package is not installed, since that would start a Prometheus. */
const FOLDER = findFile('acceptance/metrics/.venv-promtool');
const UNPACKED = join(FOLDER, 'usr', 'bin', 'promtool');

/**
 * Finds promtool on the path, or takes it from Debian's package.
 *
 * @returns the path of the program
 * @throws if there is none
 */
export function findPromtool(): string {
  if (spawnSync('promtool', ['--version']).error === undefined) return 'promtool';
  if (existsSync(UNPACKED)) return UNPACKED;
  try {
    unpack();
    return UNPACKED;
  } catch (error) {
    throw new Error(
      `Failed to find promtool: it is not on the path, and Debian's package prometheus cannot be downloaded (${String(error)}). Put promtool on the path.`,
      { cause: error },
    );
  }
}

function unpack(): void {
  const folder = mkdtempSync(join(tmpdir(), 'promtool-'));
  try {
    if (process.getuid?.() === 0) runQuietly('apt-get', ['update', '-q'], folder);
    runQuietly('apt-get', ['download', '-q', 'prometheus'], folder);
    mkdirSync(FOLDER, { recursive: true });
    for (const file of readdirSync(folder)) runQuietly('dpkg-deb', ['--extract', join(folder, file), FOLDER], folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runQuietly(command: string, args: readonly string[], folder: string): void {
  execFileSync(command, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Returns what `promtool check metrics` finds wrong with a text, or undefined. */
export function checkMetrics(promtool: string, text: string): string | undefined {
  const { status, stdout, stderr } = spawnSync(promtool, ['check', 'metrics'], { input: text, encoding: 'utf8' });
  return status === 0 && stderr === '' ? undefined : `exit code ${status}: ${stdout}${stderr}`;
}
