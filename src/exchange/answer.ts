import type { Operation } from '../contract/operation.ts';
import type { Violation } from '../contract/violation.ts';

/** What the mock would send, before its last check. */
export interface Answer {
  readonly status: number;
  /** The body as a value, for the check; undefined where there is no JSON body. */
  readonly value: unknown;
  /** The body as it is sent. */
  readonly text: string;
  /** Writes {@link Answer.text} again, where keeping what it was written from takes less than keeping it. */
  readonly rewrite?: (() => string) | undefined;
  /** `application/json` unless it says otherwise. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The operation that it answers; undefined where no operation matched. */
  readonly operation?: Operation;
  /** How the request breaks the contract. */
  readonly violations?: readonly Violation[];
  /** The change that goes with it. */
  readonly commit?: (() => void) | undefined;
}

/** An answer of JSON that is written here and now. */
export function toJsonAnswer(
  status: number,
  value: unknown,
  rest: Omit<Answer, 'status' | 'value' | 'text'> = {},
): Answer {
  return { status, value, text: JSON.stringify(value), ...rest };
}
