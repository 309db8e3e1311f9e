/** One error in a value, in pydantic's wording. */
export interface ValidationError {
  /** Pydantic's type of the error: `string_type`. */
  readonly type: string;
  /** The error's place, from the value's root. Includes the branches of unions, with pydantic's labels. */
  readonly loc: readonly (string | number)[];
  /** The place of the input that pydantic shows: for a missing member, the object that lacks it. */
  readonly inputAt: readonly (string | number)[];
  /** True if the input that pydantic shows is the member's name, not its value. */
  readonly isKey?: boolean | undefined;
  readonly msg: string;
  /** The values that the message contains; undefined if pydantic omits them. */
  readonly ctx?: Readonly<Record<string, unknown>> | undefined;
}

/** Pydantic's wording of an error, without its place. */
export type Wording = Pick<ValidationError, 'type' | 'msg' | 'ctx'>;
