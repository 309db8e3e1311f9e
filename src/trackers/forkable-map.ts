/**
 * A map that can be copied in constant time, however large it is.
 *
 * Its entries are in layers: those before the last {@link ForkableMap.fork} are frozen and shared, those written since are in a layer of
 * their own. A session costs what it changed; a reset or a snapshot costs nothing.
 */
export interface ForkableMap<V> {
  readonly size: number;
  get(key: string): V | undefined;
  set(key: string, value: V): void;
  delete(key: string): void;
  /** Returns all values, in the order in which their keys were first added. */
  values(): Generator<V>;
  /** Returns what changed since the oldest layer: the values before and after, undefined if there was or is none. */
  changes(): Generator<{ readonly before: V | undefined; readonly after: V | undefined }>;
  /** Returns an independent copy, in constant time. */
  fork(): ForkableMap<V>;
}

/** Marks a deleted key, since an older layer may still have it. */
const GONE: unique symbol = Symbol('gone');
type Layer<V> = ReadonlyMap<string, V | typeof GONE>;

/** Creates a map over a base, which must not change any more. */
export function createForkableMap<V>(base: ReadonlyMap<string, V> = new Map()): ForkableMap<V> {
  return new LayeredMap<V>([base], base.size);
}

/** A class, since every session has several, and closures would cost more memory than their content. */
class LayeredMap<V> implements ForkableMap<V> {
  #frozen: readonly Layer<V>[];
  #top: Map<string, V | typeof GONE> | undefined;
  #size: number;

  constructor(frozen: readonly Layer<V>[], size: number) {
    this.#frozen = frozen;
    this.#size = size;
  }

  get size(): number {
    return this.#size;
  }

  get(key: string): V | undefined {
    let found = this.#top?.get(key);
    for (let index = this.#frozen.length - 1; found === undefined && index >= 0; index--) {
      found = this.#frozen[index]?.get(key);
    }
    return found === GONE ? undefined : found;
  }

  set(key: string, value: V): void {
    if (this.get(key) === undefined) this.#size += 1;
    this.#top ??= new Map();
    this.#top.set(key, value);
  }

  delete(key: string): void {
    if (this.get(key) === undefined) return;
    this.#size -= 1;
    this.#top ??= new Map();
    this.#top.set(key, GONE);
  }

  *values(): Generator<V> {
    const layers = this.#layers();
    for (const [index, layer] of layers.entries()) {
      for (const key of layer.keys()) {
        if (layers.slice(0, index).some((older) => older.has(key))) continue;
        const value = this.get(key);
        if (value !== undefined) yield value;
      }
    }
  }

  *changes(): Generator<{ readonly before: V | undefined; readonly after: V | undefined }> {
    const [base, ...newer] = this.#layers();
    for (const key of new Set(newer.flatMap((layer) => [...layer.keys()]))) {
      const before = base?.get(key);
      yield { before: before === GONE ? undefined : before, after: this.get(key) };
    }
  }

  fork(): ForkableMap<V> {
    if (this.#top !== undefined) this.#frozen = withLayer(this.#frozen, this.#top);
    this.#top = undefined;
    return new LayeredMap(this.#frozen, this.#size);
  }

  #layers(): readonly Layer<V>[] {
    return this.#top === undefined ? this.#frozen : [...this.#frozen, this.#top];
  }
}

/**
 * Returns the layers with one more on top. Each layer over the base is more than twice as large as the one above it, so that there are
 * few to search and each entry is copied a bounded number of times.
 */
function withLayer<V>(layers: readonly Layer<V>[], added: Layer<V>): readonly Layer<V>[] {
  const result = [...layers];
  let top = added;
  for (
    let below = result.at(-1);
    result.length > 1 && below !== undefined && below.size <= 2 * top.size;
    below = result.at(-1)
  ) {
    top = new Map([...below, ...top]);
    result.pop();
  }
  return [...result, top];
}
