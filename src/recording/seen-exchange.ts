import { FIXTURE_DEPTH } from '../budgets.ts';
import { toOperationName } from '../contract/operation.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { parseTarget } from '../exchange/incoming-request.ts';
import { parseJson } from '../exchange/parse-json.ts';
import { isJsonMediaType } from '../fastapi/media-type.ts';
import type { Mask } from '../journal/mask.ts';
import { MASK } from '../journal/mask.ts';
import { parseQueryString } from '../python/query-string.ts';
import { isDeep } from '../trackers/depth.ts';
import { toTimestamp } from '../trackers/timestamp.ts';
import { maskUrls, withoutSecrets } from './secrets.ts';

/** What a recording keeps of an exchange: a JSON value without secrets, and nothing of the request's headers. */
export interface SeenExchange {
  readonly time: string;
  /** In milliseconds. */
  readonly ms: number;
  readonly source: Exchange['source'];
  readonly session: string;
  readonly method: string;
  /** As sent, without the query. */
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  /** `GET /agents/{agent_id}`; undefined if the contract has no operation for the request. */
  readonly operation?: string;
  readonly request: SeenBody;
  readonly reply: SeenBody & { readonly status: number; readonly headers: Readonly<Record<string, string>> };
  /** The violations, one line each. */
  readonly notes: readonly string[];
}

export interface SeenBody {
  /** Undefined if the body is empty, or was left out. */
  readonly json?: unknown;
  /** Why the body was left out: its secrets could not be found. */
  readonly omitted?: 'is not JSON' | 'nests too deep';
}

/** The headers of replies that are recorded. A header of the server's own could have a secret in it. */
const RECORDED =
  /^(?:access-control-.*|age|allow|cache-control|content-(?:language|type)|date|etag|expires|last-modified|link|location|retry-after|server|vary)$/;

/** Some levels of a fixture are around the body of a stub's reply. */
const DEPTH = FIXTURE_DEPTH - 10;

/** Returns undefined for an exchange without an HTTP reply. */
export function toSeenExchange(exchange: Exchange, mask: Mask): SeenExchange | undefined {
  const { request, target, reply, operation, time, ms, source, session, violations } = exchange;
  if (reply.status === null) return undefined;
  const { path, query } = parseTarget(target);
  const headers = Object.entries(mask.headers(reply.headers)).filter(([name]) => RECORDED.test(name));
  return {
    time: toTimestamp(time),
    ms,
    source,
    session,
    method: request.method,
    path,
    query: parseQueryString(query).map(([name, value]) => [name, mask.isSecret(name) ? MASK : maskUrls(value, mask)]),
    ...(operation !== undefined && { operation: toOperationName(operation) }),
    request: toSeenBody(new TextDecoder().decode(request.body), mask),
    reply: {
      status: reply.status,
      headers: Object.fromEntries(headers),
      ...toSeenReplyBody(reply.body, reply.headers['content-type'], mask),
    },
    notes: violations.map(({ side, location, message }) => `${side} ${location.join('.')}: ${message}`),
  };
}

/** A stream's text may be cut, so only its type tells that it is one. */
function toSeenReplyBody(text: string, type: string | undefined, mask: Mask): SeenBody {
  return type === undefined || isJsonMediaType(type) ? toSeenBody(text, mask) : { omitted: 'is not JSON' };
}

function toSeenBody(text: string, mask: Mask): SeenBody {
  if (text === '') return {};
  const json = parseJson(text);
  if (json === undefined) return { omitted: 'is not JSON' };
  return isDeep(json, DEPTH) ? { omitted: 'nests too deep' } : { json: withoutSecrets(json, mask) };
}
