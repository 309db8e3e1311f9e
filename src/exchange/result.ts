import type { Violation } from '../contract/violation.ts';
import type { ReplySource } from '../control/control-types.ts';
import type { HttpReply, ReplyHeaders } from './reply.ts';

/** The answer of an operation before the reply is verified, and its change to the world. */
export interface Result {
  readonly status: number;
  /** The body as a JSON value, which is verified against the contract; undefined if there is no JSON body. */
  readonly value: unknown;
  /** The body as it is sent. */
  readonly body: string;
  /** The items of a list whose body is their JSON. They are never changed, so they can be kept without a copy. */
  readonly items?: HttpReply['items'];
  /** What is sent in place of `body`, with `headers` alone. */
  readonly content?: HttpReply['content'];
  readonly isKept?: HttpReply['isKept'];
  readonly cookies?: HttpReply['cookies'];
  /** In addition to `content-type: application/json`, which every body has. */
  readonly headers?: ReplyHeaders;
  /** Who made it. @default 'mock' */
  readonly source?: ReplySource;
  /** How the request breaks the contract. */
  readonly violations?: readonly Violation[];
  /** True if the operation is turned off: the reply is that to an unknown path, so it is not verified, and the request counts as unmatched. */
  readonly isUnserved?: true;
  /** True if the reply has no CORS headers: the server's CORS middleware does not see it. */
  readonly isOutsideCors?: true;
  /** Changes the world. Called after the reply has been verified. */
  readonly commit?: () => void;
}

/** The answer of an operation whose reply takes time to make. It changes nothing. */
export interface LateResult {
  readonly later: () => Promise<Result>;
}

/** Returns a result whose JSON body does not have to be written as Python does. */
export function toJsonResult(
  status: number,
  value: unknown,
  rest: Pick<Result, 'headers' | 'violations'> = {},
): Result {
  return { status, value, body: JSON.stringify(value), ...rest };
}
