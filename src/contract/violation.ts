/** One violation of the contract by an exchange. */
export interface Violation {
  /** Which half of the exchange. */
  readonly side: 'request' | 'reply';
  /** The place of the invalid value: `['body', 'status']`, `['query', 'limit']`, `['status']`. */
  readonly location: readonly (string | number)[];
  /** The violated schema keyword (`type`, `minimum`), or the type of FastAPI's error if no schema applies (`json_invalid`). */
  readonly rule: string;
  /** What is wrong, in one sentence. */
  readonly message: string;
}

/** The rule of a violation that is the lack of a reply: the upstream server gave none, and the mock answered in its place. */
export const NO_UPSTREAM_REPLY = 'upstream-failed';
