import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Python's JSON messages are the same in these; 3.13 has others. */
const VERSIONS = ['3.12', '3.11'];

/**
 * A Python with the packages of a requirements file, in a folder of its own. Made at the first run, made again where the file has
 * changed.
 *
 * @returns the path of its interpreter
 * @throws where there is no fitting Python, or a package cannot be installed
 */
export function installPython(requirements: string, folder: string): string {
  const python = join(folder, 'bin', 'python');
  const note = join(folder, 'requirements.txt');
  const wanted = readFileSync(requirements, 'utf8');
  if (existsSync(python) && existsSync(note) && readFileSync(note, 'utf8') === wanted) return python;
  const base = findPython();
  process.stdout.write(`installing ${requirements} for ${base}\n`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  run(base, ['-m', 'venv', folder]);
  run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', requirements]);
  writeFileSync(note, wanted);
  return python;
}

function findPython(): string {
  const named = process.env['PYTHON'];
  const candidates =
    named === undefined ? [...VERSIONS.map((version) => `python${version}`), ...listPyenv(), 'python3'] : [named];
  for (const candidate of candidates) {
    const version = askVersion(candidate);
    if (version !== undefined && VERSIONS.includes(version)) return candidate;
  }
  throw new Error(
    `Failed to find Python ${VERSIONS.join(' or ')}: tried ${candidates.join(', ')}. Install one, or name it with PYTHON=/path/to/python.`,
  );
}

/** The versions that pyenv keeps, which its own commands hide unless they are switched on. */
function listPyenv(): string[] {
  const root = process.env['PYENV_ROOT'] ?? join(homedir(), '.pyenv');
  return VERSIONS.flatMap((version) => {
    try {
      return execFileSync('sh', ['-c', `ls -d "$1"/versions/${version}*/bin/python`, 'sh', root], {
        encoding: 'utf8',
        stdio: 'pipe',
      })
        .trim()
        .split('\n');
    } catch {
      return [];
    }
  });
}

function askVersion(python: string): string | undefined {
  try {
    return execFileSync(python, ['-c', 'import sys, venv, ensurepip; print("%d.%d" % sys.version_info[:2])'], {
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  } catch {
    return undefined;
  }
}

function run(command: string, args: readonly string[]): void {
  try {
    execFileSync(command, args, { stdio: 'pipe' });
  } catch (error) {
    const { stderr } = error as { stderr?: Buffer };
    throw new Error(`Failed to run ${command} ${args.join(' ')}: ${stderr?.toString().trim() ?? String(error)}`, {
      cause: error,
    });
  }
}
