/** One way in which an exchange breaks the contract. */
export interface Violation {
  /** Which half of the exchange. */
  readonly side: 'request' | 'reply';
  /** Where: `['body', 'status']`, `['query', 'limit']`, `['status']`. */
  readonly location: readonly (string | number)[];
  /** The rule: the schema keyword (`type`, `minimum`), or the type of FastAPI's own error where no schema speaks (`json_invalid`). */
  readonly rule: string;
  /** One plain sentence. */
  readonly message: string;
}
