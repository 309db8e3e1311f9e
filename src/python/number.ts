/**
 * A number as Python prints it. JavaScript numbers do not distinguish `1.0` from `1` and lose digits of large integers; both are needed to
 * echo an input exactly.
 *
 * A class, so that no object from a client can be mistaken for one.
 */
export class PythonNumber {
  /** Python's type. */
  readonly kind: 'int' | 'float';
  /** Python's `repr()`: all digits of an integer, or `1000.0`, `-0.0`, `inf`, `nan`. */
  readonly text: string;

  constructor(kind: 'int' | 'float', text: string) {
    this.kind = kind;
    this.text = text;
  }
}

/** Whether a losslessly read value is an integer of which a JavaScript number may not keep all digits. */
export function isPythonInteger(value: unknown): value is PythonNumber {
  return value instanceof PythonNumber && value.kind === 'int';
}

/** Returns the nearest finite number, since Python's integers are unbounded. */
export function clampInteger(value: number): number {
  return Math.max(-Number.MAX_VALUE, Math.min(value, Number.MAX_VALUE));
}
