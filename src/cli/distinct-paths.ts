import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { MockError } from '../mock-error.ts';
import { isFixtureName } from '../node/fixture-files.ts';
import type { ServeOptions } from './serve-options.ts';

export interface PathOptions extends Pick<
  ServeOptions,
  'state' | 'junit' | 'ctrf' | 'contract' | 'fixtures' | 'scenario'
> {
  readonly known?: string;
}

interface NamedPath {
  readonly option: string;
  readonly path: string;
}

/**
 * Checks that no option makes the mock write over the file of another one: a report would replace the state or the fixtures.
 *
 * @throws {MockError} `option-invalid`
 */
export function checkDistinctPaths(options: PathOptions): void {
  const { state, junit, ctrf, contract, scenario, known, fixtures = [] } = options;
  const written = toNamedPaths([
    ['--state', state],
    ['--junit', junit],
    ['--ctrf', ctrf],
  ]);
  const read = toNamedPaths([
    ['--contract', contract],
    ['--scenario', scenario],
    ['--known', known],
    ...fixtures.map((path) => ['--fixtures', path] as const),
  ]);
  for (const [index, { option, path }] of written.entries()) {
    for (const other of [...written.slice(0, index), ...read]) {
      if (toRealPath(other.path) === toRealPath(path)) {
        throw new MockError(
          'option-invalid',
          `Failed to write ${JSON.stringify(path)}: ${other.option} and ${option} both name it. Give each a path of its own.`,
        );
      }
      if (other.option === '--fixtures' && isInFolder(path, other.path)) {
        throw new MockError(
          'option-invalid',
          `Failed to write ${JSON.stringify(path)}: it would be one of the fixtures in ${JSON.stringify(other.path)}. Give ${option} a path outside that folder.`,
        );
      }
    }
  }
}

function toNamedPaths(options: readonly (readonly [option: string, path: string | undefined])[]): NamedPath[] {
  return options.flatMap(([option, path]) => (path === undefined ? [] : [{ option, path }]));
}

/** Of a folder only the files directly in it are fixtures. */
function isInFolder(path: string, folder: string): boolean {
  return (
    statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true &&
    isFixtureName(basename(path)) &&
    toRealPath(dirname(path)) === toRealPath(folder)
  );
}

/** Returns a path without symbolic links, as far as it exists. */
function toRealPath(path: string): string {
  const absolute = resolve(path);
  try {
    return realpathSync(absolute);
  } catch {
    const folder = dirname(absolute);
    return folder === absolute ? absolute : join(toRealPath(folder), basename(absolute));
  }
}
