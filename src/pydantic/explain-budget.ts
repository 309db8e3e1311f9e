/** What may be spent at all, and more for each value: a union of many models looks at each a few times. */
const AT_LEAST = 2 ** 20;
const FOR_EACH = 64;

/**
 * How much it has cost to explain the same values again. Where the branches of a union overlap and hold the union, pydantic lists the
 * mistakes of the lowest level twice as often with every level, and is lost in a body of thirty. The mock stops, and says that it does.
 */
export class ExplainBudget {
  readonly #seen = new Set<object>();
  #spent = 0;
  #allowed = AT_LEAST;

  /** Whether an object or a list was explained before. */
  isKnown(value: object): boolean {
    if (this.#seen.has(value)) return true;
    this.#seen.add(value);
    this.#allowed += FOR_EACH * (1 + Object.keys(value).length);
    return false;
  }

  /** False where too much was spent. */
  spend(cost: number): boolean {
    this.#spent += cost;
    return this.#spent <= this.#allowed;
  }
}
