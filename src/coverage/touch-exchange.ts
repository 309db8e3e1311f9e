import type { Contract } from '../contract/contract.ts';
import { isObject, resolvePlace } from '../contract/document.ts';
import { toPointer } from '../contract/json-pointer.ts';
import type { Operation } from '../contract/operation.ts';
import { findResponse } from '../contract/operation.ts';
import type { Schemas } from '../contract/schema.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { parseJson } from '../exchange/parse-json.ts';
import { toPlaceKey } from './element.ts';
import { isInRange } from './media-range.ts';
import type { TouchRequest } from './touch-request.ts';
import { createRequestToucher } from './touch-request.ts';
import { touchValue } from './touch-value.ts';

/**
 * Returns the keys of what an exchange covers: nothing unless it was answered as the contract declares, and for an observed status that
 * status alone.
 */
export type TouchExchange = (exchange: Exchange) => ReadonlySet<string>;

/** Prepares an operation at its first exchange, so that a mock starts as fast as without coverage. */
export function createExchangeToucher({ schemas }: Contract): TouchExchange {
  const requests = new Map<Operation, TouchRequest>();
  return (exchange) => {
    const touched = new Set<string>();
    const { operation } = exchange;
    const answer = operation === undefined ? undefined : readAnswer(schemas, operation, exchange);
    if (operation === undefined || answer === undefined) return touched;
    if (answer.isObserved) return touched.add(toPlaceKey('observed', answer.status));

    touched.add(toPlaceKey('operations', operation.pointer)).add(toPlaceKey('statuses', answer.status));
    if (answer.mediaType !== undefined) touched.add(toPlaceKey('media-types', answer.mediaType));
    if (answer.body !== undefined) touchValue(schemas, answer.body.schema, answer.body.value, touched);
    const touchRequest = requests.get(operation) ?? createRequestToucher(schemas, operation);
    requests.set(operation, touchRequest);
    touchRequest(exchange, touched);
    return touched;
  };
}

/** A reply that the contract declares. Its places are pointers. */
interface Answer {
  readonly status: string;
  readonly isObserved: boolean;
  readonly mediaType: string | undefined;
  readonly body: { readonly schema: string; readonly value: unknown } | undefined;
}

/** Returns undefined if the contract declares no such reply. Judges stubbed replies, too, which may break the contract on purpose. */
function readAnswer(schemas: Schemas, operation: Operation, { reply, violations }: Exchange): Answer | undefined {
  const response = reply.status === null ? undefined : findResponse(operation, reply.status);
  if (response === undefined || reply.status === null) return undefined;
  // The contract declares no success for an invalid request.
  if (reply.status < 400 && violations.some(({ side }) => side === 'request')) return undefined;
  const [name = ''] = [...operation.responses].find(([, other]) => other === response) ?? [];
  const status = toPointer(operation.pointer, 'responses', name);
  const { node, pointer } = resolvePlace(schemas.document, status);
  const ranges = isObject(node['content']) ? Object.keys(node['content']) : [];
  const bare = { status, isObserved: response.observed, mediaType: undefined, body: undefined };
  if (ranges.length === 0 || operation.method === 'HEAD') return bare;
  const contentType = reply.headers['content-type'];
  const range = contentType === undefined ? undefined : ranges.find((one) => isInRange(contentType, one));
  if (range === undefined) return undefined;
  const mediaType = toPointer(pointer, 'content', range);
  const { schema } = response;
  if (schema === undefined || range !== 'application/json') return { ...bare, mediaType };
  const value = parseJson(reply.body);
  if (value === undefined || schema.check(value) !== undefined) return undefined;
  return { ...bare, mediaType, body: { schema: schema.pointer, value } };
}
