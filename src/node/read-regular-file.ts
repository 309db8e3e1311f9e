import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';

/**
 * Returns the size of a regular file in bytes. Reading a pipe would block the process until someone writes to it, and a device may never end.
 *
 * @throws if the file does not exist or is not regular
 */
export function findFileSize(path: string): number {
  const stats = statSync(path);
  // Reading a folder fails later with a clear error.
  if (!stats.isFile() && !stats.isDirectory()) throw new Error('it is not a regular file');
  return stats.size;
}

/**
 * Reads a regular file.
 *
 * @throws if it does not exist or cannot be read
 */
export function readRegularFile(path: string): Buffer {
  findFileSize(path);
  return readFileSync(path);
}

const CHUNK_BYTES = 1024 * 1024;

/**
 * Reads a regular file in chunks, all of which share one buffer.
 *
 * @throws if it does not exist or cannot be read
 */
export function* readChunks(path: string): Generator<Uint8Array> {
  findFileSize(path);
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
