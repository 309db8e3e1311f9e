import type { Operation, RequestBody } from '../contract/operation.ts';
import type { Parameter } from '../contract/parameter.ts';
import type { Schemas } from '../contract/schema.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { parseTarget } from '../exchange/incoming-request.ts';
import { parseJson } from '../exchange/parse-json.ts';
import { createItemsReader, createTextReader } from '../fastapi/parameter-value.ts';
import { createRouter } from '../fastapi/router.ts';
import { parseQueryString } from '../python/query-string.ts';
import { unquote } from '../python/unquote.ts';
import { toAlternativeKey, toHolder, toPlaceKey } from './element.ts';
import { touchValue } from './touch-value.ts';

/** Adds the keys of what a client sent. An invalid parameter or body covers only its alternative `invalid`. */
export type TouchRequest = (exchange: Exchange, touched: Set<string>) => void;

/** Creates the function for the requests of one operation. */
export function createRequestToucher(schemas: Schemas, operation: Operation): TouchRequest {
  const { method, path, requestBody } = operation;
  const router = createRouter([{ method, path, endpoint: operation }]);
  const readers = operation.parameters.map((parameter) => ({ parameter, touch: touchParameter(schemas, parameter) }));

  return (exchange, touched) => {
    const target = parseTarget(exchange.target);
    const query = parseQueryString(target.query);
    const match = router.find(method, unquote(target.path));
    const segments = match.kind === 'matched' ? match.parameters : {};
    for (const { parameter, touch } of readers) {
      touch(
        findTexts(parameter, exchange, segments, query),
        isRefused(exchange, parameter.in, parameter.name),
        touched,
      );
    }
    if (requestBody !== undefined) touchBody(schemas, requestBody, exchange, touched);
  };
}

function findTexts(
  { in: place, name }: Parameter,
  { request }: Exchange,
  segments: Readonly<Record<string, string>>,
  query: readonly (readonly [string, string])[],
): string[] {
  switch (place) {
    case 'path':
      return [segments[name] ?? ''];
    case 'query':
      return query.flatMap(([other, text]) => (other === name ? [text] : []));
    case 'header':
      return [request.headers[name.toLowerCase()] ?? []].flat();
  }
}

/** Returns whether the request breaks the contract in a parameter, or anywhere in its body. */
function isRefused({ violations }: Exchange, place: string, name?: string): boolean {
  return violations.some(
    ({ side, location }) => side === 'request' && location[0] === place && (name === undefined || location[1] === name),
  );
}

function touchParameter(schemas: Schemas, { schema }: Parameter) {
  const pointer = toHolder(schema.pointer);
  const readText = createTextReader(schemas.document, schema.pointer);
  const readItems = createItemsReader(schemas.document, schema.pointer);
  return (texts: readonly string[], isInvalid: boolean, touched: Set<string>): void => {
    const last = texts.at(-1);
    if (last !== undefined) touched.add(toPlaceKey('parameters', pointer));
    touched.add(toAlternativeKey('presence', pointer, last === undefined ? 'omitted' : 'present'));
    if (isInvalid) touched.add(toAlternativeKey('validity', pointer, 'invalid'));
    if (last === undefined || isInvalid) return;
    touched.add(toAlternativeKey('validity', pointer, 'valid'));
    touchValue(schemas, schema.pointer, readItems?.(texts) ?? readText(last), touched);
  };
}

function touchBody(schemas: Schemas, { schema }: RequestBody, exchange: Exchange, touched: Set<string>): void {
  const mediaType = toHolder(schema.pointer);
  const pointer = toHolder(toHolder(mediaType));
  const isInvalid = isRefused(exchange, 'body');
  const isEmpty = exchange.request.body.length === 0;
  touched.add(toAlternativeKey('presence', pointer, isEmpty ? 'omitted' : 'present'));
  if (isInvalid) touched.add(toAlternativeKey('validity', pointer, 'invalid'));
  if (isEmpty || isInvalid) return;
  touched.add(toAlternativeKey('validity', pointer, 'valid'));
  const value = parseJson(new TextDecoder().decode(exchange.request.body));
  if (value === undefined) return;
  touched.add(toPlaceKey('media-types', mediaType));
  touchValue(schemas, schema.pointer, value, touched);
}
