/** One mistake in a value, in pydantic's words. */
export interface ValidationError {
  /** Pydantic's name of the mistake: `string_type`. */
  readonly type: string;
  /** Where it is, from the value's root. Branches of a union stand in it too, as pydantic names them. */
  readonly loc: readonly (string | number)[];
  /** Where the input is that pydantic shows: for a missing member the object that lacks it. */
  readonly inputAt: readonly (string | number)[];
  readonly msg: string;
  /** What the message was made from; undefined where pydantic gives none. */
  readonly ctx?: Readonly<Record<string, unknown>> | undefined;
}

/** What pydantic says of a mistake, without where it is. */
export type Wording = Pick<ValidationError, 'type' | 'msg' | 'ctx'>;
