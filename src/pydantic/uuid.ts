import { type PydanticFailure, toFailureWithReason } from './failure.ts';

/** A string read as a UUID: lower case, with hyphens. */
export type PydanticUuid = { readonly ok: true; readonly value: string } | PydanticFailure;

const URN = 'urn:uuid:';
const SIMPLE = /^[0-9a-f]{32}$/i;
const HYPHENATED = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const GROUPS = [8, 4, 4, 4, 12];

/**
 * Reads a string as pydantic reads a UUID of any version: 32 hexadecimal digits in any case, or five groups of them separated by
 * hyphens, optionally in braces or after `urn:uuid:`.
 *
 * Errors: `uuid_parsing`.
 */
export function parsePydanticUuid(text: string): PydanticUuid {
  const [inner, start] = unwrap(text);
  if (HYPHENATED.test(inner)) return { ok: true, value: inner.toLowerCase() };
  if (SIMPLE.test(text)) {
    const value = text.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    return { ok: true, value };
  }
  // If the length matches the wrapping, errors and their positions refer to the string without it.
  const length = new TextEncoder().encode(text).length;
  const isFitting = (start === 1 && length === 38) || (start === URN.length && length === 45);
  return toFailureWithReason('uuid_parsing', 'Input should be a valid UUID', toReason(isFitting ? inner : text));
}

/** Returns the string without braces or prefix, and the position where it begins. */
function unwrap(text: string): [inner: string, start: number] {
  if (text.startsWith(URN)) return [text.slice(URN.length), URN.length];
  return text.length > 1 && text.startsWith('{') && text.endsWith('}') ? [text.slice(1, -1), 1] : [text, 0];
}

function toReason(text: string): string {
  const [inner, start] = unwrap(text);
  const bad = /[^0-9a-fA-F-]/u.exec(inner);
  if (bad) return `invalid character: found \`${bad[0]}\` at ${start + bad.index + 1}`;
  const groups = inner.split('-');
  if (groups.length === 1 && start === 0) {
    return `invalid length: expected length 32 for simple format, found ${text.length}`;
  }
  if (groups.length !== GROUPS.length) return `invalid group count: expected 5, found ${groups.length}`;
  const index = groups.findIndex((group, at) => group.length !== GROUPS[at]);
  // For the last group pydantic counts everything after the 24th character, even if a prefix moved it.
  const found = index === 4 ? text.length - 24 : groups[index]?.length;
  return `invalid group length in group ${index}: expected ${GROUPS[index]}, found ${found}`;
}
