import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import {
  closeSync,
  fstatSync,
  fsync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFile,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { MockError } from '../mock-error.ts';
import { gatherText } from './gather-text.ts';
import { readJsonFile } from './read-json.ts';

/** A file that is replaced as a whole. */
export interface StateFile {
  /** As it was given. */
  readonly name: string;
  /** The JSON that it had when it was opened, or undefined if there was no file. */
  readonly content: unknown;
  /**
   * Replaces the file: whole or not at all, also if the machine loses power. The file can only be read by its owner.
   *
   * @param pieces the text, which is written while other things go on
   * @returns its size in bytes
   * @throws {Error} if it cannot be written, or somebody else has changed it. The file is then as it was
   */
  write(pieces: Iterable<string>): Promise<number>;
}

/** What {@link toDraftName} adds to the name of a file. */
const DRAFT = /^\.[\da-f]{16}\.tmp$/;

/**
 * Opens a state file, which need not exist yet. Removes drafts that a killed process left behind.
 *
 * @throws {MockError} `option-invalid` if it could not be written, `fixture-invalid` if it is not JSON
 */
export function openStateFile(name: string, maxFileSize: number): StateFile {
  const path = prepareFolder(name);
  const before = statSync(path, { throwIfNoEntry: false });
  let known = before && identify(before);
  const content = known === undefined ? undefined : readContent(name, path, maxFileSize);

  const checkUntouched = (): void => {
    const now = statSync(path, { throwIfNoEntry: false });
    if (now === undefined || identify(now) === known) return;
    throw new Error(
      'another program changed it, such as a second mock with the same --state, and its changes would be lost',
    );
  };

  return {
    name,
    content,
    async write(pieces) {
      const draft = toDraftName(path);
      try {
        const written = await writeDraft(draft, pieces, maxFileSize);
        checkUntouched();
        renameSync(draft, path);
        known = identify(written);
        await syncFolder(dirname(path));
        return written.size;
      } catch (error) {
        removeDraft(draft);
        throw error;
      }
    },
  };
}

/** Returns the path to write to, once it is certain that a file can be written there. */
function prepareFolder(name: string): string {
  try {
    const path = resolveLink(name);
    if (statSync(path, { throwIfNoEntry: false })?.isFile() === false) throw new Error('it is not a regular file');
    const folder = dirname(path);
    const own = basename(path);
    for (const other of readdirSync(folder)) {
      if (other.startsWith(own) && DRAFT.test(other.slice(own.length))) rmSync(join(folder, other));
    }
    const draft = toDraftName(path);
    closeSync(openSync(draft, 'wx', 0o600));
    rmSync(draft);
    return path;
  } catch (error) {
    throw new MockError(
      'option-invalid',
      `Failed to keep the state in ${JSON.stringify(name)}: ${toWriteFailure(error)}. Give --state a path that can be written.`,
    );
  }
}

/** Follows symbolic links, which must not be replaced by a file. */
function resolveLink(name: string): string {
  try {
    return realpathSync(name);
  } catch {
    return join(realpathSync(dirname(name)), basename(name));
  }
}

function readContent(name: string, path: string, maxFileSize: number): unknown {
  const file = readJsonFile(path, maxFileSize);
  if (file.ok) return file.value;
  throw new MockError(
    'fixture-invalid',
    `Failed to load the state ${JSON.stringify(name)}. The file is left as it is. Correct it, or start with another --state.`,
    [`${name}: ${file.reason}`],
  );
}

/**
 * Writes a file that did not exist. Only what takes long is done in the background: each step there waits for its turn in a busy process.
 *
 * @returns what tells the written file from any other, and its size
 */
async function writeDraft(draft: string, pieces: Iterable<string>, maxFileSize: number): Promise<Stats> {
  const file = openSync(draft, 'wx', 0o600);
  try {
    let size = 0;
    for (const part of gatherText(pieces)) {
      const bytes = Buffer.from(part);
      size += bytes.length;
      if (size > maxFileSize) {
        throw new Error(
          `it would have more than ${maxFileSize} bytes and could not be loaded again. Raise the limit with --max-file-size`,
        );
      }
      await append(file, bytes);
    }
    await sync(file);
    return fstatSync(file);
  } finally {
    closeSync(file);
  }
}

const append = promisify(writeFile);
const sync = promisify(fsync);

/** Without this the machine could forget the new name if it loses power. Windows has no such call. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    await sync(folder);
  } finally {
    closeSync(folder);
  }
}

function removeDraft(draft: string): void {
  try {
    rmSync(draft, { force: true });
  } catch {
    // What keeps it there also kept the state from being written, which is reported.
  }
}

/** Not by the process's id: containers that share a folder may have the same one. */
function toDraftName(path: string): string {
  return `${path}.${randomBytes(8).toString('hex')}.tmp`;
}

function identify({ ino, size, mtimeMs }: Stats): string {
  return `${ino} ${size} ${mtimeMs}`;
}

/** Returns why a file cannot be written, as the end of a sentence. */
export function toWriteFailure(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'its folder does not exist';
  if (code === 'EACCES' || code === 'EPERM') return 'this user may not write there';
  if (code === 'EROFS') return 'it is on a read-only file system';
  if (code === 'ENOSPC') return 'the disk is full';
  return message.replace(/, \w+ '[^]*$/, '');
}
