import type { JsonObject } from '../contract/document.ts';
import { parsePydanticDatetime, printTimestamp } from './datetime.ts';
import { parsePydanticBoolean, parsePydanticFloat, parsePydanticInteger } from './number.ts';

/**
 * Returns what pydantic's lax mode converts a string, number or boolean to, so that the schema allows it: `"5"` and `true` to an integer, 1 to
 * `true`, a number to a point in time. Returns the value itself if pydantic does not convert it.
 */
export function toLaxValue({ type, format }: JsonObject, value: unknown): unknown {
  switch (type) {
    case 'integer':
      return toNumber(value, parsePydanticInteger);
    case 'number':
      return toNumber(value, parsePydanticFloat);
    case 'boolean':
      return toBoolean(value);
    case 'string':
      return format === 'date-time' ? toDatetime(value) : value;
    default:
      return value;
  }
}

type ParseNumber = (text: string) => { readonly ok: true; readonly value: number | bigint } | { readonly ok: false };

function toNumber(value: unknown, parse: ParseNumber): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string') return value;
  const read = parse(value);
  // A number that is not finite stays a text, which the schema refuses.
  return read.ok && Number.isFinite(Number(read.value)) ? Number(read.value) : value;
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
