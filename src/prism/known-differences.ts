import {
  decode,
  findScalars,
  isJson,
  isJavaScriptNumber,
  isPlainNumber,
  isPythonBoolean,
  isPythonJson,
  isPythonNumber,
  isTypeRule,
  isUtf8,
  toPath,
  toSearch,
} from '../cases/request-spelling.ts';
import type { MockRequest } from '../exchange/exchange.ts';

/** One objection, of either reader, in one form. */
export interface Objection {
  /** Who objects where the other does not: the mock (ajv and FastAPI's way of reading) or Prism. */
  readonly by: 'mock' | 'prism';
  readonly side: 'request' | 'reply';
  /** Within that side: `['query', 'limit']`, `['body', 'status']`. */
  readonly location: readonly (string | number)[];
  /** The rule or code: `type`, `minimum`, `json_invalid`, `415`. */
  readonly rule: string;
  readonly message: string;
}

/** A difference between the mock and Prism that is understood: which objections it accounts for, and why there is one. */
export interface KnownDifference {
  readonly name: string;
  readonly reason: string;
  /** @param all every objection of the same half, this one too */
  readonly explains: (objection: Objection, request: MockRequest, all: readonly Objection[]) => boolean;
}

/**
 * Every difference between the mock and Prism 5.14 to 5.16 that is known. Each holds for one objection and is as narrow as it can be told
 * from the request; what none of them explains is reported.
 */
export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    name: 'repeated-query-parameter',
    reason: 'Prism makes a list of a query parameter that is sent twice; FastAPI takes the last one.',
    explains: ({ by, location }, request) =>
      by === 'prism' &&
      location[0] === 'query' &&
      // A longer location is in an item of a list that is one.
      location.length === 2 &&
      toSearch(request).getAll(String(location[1])).length > 1,
  },
  {
    name: 'javascript-number',
    reason:
      'Prism reads a parameter as JavaScript reads a number, so 1e2, 0x10 and Infinity pass; FastAPI refuses them.',
    explains: ({ by, location, rule }, request) =>
      by === 'mock' &&
      isTypeRule(rule) &&
      findScalars(location, request).some((text) => isJavaScriptNumber(text) && !isPlainNumber(text)),
  },
  {
    name: 'python-number',
    reason: 'FastAPI reads a parameter as Python reads a number, so 1_000 passes; Prism refuses it.',
    explains: ({ by, location }, request, all) =>
      by === 'prism' &&
      asksFor(/must be (integer|number)$/, location, all) &&
      findScalars(location, request).some((text) => isPythonNumber(text) && !isJavaScriptNumber(text)),
  },
  {
    name: 'python-boolean',
    reason:
      'FastAPI reads a parameter as Python reads a boolean, so yes, on and 1 pass; Prism takes true and false alone.',
    explains: ({ by, location }, request, all) =>
      by === 'prism' &&
      asksFor(/must be boolean$/, location, all) &&
      findScalars(location, request).some((text) => isPythonBoolean(text)),
  },
  {
    name: 'empty-query-value',
    reason: 'Prism takes an empty query value as not sent; FastAPI reads the empty text.',
    explains: ({ by, location }, request) =>
      by === 'mock' && location[0] === 'query' && findScalars(location, request).includes(''),
  },
  {
    name: 'nullable-list',
    reason:
      'Prism does not see a list in a query parameter that may be null as well, and refuses it where it is sent once.',
    explains: ({ by, location }, request, all) =>
      by === 'prism' &&
      location[0] === 'query' &&
      asksFor(/must be array$/, location, all) &&
      toSearch(request).getAll(String(location[1])).length === 1,
  },
  {
    name: 'query-parameter-case',
    reason:
      'Prism compares the names of query parameters without regard to case; for FastAPI, LIMIT is another parameter than limit.',
    explains: ({ by, location }, request) =>
      by === 'prism' &&
      location[0] === 'query' &&
      [...toSearch(request).keys()].some((name) => name !== location[1] && name.toLowerCase() === location[1]),
  },
  {
    name: 'comma-in-path',
    reason: 'Prism takes a path parameter with a comma for a list.',
    explains: ({ by, location, rule }, request) =>
      by === 'prism' && location[0] === 'path' && isTypeRule(rule) && toPath(request).includes(','),
  },
  {
    name: 'empty-path-parameter',
    reason:
      'Prism takes a path that ends in a slash for the operation without its parameter; FastAPI redirects to the path without the slash.',
    explains: ({ by, location, rule }, request) =>
      by === 'prism' && location[0] === 'path' && rule === 'required' && toPath(request).endsWith('/'),
  },
  {
    name: 'escaped-slash',
    reason:
      'FastAPI decodes a path before it looks for the route, Prism after, so an escaped slash leads them to different operations.',
    explains: (_, request) => /%2F/i.test(toPath(request)),
  },
  {
    name: 'escaped-letter',
    reason:
      'Prism finds the operation of a path whose fixed part holds an escaped letter, but not the parameters in it.',
    explains: ({ by, location, rule }, request) =>
      by === 'prism' &&
      location[0] === 'path' &&
      rule === 'required' &&
      /%([46][1-9A-F]|[57][0-9A])/i.test(toPath(request)),
  },
  {
    name: 'stray-percent-sign',
    reason:
      'Prism fails on a path with a percent sign that escapes nothing, and its proxy ends; FastAPI takes the path as it stands.',
    explains: ({ by, rule }, request) =>
      by === 'prism' && (rule === 'prism_failed' || rule === 'no_answer') && decode(toPath(request)) === undefined,
  },
  {
    name: 'body-not-declared',
    reason: 'Prism refuses a body where the contract has none; FastAPI does not look at it.',
    explains: ({ by, rule, message }) =>
      by === 'prism' && rule === '415' && message.startsWith('No supported content types'),
  },
  {
    name: 'python-json',
    reason:
      'FastAPI reads JSON as Python does: NaN and Infinity, a byte order mark, UTF-16 and UTF-32. Prism reads none of these.',
    explains: ({ by, rule }, request) => by === 'prism' && rule === 'invalid_json' && isPythonJson(request.body),
  },
  {
    name: 'malformed-json-unanswered',
    reason:
      'From 5.15 on, the proxy of Prism gives no answer to a body that is not JSON; FastAPI answers 422, or reads it as Python does.',
    explains: ({ by, rule }, request) =>
      by === 'prism' && rule === 'no_answer' && request.body.length > 0 && !isJson(request.body),
  },
  {
    name: 'offset-of-a-day',
    reason: 'Prism takes an offset of 24 hours in a date-time; FastAPI takes less than a day.',
    explains: ({ by, rule }, request) =>
      by === 'mock' &&
      rule.startsWith('datetime_') &&
      /[+-]24(:?[0-5]\d)?"/.test(new TextDecoder().decode(request.body)),
  },
  {
    name: 'mended-utf-8',
    reason: 'Prism puts a replacement character where a body is not UTF-8; FastAPI refuses it.',
    explains: ({ by, rule }, request) => by === 'mock' && rule === 'unreadable' && !isUtf8(request.body),
  },
  {
    name: 'python-limit',
    reason:
      'FastAPI refuses JSON that nests deeper, or holds a longer integer, than Python reads; Prism has no such limit.',
    explains: ({ by, rule }, request) => by === 'mock' && rule === 'unreadable' && isUtf8(request.body),
  },
  {
    name: 'half-character',
    reason: 'A text with half a character (an escaped lone surrogate) is no text for FastAPI; Prism takes it.',
    explains: ({ by, rule }, request) =>
      by === 'mock' && rule === 'string_unicode' && /\\ud[89a-f]/i.test(new TextDecoder().decode(request.body)),
  },
  {
    name: 'reply-withheld',
    reason: 'The mock does not send a reply that breaks the contract; Prism judges the 500 that goes out in its place.',
    explains: ({ by, side }) => by === 'mock' && side === 'reply',
  },
];

/** The difference that explains an objection, or undefined where none does. */
export function findKnownDifference(
  objection: Objection,
  request: MockRequest,
  all: readonly Objection[],
): KnownDifference | undefined {
  return KNOWN_DIFFERENCES.find(({ explains }) => explains(objection, request, all));
}

/** True where one of the objections to a parameter asks for a type. With a nullable one, Prism objects three times. */
function asksFor(type: RegExp, location: Objection['location'], all: readonly Objection[]): boolean {
  return all.some((other) => other.location.join() === location.join() && type.test(other.message));
}
