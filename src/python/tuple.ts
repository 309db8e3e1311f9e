/** A list that Python holds as a tuple, such as the `loc` of an error. `repr()` shows the difference; JSON has none. */
export class PythonTuple {
  readonly items: readonly unknown[];

  constructor(items: readonly unknown[]) {
    this.items = items;
  }
}
