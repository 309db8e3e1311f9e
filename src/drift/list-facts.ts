import { toSearch } from '../cases/request-spelling.ts';
import { isObject } from '../contract/document.ts';
import { parseJson } from '../exchange/parse-json.ts';
import type { Answer, Fact } from './drift-case.ts';
import type { Severity } from './severity.ts';
import { findTextForm } from './text-form.ts';

// Rules of lists that no shape shows. Each looks at one side alone, so the data of the sides need not be the same.

/** How many different values in a row are no coincidence. */
const TELLING = 5;

/** Every item has the value that the filter asks for. */
export function createFilterFact(name: string): Fact {
  return {
    severity: 'breaking',
    rule: `the filter ${name} holds`,
    holds: (answers) =>
      every(answers, ({ request, reply }) => {
        const wanted = toSearch(request).get(name);
        const found = readList(reply)?.flatMap((item) => (isObject(item) && name in item ? [String(item[name])] : []));
        return found === undefined || found.length === 0 ? undefined : found.every((value) => value === wanted);
      }),
  };
}

/** No list is longer than its limit. */
export function createLimitFact(name: string): Fact {
  return {
    severity: 'breaking',
    rule: `the limit of the parameter ${name} holds`,
    holds: (answers) =>
      every(answers, ({ request, reply }) => {
        const length = readList(reply)?.length ?? 0;
        return length === 0 ? undefined : length <= Number(toSearch(request).get(name));
      }),
  };
}

/** The first reply is the beginning of the list, and the others are pages of it, in order. */
export function createPagesFact(): Fact {
  return {
    severity: 'breaking',
    rule: 'the pages make up the list',
    holds([whole, ...pages]) {
      const list = whole === undefined ? undefined : readList(whole.reply);
      const items = pages.map(({ reply }) => readList(reply));
      if (list === undefined || list.length < 2 || items.includes(undefined)) return undefined;
      return JSON.stringify(items.flat()) === JSON.stringify(list);
    },
  };
}

/** The lists are in the order of a member. Only many values in a row show that they are so on purpose. */
export function createOrderFact(member: string, direction: Direction, severity: Severity = 'warning'): Fact {
  return {
    severity,
    rule: `the list is in ${direction} order of ${member}`,
    holds(answers) {
      const lists = answers.map(({ reply }) => toNumbers(readList(reply) ?? [], member));
      const known = lists.filter((numbers) => numbers !== undefined);
      if (known.length < lists.length) return undefined;
      if (!known.every((numbers) => isInOrder(numbers, direction))) return false;
      return known.some((numbers) => new Set(numbers).size >= TELLING) ? true : undefined;
    },
  };
}

export type Direction = 'ascending' | 'descending';

function isInOrder(numbers: readonly number[], direction: Direction): boolean {
  return numbers.every((value, index) => {
    const before = numbers[index - 1] ?? value;
    return direction === 'ascending' ? before <= value : before >= value;
  });
}

/** Returns the values of a member as numbers, or undefined if one of them is neither a number nor a time. */
function toNumbers(items: readonly unknown[], member: string): number[] | undefined {
  const values = items.map((item) => (isObject(item) ? toComparable(item[member]) : undefined));
  const numbers = values.filter((value) => value !== undefined);
  return numbers.length < values.length ? undefined : numbers;
}

function toComparable(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !(findTextForm(value)?.startsWith('date') ?? false)) return undefined;
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : time;
}

function every(answers: readonly Answer[], check: (answer: Answer) => boolean | undefined): boolean | undefined {
  const found = answers.map(check).filter((result) => result !== undefined);
  return found.length === 0 ? undefined : found.every(Boolean);
}

function readList({ status, body }: Answer['reply']): readonly unknown[] | undefined {
  const value = status === 200 ? parseJson(body) : undefined;
  return Array.isArray(value) ? value : undefined;
}
