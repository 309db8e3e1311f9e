import type { Exchange } from '../exchange/exchange.ts';
import { toTimestamp } from '../trackers/timestamp.ts';
import { BODY_KEPT } from './exchange-encoding.ts';

/** An exchange of the journal as a test sees it. */
export interface ExchangeRecord {
  readonly id: string;
  /** When the request was read: UTC, RFC 3339. */
  readonly time: string;
  readonly session: string;
  readonly method: string;
  /** Path and query as sent. */
  readonly path: string;
  /** The `operationId`; null where no operation matched. */
  readonly operation: string | null;
  readonly request: MessageRecord;
  readonly reply: MessageRecord & { readonly status: number };
  /** How long the mock took, a stubbed delay counted in, in milliseconds. */
  readonly ms: number;
  readonly violations: readonly {
    readonly side: 'request' | 'reply';
    readonly location: readonly (string | number)[];
    readonly rule: string;
    readonly message: string;
  }[];
  /** True where the contract does not list the reply's status. */
  readonly undocumented: boolean;
  /** What was stubbed for it, such as `fault=slow-body` or a stub's id; empty where nothing was. */
  readonly stubbed: readonly string[];
  /** Prism's verdict; null where Prism has not judged it. */
  readonly prism: { readonly request: readonly object[]; readonly reply: readonly object[] } | null;
}

/** One half of an exchange. Credentials in its headers are masked. */
export interface MessageRecord {
  readonly headers: Readonly<Record<string, string>>;
  /** As text. */
  readonly body: string;
  /** True where the body was longer than 64 KiB and is cut. */
  readonly truncated: boolean;
}

/** Which exchanges to give. What is left out fits any. */
export interface ExchangeFilter {
  /** `operationId`, or method and path template. */
  readonly operation?: string;
  readonly method?: string;
  /** The path without its query; a `*` stands for any characters. */
  readonly path?: string;
  readonly status?: number;
  /** True: without violations; false: with. */
  readonly valid?: boolean;
  /** Only exchanges from this time on, RFC 3339. */
  readonly since?: string;
  /** The newest so many. */
  readonly limit?: number;
  /** A JSON pattern that the request's body has to contain. */
  readonly body?: unknown;
}

/** Headers whose values are credentials. */
const MASKED = new Set(['authorization', 'proxy-authorization', 'x-api-key', 'cookie', 'set-cookie']);

/** An exchange of the journal as a test sees it. Rendered when somebody asks, not when it happens. */
export function toExchangeRecord(exchange: Exchange): ExchangeRecord {
  const { sequence, session, time, ms, request, reply, target, operation, violations, isUndocumented, stubbed, prism } =
    exchange;
  return {
    id: String(sequence),
    time: toTimestamp(time),
    session,
    method: request.method,
    path: target,
    operation: operation?.id ?? null,
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
    stubbed,
    prism: prism ?? null,
  };
}

function toShownHeaders(headers: Exchange['request']['headers']): Record<string, string> {
  const shown = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, MASKED.has(name) ? '***' : [value].flat().join(', ')] as const],
  );
  return Object.fromEntries(shown);
}

function toShownBody(text: string, length: number): { body: string; truncated: boolean } {
  return { body: text.slice(0, BODY_KEPT), truncated: length > BODY_KEPT };
}
