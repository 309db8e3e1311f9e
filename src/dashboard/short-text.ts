import { toVisible } from './visible-text.ts';

/** How much of a text a cell or a title shows. A client may send a megabyte, which would take long to lay out. */
const SHOWN = 200;

/** Returns the beginning of a text, with its hidden characters escaped. */
export function toShortText(text: string, shown: number = SHOWN): string {
  return text.length <= shown ? toVisible(text) : `${toVisible(text.slice(0, shown))}…`;
}

/** Returns a value as one short line. */
export function toLine(value: unknown): string {
  if (value === null || value === undefined) return '–';
  return toShortText(typeof value === 'string' ? value : JSON.stringify(value));
}

const dateTime = new Intl.DateTimeFormat(undefined, {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
});

/** Returns a time as people read it, in their own zone, which it names. */
export function toTimeText(time: string | null | undefined): string {
  if (time === null || time === undefined) return '–';
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? toShortText(time) : dateTime.format(date);
}

const shortTime = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  second: '2-digit',
});

/** Returns a time without its year, for a table. */
export function toShortTime(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? toShortText(time) : shortTime.format(date);
}

export function toCount(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
