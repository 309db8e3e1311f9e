import { toOperationName } from '../contract/operation.ts';
import type { AppliedOverride } from '../exchange/applied-override.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { IncomingRequest } from '../exchange/incoming-request.ts';
import { toTimestamp } from '../trackers/timestamp.ts';
import { BODY_KEPT } from './exchange-encoding.ts';

/** An exchange of the journal as a test sees it. */
export interface ExchangeRecord {
  readonly id: string;
  /** When the request was read: UTC, RFC 3339. */
  readonly time: string;
  readonly session: string;
  readonly method: string;
  /** Decoded, without the query. */
  readonly path: string;
  /** As sent, without the question mark; empty if there is none. */
  readonly query: string;
  /** `PUT /tracker/{tracker_id}`; null if no operation matched. */
  readonly operation: string | null;
  readonly request: MessageRecord;
  /** The status is null if a fault broke the connection before there was a reply. */
  readonly reply: MessageRecord & { readonly status: number | null };
  /** How long the mock took, a delay included, in milliseconds. */
  readonly ms: number;
  readonly violations: readonly {
    readonly side: 'request' | 'reply';
    readonly location: readonly (string | number)[];
    readonly rule: string;
    readonly message: string;
  }[];
  /** True if the contract does not list the reply's status. */
  readonly undocumented: boolean;
  /** What a stub or a `Prefer` header changed; null if nothing. */
  readonly override: AppliedOverride | null;
  /** Prism's verdict; null if Prism has not judged it. */
  readonly prism: { readonly request: readonly object[]; readonly reply: readonly object[] } | null;
}

/** One half of an exchange. Credentials in its headers are masked. */
export interface MessageRecord {
  readonly headers: Readonly<Record<string, string>>;
  /** As text. */
  readonly body: string;
  /** True if the body was longer than 64 KiB and is cut. */
  readonly truncated: boolean;
}

/** What stands in a record in place of a credential. */
export const MASK = '***';

/** Headers whose values are credentials. */
const MASKED = new Set(['authorization', 'proxy-authorization', 'x-api-key', 'cookie', 'set-cookie']);

/** Converts an exchange for a test to read. */
export function toExchangeRecord(exchange: Exchange): ExchangeRecord {
  const { sequence, session, time, ms, request, reply, operation, violations, isUndocumented, override, prism } =
    exchange;
  const { path, query } = toIncomingRequest(exchange);
  return {
    id: String(sequence),
    time: toTimestamp(time),
    session,
    method: request.method,
    path,
    query,
    operation: operation === undefined ? null : toOperationName(operation),
    request: {
      headers: toShownHeaders(request.headers),
      ...toShownBody(new TextDecoder().decode(request.body), request.body.length),
    },
    reply: {
      status: reply.status,
      headers: toShownHeaders(reply.headers),
      ...toShownBody(reply.body, reply.body.length),
    },
    ms: Math.round(ms * 1000) / 1000,
    violations,
    undocumented: isUndocumented,
    override: override ?? null,
    prism: prism ?? null,
  };
}

function toShownHeaders(headers: Exchange['request']['headers']): Record<string, string> {
  const shown = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, MASKED.has(name) ? MASK : [value].flat().join(', ')] as const],
  );
  return Object.fromEntries(shown);
}

function toShownBody(text: string, length: number): { body: string; truncated: boolean } {
  return { body: text.slice(0, BODY_KEPT), truncated: length > BODY_KEPT };
}

/** The exchange's request, taken apart as when it came in. */
export function toIncomingRequest({ request, target }: Pick<Exchange, 'request' | 'target'>): IncomingRequest {
  return new IncomingRequest(request.method, target, request.headers, request.body);
}
