import type { JsonObject } from '../contract/document.ts';
import { clampInteger, isPythonInteger } from '../python/number.ts';
import { parsePydanticDatetime, printTimestamp } from './datetime.ts';
import { parsePydanticBoolean, parsePydanticFloat, parsePydanticInteger } from './number.ts';

/**
 * Returns what pydantic's lax mode converts a string, number or boolean to, so that the schema allows it: `"5"` and `true` to an integer, 1 to
 * `true`, a number to a point in time. Returns the value itself if pydantic does not convert it.
 *
 * @param toSent returns the losslessly read value
 */
export function toLaxValue({ type, format }: JsonObject, value: unknown, toSent = (): unknown => value): unknown {
  switch (type) {
    case 'integer':
      return typeof value === 'number' ? toInteger(value, toSent) : toNumber(value, readInteger);
    case 'number':
      return toNumber(value, readFloat);
    case 'boolean':
      return toBoolean(value);
    case 'string':
      return format === 'date-time' ? toDatetime(value) : value;
    default:
      return value;
  }
}

function toNumber(value: unknown, read: (text: string) => number | undefined): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'string' ? (read(value) ?? value) : value;
}

function readInteger(text: string): number | undefined {
  const read = parsePydanticInteger(text);
  return read.ok ? clampInteger(Number(read.value)) : undefined;
}

/** A number that is not finite stays a text, which the schema refuses. */
function readFloat(text: string): number | undefined {
  const read = parsePydanticFloat(text);
  return read.ok && Number.isFinite(read.value) ? read.value : undefined;
}

/**
 * Pydantic accepts an integer of any size, but of the floats only those that fit into 64 bits. The others become infinite, which the schema
 * refuses.
 */
function toInteger(value: number, toSent: () => unknown): number {
  if (Math.abs(value) < 2 ** 63 || Number.isNaN(value)) return value;
  return isPythonInteger(toSent()) ? clampInteger(value) : Number.POSITIVE_INFINITY;
}

function toBoolean(value: unknown): unknown {
  if (value === 0 || value === 1) return value === 1;
  if (typeof value !== 'string') return value;
  const read = parsePydanticBoolean(value);
  return read.ok ? read.value : value;
}

/** The schema requires an offset, which pydantic does not. */
function toDatetime(value: unknown): unknown {
  if (typeof value === 'number') return printTimestamp(value) ?? value;
  if (typeof value !== 'string') return value;
  const read = parsePydanticDatetime(value);
  return read.ok ? `${read.value}${read.aware ? '' : 'Z'}` : value;
}
