import { parsePythonJson } from '../python/json.ts';
import { parseJsonParts } from './json-parts.ts';
import { findFileSize, RAISE_FILE_SIZE, readChunks, readRegularFile } from './read-regular-file.ts';

/** A file's JSON, or the reason as the end of a sentence, such as `is not JSON at line 3, column 5: Expecting value`. */
export type JsonFile = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: string };

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** From this size on, in bytes, a file is parsed in parts: its text would need as much memory again, and strings are limited to 512 MiB. */
const LARGE_BYTES = 32 * 1024 * 1024;

/**
 * Reads a file of JSON in UTF-8, with or without a byte order mark. A file that is larger than allowed is not read.
 *
 * @param limit how large the file may be, in bytes
 * @param advice what to do about a larger one, for the reason; by default for a limit that is the option `maxFileSize`
 */
export function readJsonFile(path: string, limit: number, advice: string = RAISE_FILE_SIZE): JsonFile {
  try {
    if (findFileSize(path, limit, advice) >= LARGE_BYTES) {
      const value = parseJsonParts(readChunks(path));
      // If it is not JSON, all of it is read to find out why.
      if (value !== undefined) return { ok: true, value };
    }
    const text = decode(readRegularFile(path, limit, advice));
    if (text === undefined) return { ok: false, reason: 'is not text in UTF-8' };
    const value = parse(text);
    return value === undefined ? { ok: false, reason: toSyntaxReason(text) } : { ok: true, value };
  } catch (error) {
    return { ok: false, reason: toReadFailure(error) };
  }
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Returns undefined if the text is not JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Returns why a file cannot be read, as the end of a sentence: `does not exist`. */
export function toReadFailure(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'does not exist';
  if (code === 'EACCES') return 'may not be read by this user';
  if (code === 'EISDIR') return 'is a folder';
  // Remove the unescaped path from the end of Node's message: `, open '…'`.
  return `cannot be read: ${message.replace(/, \w+ '[^]*$/, '')}`;
}

/** Uses the parser for request bodies: Node's message has no line before Node 22, and quotes the file with its line ends. */
function toSyntaxReason(text: string): string {
  const read = parsePythonJson(new TextEncoder().encode(text));
  if (read.ok) return 'is not JSON: it contains NaN or Infinity';
  if (read.kind === 'unreadable') return 'is not JSON (place unknown: it nests too deep, or a number is too long)';
  const before = takeCharacters(text, read.position).split('\n');
  return `is not JSON at line ${before.length}, column ${(before.at(-1) ?? '').length + 1}: ${read.message}`;
}

/** Returns the first `count` code points of a text, in which Python counts. */
function takeCharacters(text: string, count: number): string {
  let end = 0;
  for (let taken = 0; taken < count; taken += 1) end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
  return text.slice(0, end);
}
