import { Buffer } from 'node:buffer';
import type { Random } from '../random.ts';
import type { BodyKind } from './bodies.ts';
import { listMutations, makeBody } from './bodies.ts';
import type { RawRequest } from './raw-request.ts';
import { makePath, makeQuery, mutate } from './targets.ts';
import type { SchemaNode } from './values.ts';
import { resolve } from './values.ts';
import { TRACKER_ID } from './world.ts';

export type RequestKind = BodyKind | 'query' | 'path' | 'method';

/** The kinds of request for the published contract, in equal parts. */
export const ALL_KINDS: readonly RequestKind[] = [
  'valid',
  'one mistake',
  'several mistakes',
  'malformed',
  'media type',
  'encoding',
  'query',
  'path',
  'method',
];
/** The kinds whose answers the deployed server words in its own way. What depends on its database is in the recorded sequences. */
export const DEPLOYED_KINDS: readonly RequestKind[] = [
  'valid',
  'one mistake',
  'several mistakes',
  'malformed',
  'media type',
  'encoding',
];
/** And for a later revision: most often the bodies, which are new, but also all that could be read otherwise once they are. */
export const REVISION_KINDS: readonly RequestKind[] = [
  ...ALL_KINDS,
  'valid',
  'one mistake',
  'one mistake',
  'one mistake',
  'several mistakes',
  'several mistakes',
];

/** Draws a request of a kind for a contract. */
export function makeRequest(kind: RequestKind, document: SchemaNode, random: Random): RawRequest {
  switch (kind) {
    case 'query': {
      const path = random.chance(0.9) ? '/tracker' : random.pick(['/tracker/', `/tracker/${TRACKER_ID}`, '/nope']);
      return {
        method: 'GET',
        target: path + makeQuery(random, listParameters(document)),
        headers: [],
        body: undefined,
      };
    }
    case 'path': {
      const target = makePath(random) + (random.chance(0.2) ? makeQuery(random) : '');
      if (random.chance(0.7)) return { method: 'GET', target, headers: [], body: undefined };
      return { ...makeUpdate('one mistake', document, random), target };
    }
    case 'method': {
      const target = random.chance(0.5)
        ? random.pick(['/tracker', `/tracker/${TRACKER_ID}`, '/openapi.json', '/tracker/', '/nope', '*'])
        : makePath(random);
      const method = random.chance(0.9)
        ? random.pick(METHODS)
        : mutate(random.pick(METHODS), random).replaceAll(/[^!-~]/g, '');
      const body = random.chance(0.3) ? Buffer.from('{"status":"x"}') : undefined;
      return { method, target, headers: body === undefined ? [] : [['content-type', 'application/json']], body };
    }
    default:
      return makeUpdate(kind, document, random);
  }
}

const METHODS = [
  'GET',
  'PUT',
  'HEAD',
  'OPTIONS',
  'POST',
  'PATCH',
  'DELETE',
  'TRACE',
  'QUERY',
  'PROPFIND',
  'SEARCH',
  'PURGE',
  'M-SEARCH',
  'LINK',
  'FOO',
  'get',
  'Put',
  'PRI',
  'UPDATE',
  'G',
  'GETT',
];

function makeUpdate(kind: BodyKind, document: SchemaNode, random: Random): RawRequest {
  const { body, contentType } = makeBody(kind, document, findUpdateSchema(document), random);
  const target = `/tracker/${random.chance(0.95) ? TRACKER_ID : 'nope'}${random.chance(0.95) ? '' : makeQuery(random)}`;
  const types = contentType === undefined ? [] : [contentType];
  // Of two content types the first one counts.
  if (kind === 'media type' && random.chance(0.05)) types.push('application/json');
  return { method: 'PUT', target, headers: types.map((type) => ['content-type', type]), body };
}

/** What is malformed at each of its places: escapes and text beyond ASCII, numbers and constants, nesting and space, single values. */
const BODIES = [
  Buffer.from(String.raw`{"status":"a\u00e9 \n","status_reason":null,"zz":[1.5,-2e3,true,{}]}`),
  Buffer.from(String.raw`{"status":"é日😀","status_reason":"\ud83d\ude00\u0000\\\"\/"}`),
  Buffer.from('{"zz":[-0,1E+2,0.1e-7,12345678901234567890,NaN,-Infinity]}'),
  Buffer.from(' { "zz" : [ [ { "é" : {} } , [ ] ] , false ] ,\n"status" : "\u2028" }\t'),
  Buffer.from(String.raw`["é\ud800"]`),
  Buffer.from('"\u{10ffff}"'),
  Buffer.from('-10.5e3'),
  Buffer.from('{"status":"é"}', 'utf16le'),
];

/** Updates whose body is malformed at each of its places in turn. */
export function listMutatedRequests(random: Random): RawRequest[] {
  return BODIES.flatMap((body) => [...listMutations(body, random)]).map((body) => ({
    method: 'PUT',
    target: `/tracker/${TRACKER_ID}`,
    headers: [['content-type', 'application/json']],
    body,
  }));
}

/** The names of the list's parameters. */
function listParameters(document: SchemaNode): string[] {
  const paths = document['paths'] as Record<string, Record<string, { parameters?: { name: string }[] }>>;
  return paths['/tracker']?.['get']?.parameters?.map(({ name }) => name) ?? [];
}

function findUpdateSchema(document: SchemaNode): unknown {
  let node: unknown = document;
  for (const key of ['paths', '/tracker/{tracker_id}', 'put', 'requestBody', 'content', 'application/json', 'schema']) {
    node = resolve(document, node)[key];
  }
  return node;
}
