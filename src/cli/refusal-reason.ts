import type { Operation } from '../contract/operation.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { Mask } from '../journal/mask.ts';
import { toUnmatchedRecord } from '../journal/unmatched.ts';
import { toSafeText } from './safe-text.ts';

/** The statuses that do not explain themselves in a log. */
const EXPLAINED: ReadonlySet<number | null> = new Set([400, 404, 409, 422]);

/** How long a body may be to be read for its message, in characters: a stub may send any. */
const LONGEST = 64 * 1024;

/**
 * Returns in a few words why a request was refused, or undefined if it was not, or if its violations say it. For a path that no operation
 * has, it names the nearest operation.
 */
export function explainRefusal(exchange: Exchange, operations: readonly Operation[], mask: Mask): string | undefined {
  const { reply, isUnmatched, override, violations } = exchange;
  if (!EXPLAINED.has(reply.status) || violations.length > 0) return undefined;
  const isOwn = override?.code === undefined && override?.reply === undefined;
  const reason = isUnmatched && isOwn ? toUnmatchedRecord(exchange, operations, mask).reason : readMessage(reply.body);
  return reason === undefined ? undefined : toSafeText(reason);
}

/** Returns the message of an error body, in the server's envelope, in FastAPI's form or of a problem document. */
function readMessage(body: string): string | undefined {
  if (body.length > LONGEST) return undefined;
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null) return undefined;
    const message = 'message' in value ? value.message : 'detail' in value ? value.detail : undefined;
    return typeof message === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}
