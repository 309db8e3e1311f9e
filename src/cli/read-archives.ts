import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { MockError } from '../mock-error.ts';
import { readJsonFile } from '../node/read-json.ts';
import type { Archive } from './check-archive.ts';

/** How many bytes tell an archive from a fixture: its only member is `log`. */
const HEAD = 1024;

/**
 * Reads the files if they are HTTP Archives. Returns undefined if none is.
 *
 * @throws {MockError} `option-invalid` if only some are, `archive-invalid` if one is not JSON
 */
export function readArchives(paths: readonly string[], maxFileSize: number): Archive[] | undefined {
  const archives = paths.filter((path) => path.toLowerCase().endsWith('.har') || beginsAsArchive(path));
  if (archives.length === 0) return undefined;
  const others = paths.filter((path) => !archives.includes(path));
  if (others.length > 0) {
    const quoted = [archives[0], others[0]].map((path) => JSON.stringify(path));
    throw new MockError(
      'option-invalid',
      `Failed to check the files: ${quoted[0]} is an HTTP Archive, and ${quoted[1]} is not. Check archives and fixtures one after the other.`,
    );
  }
  return archives.map((path) => {
    const file = readJsonFile(path, maxFileSize);
    if (file.ok) return { name: path, har: file.value };
    throw new MockError('archive-invalid', `Failed to read the archive ${JSON.stringify(path)}: it ${file.reason}.`);
  });
}

function beginsAsArchive(path: string): boolean {
  const head = Buffer.alloc(HEAD);
  try {
    // To open a pipe would wait for somebody who writes to it.
    if (!statSync(path).isFile()) return false;
    const file = openSync(path, 'r');
    try {
      const length = readSync(file, head, 0, HEAD, 0);
      return /^\uFEFF?\s*\{\s*"log"\s*:/.test(head.toString('utf8', 0, length));
    } finally {
      closeSync(file);
    }
  } catch {
    // Whoever reads all of it says why that is not possible.
    return false;
  }
}
