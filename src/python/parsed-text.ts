/**
 * A string that a model parsed as JSON. Python prints the string wherever it prints what was sent, and the object in the errors of the object
 * itself.
 *
 * A class, so that no object from a client can be mistaken for one.
 */
export class ParsedText {
  readonly text: string;
  /** What the string was parsed as, losslessly. */
  readonly value: unknown;

  constructor(text: string, value: unknown) {
    this.text = text;
    this.value = value;
  }
}

/** Returns the value that a text was parsed as, or the value itself if it is no parsed text. */
export function toParsed(value: unknown): unknown {
  return value instanceof ParsedText ? value.value : value;
}
