import { parseTarget } from '../exchange/incoming-request.ts';
import type { OwnReply } from '../http/own-reply.ts';
import type { Mask } from '../journal/mask.ts';
import { unquote } from '../python/unquote.ts';
import { DEFAULT_SESSION, selectSession } from '../sessions/session-name.ts';
import { toSafeText } from './safe-text.ts';
import type { Style } from './style.ts';
import { toStatusColor } from './style.ts';

/** In the place of a status. */
const CUT_OFF = 'cut off';
/** In the place of method and target, if they could not be read. */
const UNREADABLE = '(request not read)';

/** Returns the line of a reply that the mock did not make, for a person. */
export function toOwnLine(own: OwnReply, reason: string | undefined, paint: Style, mask: Mask): string {
  const { by, request, reply, ms } = own;
  const session = toSessionName(request);
  const named = session === DEFAULT_SESSION ? '' : ` [${session}]`;
  const time = ms === undefined ? '' : ` ${paint('dim', `${ms.toFixed(1)} ms`)}`;
  const notes = reason === undefined ? '' : `  ${paint('yellow', reason)}`;
  const status =
    reply.status === null ? paint('red', CUT_OFF) : paint(toStatusColor(reply.status), String(reply.status));
  return `${toSafeText(toRequestText(request, mask))} ${status}${time} ${paint('dim', `(${by})`)}${named}${notes}\n`;
}

export function toOwnText({ request, reply }: OwnReply, mask: Mask): string {
  return `${toRequestText(request, mask)} ${reply.status ?? CUT_OFF}`;
}

interface OwnFields extends Record<string, unknown> {
  readonly session: string;
  /** Null if the request could not be read, as are path and query. */
  readonly method: string | null;
  readonly path: string | null;
  readonly query: string | null;
  /** Null if the reply was cut off. */
  readonly status: number | null;
  /** Null if the request was refused. */
  readonly ms: number | null;
  readonly source: OwnReply['by'];
  readonly reason: string | null;
}

/** Returns the fields of a reply that the mock did not make, named as those of a request to the mock. */
export function toOwnFields(own: OwnReply, reason: string | undefined, mask: Mask): OwnFields {
  const { by, request, reply, ms } = own;
  const { path, query } = parseTarget(request?.url ?? '');
  return {
    session: toSessionName(request),
    method: request?.method ?? null,
    path: request === undefined ? null : unquote(path),
    query: request === undefined ? null : mask.query(query),
    status: reply.status,
    ms: ms === undefined ? null : Math.round(ms * 100) / 100,
    source: by,
    reason: reason ?? null,
  };
}

function toRequestText(request: OwnReply['request'], mask: Mask): string {
  return request === undefined ? UNREADABLE : `${request.method} ${mask.target(request.url ?? '')}`;
}

function toSessionName(request: OwnReply['request']): string {
  try {
    return request === undefined
      ? DEFAULT_SESSION
      : selectSession({ target: request.url ?? '', headers: request.headers }).name;
  } catch {
    return DEFAULT_SESSION;
  }
}
