import { execFileSync, spawnSync } from 'node:child_process';

/** Installs packages with apt-get, if this is root on Debian. Returns whether it was tried; what is still missing afterwards is for the caller to say. */
export function installDebianPackages(names: readonly string[]): boolean {
  if (process.getuid?.() !== 0 || !isInstalled('apt-get')) return false;
  process.stdout.write(`installing ${names.join(', ')} with apt-get\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-q'],
    ['install', '-q', '-y', '--no-install-recommends', ...names],
  ]) {
    try {
      execFileSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env });
    } catch {
      // The caller looks for what it needs.
    }
  }
  return true;
}

/**
 * Checks that programs are there, and otherwise installs the Debian packages that have them.
 *
 * @param programs the name of each program, and of its package
 * @throws if one is still missing
 */
export function requirePrograms(programs: Readonly<Record<string, string>>): void {
  const findMissing = (): string[] => Object.keys(programs).filter((name) => !isInstalled(name));
  const packages = findMissing().map((name) => programs[name] ?? name);
  if (packages.length === 0) return;
  installDebianPackages(packages);
  const missing = findMissing();
  if (missing.length === 0) return;
  const wanted = missing.map((name) => programs[name] ?? name).join(' ');
  throw new Error(`Failed to find ${missing.join(' and ')}. Install them (on Debian: apt-get install ${wanted}).`);
}

function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
}
