import type { Random } from '../random.ts';
import { ODD_NUMBERS, ODD_STRINGS } from './odd-values.ts';
import { TRACKER_ID, WORLDS } from './world.ts';

/** Paths that lead to the contract's operations, or nearly. */
export function makePath(random: Random): string {
  const id = random.chance(0.5) ? TRACKER_ID : random.pick(ODD_IDS);
  const path = random.pick([
    '/tracker',
    '/tracker/',
    `/tracker/${id}`,
    `/tracker/${id}/`,
    `/tracker/${id}/x`,
    '/',
    '',
    '/openapi.json',
    '/nope',
    '*',
    `http://a.example/tracker/${id}`,
    `http://a.example:80/tracker`,
    `//a.example/tracker`,
    `/tracker//${id}`,
    `/tracker/${id}//`,
    `/Tracker/${id}`,
  ]);
  return random.chance(0.5) ? path : mutate(path, random);
}

const ODD_IDS = [
  'a',
  'nope',
  '%',
  '%zz',
  '%4',
  '%41',
  '%2F',
  '%2f',
  'a%2Fb',
  '%00',
  '%0A',
  '%0a',
  'a%0A',
  '%20',
  '+',
  '%2B',
  '%C3%A9',
  '%c3',
  '%C3é',
  '%ff',
  '%ED%A0%80',
  '%F0%9F%98%80',
  '%25',
  '%2525',
  ';',
  'a;b',
  '..',
  '.',
  '%2E%2E',
  '~',
  '{}',
  '|',
  '^',
  '`',
  '"',
  '<>',
  '\\',
  '[',
  ']',
  '@',
  ':',
  '*',
  '!',
  '$',
  '&',
  "'",
  '()',
  ',',
  '=',
  '\xe9',
  '\xc3\xa9',
  '\xff',
  '\x80',
  '__proto__',
  'constructor',
  'null',
  'T%E2%80%A8',
  '%E2%80%A8',
  '%EF%BB%BF',
];

const PIECES = [
  '%',
  '%2',
  '%2F',
  '%2f',
  '%3F',
  '%23',
  '%26',
  '%3D',
  '%3B',
  '%2B',
  '%20',
  '%00',
  '%0A',
  '%0D',
  '%09',
  '%25',
  '%41',
  '%C3%A9',
  '%c3',
  '%ff',
  '%F0%9F%98%80',
  '%u0041',
  '%zz',
  '/',
  '//',
  '/.',
  '/..',
  '?',
  '??',
  '#',
  '&',
  '&&',
  '=',
  '==',
  ';',
  '+',
  '\\',
  '"',
  '<',
  '>',
  '{',
  '}',
  '|',
  '^',
  '`',
  '[',
  ']',
  '@',
  ':',
  '*',
  '~',
  '!',
  '$',
  "'",
  '(',
  ')',
  ',',
  '.',
  '_',
  '-',
  'a',
  '0',
  '\xe9',
  '\xc3\xa9',
  '\xff',
  '\x80',
  '\x7f',
  '\x01',
  '\t',
  ' ',
];

/** A target with something cut, put in or put over at any place. */
export function mutate(target: string, random: Random): string {
  let text = target;
  for (let count = random.pick([1, 1, 2, 3]); count > 0; count--) {
    const at = random.below(text.length + 1);
    const piece = random.chance(0.2) ? '' : random.pick(PIECES);
    text = text.slice(0, at) + piece + text.slice(at + random.pick([0, 0, 1, 2]));
  }
  return text;
}

const PARAMETERS = ['agent_id', 'task_id', 'limit', 'page_number', 'order_by', 'order_direction'];

/** The query of a list, with its question mark; or none. A revision has parameters of its own beside the published ones. */
export function makeQuery(random: Random, parameters: readonly string[] = []): string {
  if (random.chance(0.05)) {
    return random.pick(['', '?', '?&', '?=', '?&&&', '?limit', '??', '?#', '#', '#?limit=0', '?limit=0#x', '?;', '?%']);
  }
  const pairs = Array.from({ length: random.pick([1, 1, 1, 2, 2, 3, 6]) }, () => {
    const name = random.chance(0.9)
      ? random.pick([...PARAMETERS, ...parameters, ...parameters])
      : random.pick([
          'x',
          'Limit',
          'limit[]',
          'limit ',
          '%6Cimit',
          'limi%74',
          'agent-id',
          '',
          '__proto__',
          'li+mit',
          'limit%00',
        ]);
    return random.chance(0.05) ? name : `${name}=${makeParameter(name, random)}`;
  });
  const query = `?${pairs.join(random.chance(0.95) ? '&' : random.pick([';', '&&', '&;', '&amp;', '%26', ',']))}`;
  return random.chance(0.15) ? mutate(query, random) : query;
}

function makeParameter(name: string, random: Random): string {
  switch (name) {
    case 'limit':
    case 'page_number':
    case '%6Cimit':
    case 'limi%74':
      return makeNumberText(random);
    case 'agent_id':
    case 'task_id':
      return random.chance(0.5)
        ? String(random.pick(WORLDS.str.trackers)[name] ?? '')
        : spell(random.pick(ODD_STRINGS), random);
    case 'order_by':
      return random.chance(0.7)
        ? random.pick([
            'id',
            'agent_id',
            'task_id',
            'status',
            'status_reason',
            'last_processed_event_id',
            'created_at',
            'updated_at',
          ])
        : spell(random.pick(ODD_STRINGS), random);
    case 'order_direction':
      return random.chance(0.7)
        ? random.pick([
            'asc',
            'desc',
            'ASC',
            'DESC',
            'Desc',
            'desc ',
            'descending',
            '',
            'dESC',
            'DE%53C',
            'de%C5%BFc',
            'de\xc5\xbfc',
          ])
        : spell(random.pick(ODD_STRINGS), random);
    default:
      return spell(random.pick(random.chance(0.5) ? PARAMETER_TEXTS : ODD_STRINGS), random);
  }
}

/** Texts that fit one of the parameters of a revision, or nearly. */
const PARAMETER_TEXTS = [
  '1',
  '2',
  '3',
  '0',
  'a',
  'b',
  'x',
  'true',
  'off',
  '1.0',
  '1.5',
  '2026-08-18',
  '2026-08-18T20:28:14Z',
  '',
];

/** A number as someone might write one. */
function makeNumberText(random: Random): string {
  if (random.chance(0.3)) return random.pick(['1', '2', '3', '5', '10', '50']);
  if (random.chance(0.3)) return spell(random.pick(ODD_STRINGS), random);
  let text = random.pick(ODD_NUMBERS);
  for (let count = random.below(3); count > 0; count--) {
    const at = random.below(text.length + 1);
    text = text.slice(0, at) + random.pick(NUMBER_PIECES) + text.slice(at + random.pick([0, 0, 1]));
  }
  if (random.chance(0.01)) {
    text = random.pick(['1', '0', '-9', '0.']) + random.pick(['0', '1', '_1']).repeat(4298 + random.below(4));
  }
  return spell(text, random);
}

const NUMBER_PIECES = [
  '_',
  '__',
  '.',
  '.0',
  '.00',
  '0',
  '00',
  '1',
  '+',
  '-',
  'e',
  'e1',
  'E+1',
  ' ',
  '  ',
  '\t',
  '\n',
  '\r',
  '\f',
  '\v',
  '\0',
  '\u0085',
  '\u00a0',
  '\u2003',
  '\u3000',
  '\u200b',
  '\ufeff',
  '\u001c',
  '\u001f',
  '١',
  '１',
  'x',
  '0x',
  ',',
  '\u2212',
  '½',
  '²',
  'n',
  'L',
];

/** Returns a text for a query. What must be escaped is, and now and then what need not be. */
function spell(text: string, random: Random): string {
  let spelled = '';
  for (const byte of new TextEncoder().encode(text)) {
    const character = String.fromCharCode(byte);
    if (/[\w.~-]/.test(character) ? random.chance(0.05) : byte <= 0x20 || byte === 0x7f || random.chance(0.8)) {
      const digits = byte.toString(16).padStart(2, '0');
      spelled += byte === 0x20 && random.chance(0.5) ? '+' : `%${random.chance(0.5) ? digits : digits.toUpperCase()}`;
    } else spelled += character;
  }
  return spelled;
}
