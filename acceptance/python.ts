import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPython } from './find-python.ts';

/** The versions to look for, in this order. */
const VERSIONS = ['3.12', '3.11', '3.13'];

/**
 * Installs the packages of a requirements file in a virtual environment, unless it has them from an earlier run. The file must list all
 * packages, including those that others need.
 *
 * @returns the path of its interpreter
 * @throws if no Python fits, or a package cannot be installed
 */
export function installPython(requirements: string, folder: string, versions: readonly string[] = VERSIONS): string {
  const base = findPython(versions);
  const python = join(folder, 'bin', 'python');
  const note = join(folder, 'installed.txt');
  const wanted = `# ${base.path} ${base.version}\n${readFileSync(requirements, 'utf8')}`;
  if (existsSync(python) && existsSync(note) && readFileSync(note, 'utf8') === wanted) return python;
  process.stdout.write(`installing ${requirements} for ${base.path}\n`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  run(base.path, ['-I', '-m', 'venv', folder]);
  // These packages and no others are installed, and none is built here. The user's settings of pip apply, since they may name a registry.
  const pip = ['-I', '-m', 'pip', '--quiet', '--disable-pip-version-check'];
  run(python, [...pip, 'install', '--no-deps', '--only-binary', ':all:', '--requirement', requirements]);
  run(python, [...pip, 'check']);
  writeFileSync(note, wanted);
  return python;
}

function run(command: string, args: readonly string[]): void {
  try {
    // But not into another folder.
    const env = { ...process.env, PIP_TARGET: undefined, PIP_PREFIX: undefined, PIP_USER: undefined };
    execFileSync(command, args, { stdio: 'pipe', env });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: Buffer; stderr?: Buffer };
    const said = [stdout, stderr].map((output) => output?.toString().trim() ?? '').filter((text) => text !== '');
    throw new Error(`Failed to run ${command} ${args.join(' ')}: ${said.join('\n') || String(error)}`, {
      cause: error,
    });
  }
}
