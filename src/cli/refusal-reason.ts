import type { Operation } from '../contract/operation.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { parseJson } from '../exchange/parse-json.ts';
import { isJsonMediaType } from '../fastapi/media-type.ts';
import type { OwnReply } from '../http/own-reply.ts';
import type { Mask } from '../journal/mask.ts';
import { toUnmatchedRecord } from '../journal/unmatched.ts';
import { toSafeText } from './safe-text.ts';

/** The statuses that do not explain themselves in a log. */
const EXPLAINED: ReadonlySet<number | null> = new Set([307, 400, 404, 405, 409, 422, 501]);

/** How long a body may be to be read for its message, in characters: a stub may send any. */
const LONGEST = 64 * 1024;

/**
 * Returns in a few words why a request was refused, or undefined if it was not, or if its violations say it. For a path
 * that no operation has, it names the nearest operation.
 */
export function explainRefusal(exchange: Exchange, operations: readonly Operation[], mask: Mask): string | undefined {
  const { reply, isUnmatched, override, violations } = exchange;
  if (isFailure(exchange)) return toSafeReason(readMessage(reply.body));
  if (violations.length > 0) return explainMediaType(exchange);
  if (!EXPLAINED.has(reply.status)) return undefined;
  const isOwn = override?.code === undefined && override?.reply === undefined;
  const reason = isUnmatched && isOwn ? toUnmatchedRecord(exchange, operations, mask).reason : readMessage(reply.body);
  return toSafeReason(reason);
}

/** Whether the mock failed to answer, for a reason that the violations do not say: a server to which requests are passed on gave no reply. */
function isFailure({ reply, source, violations }: Exchange): boolean {
  if (reply.status === null || reply.status < 500 || source !== 'mock') return false;
  const isProblem = reply.headers['content-type'] === 'application/problem+json';
  return isProblem && violations.every(({ side }) => side === 'request');
}

function toSafeReason(reason: string | undefined): string | undefined {
  return reason === undefined ? undefined : toSafeText(reason);
}

/**
 * Returns why a body was not read as JSON, or undefined if it was. FastAPI's errors do not say it: they say what is wrong with a string, or
 * that there is no body.
 */
function explainMediaType({ request, operation, violations }: Exchange): string | undefined {
  const isWhole = violations.some(({ side, location }) => side === 'request' && location.join('.') === 'body');
  const type = request.headers['content-type'];
  if (!isWhole || operation?.requestBody === undefined || request.body.length === 0) return undefined;
  if (type !== undefined && isJsonMediaType(String(type))) return undefined;
  const found = type === undefined ? 'there is no content-type' : `its content-type is ${JSON.stringify(type)}`;
  return toSafeText(`the body was not read as JSON, since ${found} (send application/json)`);
}

/** The statuses of calls that the control API refused because of their caller. */
const REFUSED_CALLERS: ReadonlySet<number> = new Set([401, 403, 429]);

/** Whether the control API refused a caller, such as a page of another origin: a browser does not tell the page why. */
export function isRefusedCall({ by, reply }: OwnReply): boolean {
  return by === 'admin' && reply.status !== null && REFUSED_CALLERS.has(reply.status);
}

/** Returns in a few words why the control API or the server refused a request, or did not finish its reply. Undefined if it answered. */
export function explainOwnReply({ status, body }: OwnReply['reply']): string | undefined {
  if (status === null) return 'the client had not received the whole reply when the server closed';
  if (status < 400) return undefined;
  const message = readMessage(body);
  // What the server's parser refuses is answered in plain text, as uvicorn answers it.
  return toSafeText(message ?? body);
}

/** Returns the message of an error body, in the server's envelope, in FastAPI's form or of a problem document. */
function readMessage(body: string): string | undefined {
  if (body.length > LONGEST) return undefined;
  const value = parseJson(body);
  if (typeof value !== 'object' || value === null) return undefined;
  const message = 'message' in value ? value.message : 'detail' in value ? value.detail : undefined;
  if (typeof message !== 'string') return undefined;
  // Of several problems, the first shows where to look.
  const problems: readonly unknown[] = 'problems' in value && Array.isArray(value.problems) ? value.problems : [];
  const [first] = problems;
  if (typeof first !== 'string') return message;
  return `${message} ${first}${problems.length > 1 ? `; and ${problems.length - 1} more` : ''}`;
}
