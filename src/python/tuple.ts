/** A list that is a tuple in Python, such as the `loc` of an error. `repr()` prints it differently; JSON does not. */
export class PythonTuple {
  readonly items: readonly unknown[];

  constructor(items: readonly unknown[]) {
    this.items = items;
  }
}
