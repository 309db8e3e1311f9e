import { parsePythonJson } from '../python/json.ts';
import { parseJsonParts } from './json-parts.ts';
import { findFileSize, readChunks, readRegularFile } from './read-regular-file.ts';

/** A file's JSON, or why there is none: one sentence's end, such as `is not JSON at line 3, column 5: Expecting value`. */
export type JsonFile = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: string };

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** From this size on, in bytes, a file is read in parts: its text would take as much memory again, and 512 MiB are the most that a text may have. */
const LARGE = 32 * 1024 * 1024;

/** Reads a file of JSON in UTF-8, with or without a byte order mark. */
export function readJsonFile(path: string): JsonFile {
  try {
    if (findFileSize(path) >= LARGE) {
      const value = parseJsonParts(readChunks(path));
      // Where it is none, the whole is read to find out why.
      if (value !== undefined) return { ok: true, value };
    }
    const text = decode(readRegularFile(path));
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

/** Undefined where the text is no JSON, of which nothing is undefined. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Why a file cannot be read, for a message: `does not exist`. */
export function toReadFailure(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'does not exist';
  if (code === 'EACCES') return 'may not be read by this user';
  if (code === 'EISDIR') return 'is a folder';
  // Node ends its message with the path, as it is: `, open '…'`.
  return `cannot be read: ${message.replace(/, \w+ '[^]*$/, '')}`;
}

/** Node's own message has no line before Node 22, and quotes the file, line ends and all; the reader for request bodies knows the place. */
function toSyntaxReason(text: string): string {
  const read = parsePythonJson(new TextEncoder().encode(text));
  if (read.ok) return 'is not JSON: it holds NaN or Infinity';
  if (read.kind === 'unreadable') return 'is not JSON, and nests too deep or holds too long a number to say where';
  const before = takeCharacters(text, read.position).split('\n');
  return `is not JSON at line ${before.length}, column ${(before.at(-1) ?? '').length + 1}: ${read.message}`;
}

/** The first so many characters of a text. Python counts code points, a string's slice code units. */
function takeCharacters(text: string, count: number): string {
  let end = 0;
  for (let taken = 0; taken < count; taken += 1) end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
  return text.slice(0, end);
}
