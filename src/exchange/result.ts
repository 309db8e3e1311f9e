import type { Violation } from '../contract/violation.ts';
import type { HttpReply, ReplyHeaders } from './reply.ts';

/** What an operation answers, before the reply is verified, and the change that goes with it. */
export interface Result {
  readonly status: number;
  /** The body as a JSON value, which is verified against the contract; undefined if there is no JSON body. */
  readonly value: unknown;
  /** The body as it is sent. */
  readonly body: string;
  /** The items of a list whose body is their JSON. They are never changed, and there anyhow. */
  readonly items?: HttpReply['items'];
  /** Beside `content-type: application/json`, which every body has. */
  readonly headers?: ReplyHeaders;
  /** How the request breaks the contract. */
  readonly violations?: readonly Violation[];
  /** True if the reply has no CORS headers: the server's CORS middleware does not see it. */
  readonly isOutsideCors?: true;
  /** Changes the world. Called once the reply has been verified. */
  readonly commit?: () => void;
}

/** A result with a JSON body that needs none of Python's spelling. */
export function toJsonResult(
  status: number,
  value: unknown,
  rest: Pick<Result, 'headers' | 'violations'> = {},
): Result {
  return { status, value, body: JSON.stringify(value), ...rest };
}
