import { readFileSync } from 'node:fs';
import { parsePythonJson } from '../fastapi/python-json.ts';

/** A file's JSON, or why there is none: one sentence's end, such as `is not JSON at line 3, column 5: Expecting value`. */
export type JsonFile = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: string };

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads a file of JSON in UTF-8, with or without a byte order mark. */
export function readJsonFile(path: string): JsonFile {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    return { ok: false, reason: toReadFailure(error) };
  }
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return { ok: false, reason: 'is not text in UTF-8' };
  }
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return { ok: false, reason: toSyntaxReason(bytes, text) };
  }
}

/** Why a file cannot be read, for a message: `does not exist`. */
export function toReadFailure(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'does not exist';
  if (code === 'EACCES') return 'may not be read by this user';
  if (code === 'EISDIR') return 'is a folder';
  return `cannot be read: ${message}`;
}

/** Node's own message has no line before Node 22, and quotes the file, line ends and all; the reader for request bodies knows the place. */
function toSyntaxReason(bytes: Uint8Array, text: string): string {
  const read = parsePythonJson(bytes);
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
