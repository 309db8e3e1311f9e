/** One mistake in a value, in pydantic's words. */
export interface ValidationError {
  /** Pydantic's name of the mistake: `string_type`. */
  readonly type: string;
  /** Its place, from the value's root. Includes the branches of unions, as pydantic names them. */
  readonly loc: readonly (string | number)[];
  /** Where the input is that pydantic shows: for a missing member the object that lacks it. */
  readonly inputAt: readonly (string | number)[];
  /** True if the input that pydantic shows is the member's name, not its value. */
  readonly isKey?: boolean | undefined;
  readonly msg: string;
  /** What the message was made from; undefined if pydantic gives nothing. */
  readonly ctx?: Readonly<Record<string, unknown>> | undefined;
}

/** What pydantic says of a mistake, without its place. */
export type Wording = Pick<ValidationError, 'type' | 'msg' | 'ctx'>;
