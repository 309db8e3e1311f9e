import type { Violation } from '../control/control-types.ts';
import { toVisible } from './visible-text.ts';

/** One line of a JSON value as it is shown. */
export interface JsonLine {
  readonly depth: number;
  /** The name of the member with its quotes, or undefined in a list and at the top. */
  readonly name: string | undefined;
  /** With the comma after it. */
  readonly text: string;
  readonly kind: 'string' | 'number' | 'other' | 'bracket' | 'missing';
  /** What is wrong with this member. */
  readonly violations: readonly Violation[];
}

/**
 * Returns the lines of a value as JSON, each with the violations that are about it. One about a member that is not there is a line of its own.
 *
 * @param violations those of the body; their locations begin with `body`
 */
export function toJsonLines(value: unknown, violations: readonly Violation[]): JsonLine[] {
  const lines: JsonLine[] = [];
  addLines(
    lines,
    value,
    undefined,
    0,
    '',
    violations.map((violation) => ({ violation, rest: violation.location.slice(1) })),
  );
  return lines;
}

interface Pending {
  readonly violation: Violation;
  /** The steps of the location that are left from here. */
  readonly rest: readonly (string | number)[];
}

function addLines(
  lines: JsonLine[],
  value: unknown,
  name: string | undefined,
  depth: number,
  end: ',' | '',
  pending: readonly Pending[],
): void {
  if (typeof value !== 'object' || value === null) {
    const kind = typeof value === 'string' ? 'string' : typeof value === 'number' ? 'number' : 'other';
    lines.push({
      depth,
      name,
      text: toText(value) + end,
      kind,
      violations: pending.map(({ violation }) => violation),
    });
    return;
  }
  const isList = Array.isArray(value);
  const entries = Object.entries(value);
  const below = new Map<string, Pending[]>();
  const here: Violation[] = [];
  const missing: Pending[] = [];
  for (const item of pending) {
    // A location also has the names of the branches of a union, which are no members.
    const place = item.rest.findIndex((step) => Object.hasOwn(value, step));
    const step = item.rest[place];
    if (step !== undefined) {
      const key = String(step);
      below.set(key, [...(below.get(key) ?? []), { ...item, rest: item.rest.slice(place + 1) }]);
    } else if (item.violation.rule === 'missing' && item.rest.length > 0) missing.push(item);
    else here.push(item.violation);
  }
  const short = isList && below.size + missing.length === 0 ? toShortList(value) : undefined;
  if (short !== undefined) {
    lines.push({ depth, name, text: short + end, kind: 'bracket', violations: here });
    return;
  }
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  if (entries.length === 0 && missing.length === 0) {
    lines.push({ depth, name, text: open + close + end, kind: 'bracket', violations: here });
    return;
  }
  lines.push({ depth, name, text: open, kind: 'bracket', violations: here });
  for (const { violation, rest } of missing) {
    lines.push({
      depth: depth + 1,
      name: String(rest.at(-1)),
      text: 'missing',
      kind: 'missing',
      violations: [violation],
    });
  }
  for (const [index, [key, member]] of entries.entries()) {
    const comma = index === entries.length - 1 ? '' : ',';
    addLines(lines, member, isList ? undefined : toText(key), depth + 1, comma, below.get(key) ?? []);
  }
  lines.push({ depth, name: undefined, text: close + end, kind: 'bracket', violations: [] });
}

/** Escapes what cannot be seen as JSON may: the text stays JSON. */
function toText(value: unknown): string {
  return toVisible(JSON.stringify(value));
}

/** How long a list of simple values may be to take one line, in characters. */
const SHORT = 60;

function toShortList(list: readonly unknown[]): string | undefined {
  if (list.length > SHORT || list.some((item) => typeof item === 'object' && item !== null)) return undefined;
  const text = `[${list.map((item) => toText(item)).join(', ')}]`;
  return text.length <= SHORT ? text : undefined;
}
