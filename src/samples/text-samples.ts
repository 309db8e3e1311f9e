import { SAMPLE_TEXT_LENGTH } from '../budgets.ts';
import type { JsonObject } from '../contract/document.ts';
import { drawHex, drawTime, toFormatText } from './format-texts.ts';
import { listPatternTexts } from './pattern-text.ts';
import type { Random } from './random.ts';
import { createRandom, drawUuid } from './random.ts';
import type { SamplePlace } from './sample-place.ts';

/** The sample of a string without constraints. */
export const SAMPLE_TEXT = 'text';

/** Yields texts for a schema, the likely ones first. A pattern may not match: the caller must check it. */
export function* listTexts(node: JsonObject, place: SamplePlace): Generator<string> {
  const { minLength, maxLength, pattern, format } = node;
  const least = typeof minLength === 'number' ? minLength : 0;
  const most = typeof maxLength === 'number' ? maxLength : Number.POSITIVE_INFINITY;
  if (least > SAMPLE_TEXT_LENGTH) return;
  const random = place.seed === undefined ? undefined : createRandom(place.seed);
  if (typeof format === 'string') {
    const text = format === 'date-time' ? toTime(place, random) : toFormatText(format, random);
    if (text !== undefined) yield text;
  }
  if (typeof pattern === 'string') {
    for (const text of listPatternTexts(pattern, random ?? createRandom(''), least)) {
      if (isBetween(text, least, most)) yield text;
    }
  }
  yield fit(toPlainText(place, random), least, most);
  for (const text of OTHERS) if (isBetween(text, least, most)) yield text;
  // For lists whose items must differ.
  for (let count = 1; count <= DIFFERENT; count += 1) yield fit(`${count} ${SAMPLE_TEXT}`, least, most);
}

/** How many different texts there are for a schema. */
const DIFFERENT = 100;

/** Tried if nothing else is valid: numbers as texts, and texts in which every pattern of lower or upper case letters matches. */
const OTHERS = [SAMPLE_TEXT, '1', '0', '0.5', 'a', 'A', 'a1', 'A1', ''];

/** The times of an object are near each other, and that of its creation is the first. */
function toTime({ name = '', objectSeed }: SamplePlace, random: Random | undefined): string | undefined {
  if (random === undefined || objectSeed === undefined) return toFormatText('date-time', random);
  const isFirst = /^(?:created|started|start)(?:_|$)/.test(name);
  return drawTime(createRandom(objectSeed), isFirst ? 0 : 1 + Math.floor(random() * 3600));
}

function toPlainText({ name, title }: SamplePlace, random: Random | undefined): string {
  if (random === undefined || name === undefined) return SAMPLE_TEXT;
  const kind = /(?:^|_)(id|email|uri|url)$/.exec(name)?.[1];
  if (kind === 'id') return drawUuid(random);
  if (kind !== undefined) return toFormatText(kind, random) ?? SAMPLE_TEXT;
  if (name === 'name' && title !== undefined) return title;
  return `${name.replaceAll('_', ' ')} ${drawHex(random)}`;
}

function fit(text: string, least: number, most: number): string {
  const characters = Array.from(text);
  if (characters.length > most) return characters.slice(0, most).join('');
  return characters.length < least ? text.repeat(Math.ceil(least / characters.length)).slice(0, least) : text;
}

function isBetween(text: string, least: number, most: number): boolean {
  const { length } = Array.from(text);
  return length >= least && length <= most;
}
