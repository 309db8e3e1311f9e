import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { installDebianPackages } from './debian-packages.ts';

/** An interpreter that can make virtual environments. */
export interface Python {
  /** Its own path, whatever name it was found by. */
  readonly path: string;
  readonly version: string;
}

/** Asks a Python for its path, its version, and whether it can make a virtual environment, which Debian packs apart. */
const QUESTION = `
import json, sys
try:
    import ensurepip, venv
    has_venv = True
except ImportError:
    has_venv = False
print(json.dumps({"path": sys.executable, "version": "%d.%d" % sys.version_info[:2], "hasVenv": has_venv}))
`;

/**
 * Finds a Python of one of these versions, in this order: the one that the variable `PYTHON` names, or else `python3.12` and the like, those
 * of pyenv, and `python3`. If there is none, installs one if apt-get may, as the browser tests do with Chromium.
 *
 * @throws if there is none, with the reason for each candidate
 */
export function findPython(versions: readonly string[]): Python {
  const named = process.env['PYTHON'];
  if (named !== undefined) {
    const answer = ask(named, versions);
    if (typeof answer !== 'string') return answer;
    throw new Error(`Failed to use the Python that PYTHON names: ${answer}. Name one of ${versions.join(', ')}.`);
  }
  const answer = search(versions);
  if (!Array.isArray(answer)) return answer;
  // The package brings Python itself, too.
  const again = installDebianPackages(['python3-venv']) ? search(versions) : answer;
  if (!Array.isArray(again)) return again;
  throw new Error(
    `Failed to find Python ${versions.join(' or ')} with venv: ${again.join('; ')}. Install one (on Debian: apt-get install python3-venv), or name one: PYTHON=/path/to/python.`,
  );
}

/** Returns the first candidate that fits, or the reasons why none does. */
function search(versions: readonly string[]): Python | string[] {
  const reasons: string[] = [];
  for (const candidate of [...versions.map((version) => `python${version}`), ...listPyenv(versions), 'python3']) {
    const answer = ask(candidate, versions);
    if (typeof answer !== 'string') return answer;
    reasons.push(answer);
  }
  return reasons;
}

/** Returns a candidate's path and version, or why it does not fit. */
function ask(candidate: string, versions: readonly string[]): Python | string {
  const { error, status, stdout, stderr } = spawnSync(candidate, ['-I', '-c', QUESTION], { encoding: 'utf8' });
  if (error !== undefined) return `there is no ${candidate}`;
  // pyenv has a command for each installed version, which fails unless that version is selected.
  if (status !== 0) return `${candidate} does not run (${stderr.trim().split('\n')[0] ?? ''})`;
  const { path, version, hasVenv } = JSON.parse(stdout) as Python & { readonly hasVenv: boolean };
  if (!versions.includes(version)) return `${candidate} is ${version}`;
  if (!hasVenv) return `${path} has no venv (on Debian: apt-get install python${version}-venv)`;
  return { path, version };
}

/** The versions that pyenv keeps, which its own commands hide unless they are switched on. */
function listPyenv(versions: readonly string[]): string[] {
  const root = join(process.env['PYENV_ROOT'] ?? join(homedir(), '.pyenv'), 'versions');
  const names = listFolder(root);
  return versions.flatMap((version) =>
    names.filter((name) => name.startsWith(`${version}.`)).map((name) => join(root, name, 'bin', 'python')),
  );
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
