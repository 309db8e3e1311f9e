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
import type { Finding, KnownDifference } from './known-difference.ts';
import { requiresType } from './known-difference.ts';
import { MODEL_DIFFERENCES } from './model-differences.ts';

/**
 * The known differences between the mock and Prism 5.14 to 5.16. Each is as narrow as the request allows, since a finding that none of
 * them explains is reported.
 */
export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    name: 'repeated-query-parameter',
    reason: 'Prism reads a query parameter that is sent twice as a list; FastAPI takes the last value.',
    explains: ({ by, location }, request) =>
      by === 'prism' &&
      location[0] === 'query' &&
      // A longer location is in an item of a declared list.
      location.length === 2 &&
      toSearch(request).getAll(String(location[1])).length > 1,
  },
  {
    name: 'javascript-number',
    reason:
      'Prism reads numbers in parameters as JavaScript does and accepts 1e2, 0x10 and Infinity; FastAPI refuses them.',
    explains: ({ by, location, rule }, request) =>
      by === 'mock' &&
      isTypeRule(rule) &&
      findScalars(location, request).some((text) => isJavaScriptNumber(text) && !isPlainNumber(text)),
  },
  {
    name: 'python-number',
    reason: 'FastAPI reads numbers in parameters as Python does and accepts 1_000; Prism refuses it.',
    explains: ({ by, location }, request, all) =>
      by === 'prism' &&
      requiresType(/must be (integer|number)$/, location, all) &&
      findScalars(location, request).some((text) => isPythonNumber(text) && !isJavaScriptNumber(text)),
  },
  {
    name: 'python-boolean',
    reason:
      'FastAPI reads booleans in parameters as pydantic does and accepts yes, on and 1; Prism accepts only true and false.',
    explains: ({ by, location }, request, all) =>
      by === 'prism' &&
      requiresType(/must be boolean$/, location, all) &&
      findScalars(location, request).some((text) => isPythonBoolean(text)),
  },
  {
    name: 'empty-query-value',
    reason: 'Prism treats an empty query value as missing; FastAPI reads it as an empty string.',
    explains: ({ by, location, rule, message }, request) =>
      by === 'mock'
        ? location[0] === 'query' && findScalars(location, request).includes('')
        : location.join() === 'query' &&
          rule === 'required' &&
          findScalars(['query', findMissing(message) ?? ''], request).includes(''),
  },
  {
    name: 'zero-as-null',
    reason: 'Prism reads 0 in a nullable query parameter as null; FastAPI reads it as the number.',
    explains: ({ by, location }, request) =>
      by === 'mock' && location[0] === 'query' && findScalars(location, request).some((text) => Number(text) === 0),
  },
  {
    name: 'nullable-list',
    reason: 'Prism does not recognize a nullable list in a query parameter and refuses it if it is sent once.',
    explains: ({ by, location }, request, all) =>
      by === 'prism' &&
      location[0] === 'query' &&
      requiresType(/must be array$/, location, all) &&
      toSearch(request).getAll(String(location[1])).length === 1,
  },
  {
    name: 'query-parameter-case',
    reason: 'Prism ignores the case of query parameter names; for FastAPI, LIMIT and limit are different parameters.',
    explains: ({ by, location, rule }, request) =>
      (by === 'prism' || rule === 'missing') &&
      location[0] === 'query' &&
      [...toSearch(request).keys()].some((name) => name !== location[1] && name.toLowerCase() === location[1]),
  },
  {
    name: 'comma-in-path',
    reason: 'Prism reads a path parameter that contains a comma as a list.',
    explains: ({ by, location, rule }, request) =>
      by === 'prism' && location[0] === 'path' && isTypeRule(rule) && toPath(request).includes(','),
  },
  {
    name: 'empty-path-parameter',
    reason:
      'Prism routes a path that ends in a slash to the operation with the parameter missing; FastAPI redirects to the path without the slash.',
    explains: ({ by, location, rule }, request) =>
      by === 'prism' && location[0] === 'path' && rule === 'required' && toPath(request).endsWith('/'),
  },
  {
    name: 'escaped-slash',
    reason: 'FastAPI decodes a path before routing, Prism after, so an escaped slash routes to different operations.',
    explains: (_, request) => /%2F/i.test(toPath(request)),
  },
  {
    name: 'escaped-letter',
    reason:
      'Prism finds the operation of a path with an escaped letter in a fixed segment, but not its path parameters.',
    explains: ({ by, location, rule }, request) =>
      by === 'prism' &&
      location[0] === 'path' &&
      rule === 'required' &&
      /%([46][1-9A-F]|[57][0-9A])/i.test(toPath(request)),
  },
  {
    name: 'stray-percent-sign',
    reason:
      'Prism fails on a path with an invalid percent escape, and its proxy exits; FastAPI leaves the escape as it is.',
    explains: ({ by, rule }, request) =>
      by === 'prism' && (rule === 'prism_failed' || rule === 'no_answer') && decode(toPath(request)) === undefined,
  },
  {
    name: 'body-not-declared',
    reason: 'Prism refuses a body that the contract does not declare; FastAPI ignores it.',
    explains: ({ by, rule, message }) =>
      by === 'prism' && rule === '415' && message.startsWith('No supported content types'),
  },
  {
    name: 'python-json',
    reason:
      'FastAPI reads JSON as Python does and accepts NaN, Infinity, a byte order mark, UTF-16 and UTF-32; Prism refuses them.',
    explains: ({ by, rule }, request) => by === 'prism' && rule === 'invalid_json' && isPythonJson(request.body),
  },
  {
    name: 'malformed-json-unanswered',
    reason:
      'The proxy of Prism 5.15 and later does not answer a body that is not JSON; FastAPI answers 422, or reads it as Python does.',
    explains: ({ by, rule }, request) =>
      by === 'prism' && rule === 'no_answer' && request.body.length > 0 && !isJson(request.body),
  },
  {
    name: 'offset-of-a-day',
    reason: 'Prism accepts an offset of 24 hours in a date-time; FastAPI requires less than 24 hours.',
    explains: ({ by, rule }, request) =>
      by === 'mock' &&
      rule.startsWith('datetime_') &&
      /[+-]24(:?[0-5]\d)?"/.test(new TextDecoder().decode(request.body)),
  },
  {
    name: 'invalid-utf-8',
    reason: 'Prism replaces invalid UTF-8 in a body with replacement characters; FastAPI refuses the body.',
    explains: ({ by, rule }, request) => by === 'mock' && rule === 'unreadable' && !isUtf8(request.body),
  },
  {
    name: 'python-limit',
    reason: 'FastAPI refuses JSON whose nesting or integers exceed the limits of Python; Prism has no such limits.',
    explains: ({ by, rule }, request) => by === 'mock' && rule === 'unreadable' && isUtf8(request.body),
  },
  {
    name: 'lone-surrogate',
    reason: 'FastAPI refuses a string with an escaped lone surrogate; Prism accepts it.',
    explains: ({ by, rule }, request) =>
      by === 'mock' && rule === 'string_unicode' && /\\ud[89a-f]/i.test(new TextDecoder().decode(request.body)),
  },
  {
    name: 'reply-withheld',
    reason: 'The mock replaces a reply that breaks the contract with a 500, and Prism validates only the 500.',
    explains: ({ by, side }) => by === 'mock' && side === 'reply',
  },
  ...MODEL_DIFFERENCES,
];

/** Returns the difference that explains a finding, or undefined if none does. */
export function findKnownDifference(
  finding: Finding,
  request: MockRequest,
  all: readonly Finding[],
): KnownDifference | undefined {
  return KNOWN_DIFFERENCES.find(({ explains }) => explains(finding, request, all));
}

/** Returns the name of the parameter that Prism misses. */
function findMissing(message: string): string | undefined {
  return /must have required property '(.*)'$/.exec(message)?.[1];
}
