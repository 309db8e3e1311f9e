import { createRandom, drawUuid } from '../samples/random.ts';

/*
 * The id of a sampled resource, its title, and the row of the world that it belongs to follow from one number, so that each of them finds the
 * others: a list, a resource by its id, and one by its name agree without state.
 */

/** The number of an id: its first eight digits if it is a UUID, or else a hash of it. */
export function toIdNumber(id: unknown): number {
  const digits = /^[0-9a-f]{8}(?=-|$)/i.exec(String(id))?.[0];
  return digits === undefined ? drawNumber(String(id)) : Number.parseInt(digits, 16);
}

/** Returns the title of a resource, such as `agent-5a1d0c3e`. */
export function toTitle(label: string, id: unknown): string {
  return `${label}-${toHex(toIdNumber(id))}`;
}

/** Returns the id of a resource by its name: the one that has this title, or else any that is the same for the same name. */
export function toIdOfName(kind: string, label: string, name: string): string {
  const digits = name.startsWith(`${label}-`) ? /^[0-9a-f]{8}$/.exec(name.slice(label.length + 1))?.[0] : undefined;
  return toId(kind, digits === undefined ? drawNumber(`${kind} ${name}`) : Number.parseInt(digits, 16));
}

/** Returns the UUID that begins with a number. */
export function toId(kind: string, number: number): string {
  const digits = toHex(number);
  return `${digits}${drawUuid(createRandom(`${kind} ${digits}`)).slice(digits.length)}`;
}

/** Draws the number of an id that belongs to a row. @param rows how many rows there are */
export function drawIdNumber(seed: string, row: number, rows: number): number {
  const drawn = drawNumber(seed);
  const number = drawn - (drawn % rows) + row;
  return number < NUMBERS ? number : number - rows;
}

/** How many numbers eight hexadecimal digits can write. */
const NUMBERS = 2 ** 32;

function drawNumber(seed: string): number {
  return Math.floor(createRandom(seed)() * NUMBERS);
}

function toHex(number: number): string {
  return number.toString(16).padStart(8, '0');
}
