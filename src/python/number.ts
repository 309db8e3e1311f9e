/**
 * A number as Python read it, kept as the text that Python prints for it. JavaScript's numbers can't tell `1.0` from `1`
 * nor hold every digit of a large integer; both are needed to echo an input to the letter.
 *
 * A class, so that no object that a client sends can pass for one.
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
