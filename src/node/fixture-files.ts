import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MockError } from '../mock-error.ts';
import type { FixtureSource } from '../trackers/fixture.ts';
import { readJsonFile, toReadFailure } from './read-json.ts';

/** The file of the world that is served by default. */
export const DEFAULT_FIXTURE: string = fileURLToPath(new URL('../../fixtures/default.json', import.meta.url));

/**
 * Reads fixtures from files and folders. Of a folder it reads every `.json` file except schemas, in the order of their names.
 *
 * @throws {MockError} `fixture-invalid` with a line for each file that is missing or not JSON
 */
export function readFixtures(paths: readonly string[], maxFileSize: number): FixtureSource[] {
  const problems: string[] = [];
  const sources = paths
    .flatMap((path) => listFiles(path, problems))
    .flatMap((name): FixtureSource[] => {
      const file = readJsonFile(name, maxFileSize);
      if (file.ok) return [{ name, content: file.value }];
      problems.push(`${name}: ${file.reason}`);
      return [];
    });
  if (problems.length > 0) {
    throw new MockError(
      'fixture-invalid',
      'Failed to load the fixtures: not every file can be read as JSON. Correct the paths or the files; a relative path begins in the folder that the program runs in.',
      problems,
    );
  }
  return sources;
}

/** Says whether a file of a folder is a fixture. */
export function isFixtureName(name: string): boolean {
  return name.endsWith('.json') && !name.endsWith('.schema.json');
}

function listFiles(path: string, problems: string[]): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    const names = readdirSync(path).filter(isFixtureName);
    if (names.length === 0) problems.push(`${path}: is a folder without a .json file`);
    return names.toSorted().map((name) => join(path, name));
  } catch (error) {
    problems.push(`${path}: ${toReadFailure(error)}`);
    return [];
  }
}
