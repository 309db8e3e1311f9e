import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';

/**
 * The size in bytes of a file that has an end. A pipe would hold the process up until someone writes to it, and a device may never end.
 *
 * @throws where there is no such file
 */
export function findFileSize(path: string): number {
  const stats = statSync(path);
  // Reading a folder fails by itself, and says so.
  if (!stats.isFile() && !stats.isDirectory()) throw new Error('it is no regular file');
  return stats.size;
}

/**
 * The bytes of a file that has an end.
 *
 * @throws where there is no such file, or it cannot be read
 */
export function readRegularFile(path: string): Buffer {
  findFileSize(path);
  return readFileSync(path);
}

const CHUNK_BYTES = 1024 * 1024;

/**
 * The bytes of a file that has an end, piece by piece, in one buffer for all.
 *
 * @throws where there is no such file, or it cannot be read
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
