import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';

/** What to do about a file that is larger than the option `maxFileSize` allows, for messages. */
export const RAISE_FILE_SIZE = 'Raise it with --max-file-size (in code: maxFileSize)';

/**
 * Returns the size in bytes of a regular file. A pipe would block the process until someone writes to it, and a device may never end.
 *
 * @param limit how large the file may be, in bytes
 * @param advice what to do about a larger one, for the message
 * @throws {Error} if there is no such file, or it is larger than allowed
 */
export function findFileSize(path: string, limit: number, advice: string): number {
  const stats = statSync(path);
  // Reading a folder fails by itself, and says so.
  if (!stats.isFile() && !stats.isDirectory()) throw new Error('it is not a regular file');
  if (stats.isFile() && stats.size > limit) {
    throw new Error(`it has ${stats.size} bytes, and the limit is ${limit}. ${advice}`);
  }
  return stats.size;
}

/**
 * Returns the bytes of a regular file.
 *
 * @throws {Error} if there is no such file, it is larger than allowed, or it cannot be read
 */
export function readRegularFile(path: string, limit: number, advice: string = RAISE_FILE_SIZE): Buffer {
  findFileSize(path, limit, advice);
  return readFileSync(path);
}

const CHUNK_BYTES = 1024 * 1024;

/**
 * Yields the bytes of a file in pieces, all in one buffer.
 *
 * @throws {Error} if there is no such file, or it cannot be read
 */
export function* readChunks(path: string): Generator<Uint8Array> {
  const buffer = new Uint8Array(CHUNK_BYTES);
  const file = openSync(path, 'r');
  try {
    for (let length = readSync(file, buffer); length > 0; length = readSync(file, buffer)) {
      yield buffer.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}
