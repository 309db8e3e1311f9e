import { estimateSize } from './memory.ts';

/**
 * A map that can be copied in constant time, however large it is.
 *
 * Its entries are in layers: those before the last {@link ForkableMap.fork} are frozen and shared, those written since are in a layer of
 * their own. A session costs what it changed; a reset or a snapshot costs nothing.
 */
export interface ForkableMap<V> {
  readonly size: number;
  get(key: string): V | undefined;
  /** Returns how many more bytes {@link ForkableMap.set} would take; negative if it replaces a larger value. */
  growth(key: string, value: V): number;
  /** @param growth the result of {@link ForkableMap.growth} for the same entry, if known */
  set(key: string, value: V, growth?: number): void;
  /** Returns how many more bytes are taken, since a deletion is recorded as well. */
  delete(key: string): number;
  /** Returns all values, in the order in which their keys were first added. */
  values(): Generator<V>;
  /** Returns what changed since the oldest layer: each value before and after, undefined if absent. */
  changes(): Generator<{ readonly before: V | undefined; readonly after: V | undefined }>;
  /** Returns an independent copy, in constant time. */
  fork(): ForkableMap<V>;
  /** Returns the layers, which are shared with forks. */
  layers(): readonly SizedLayer[];
}

/** Marks a deleted key, since an older layer may still have it. */
const GONE: unique symbol = Symbol('gone');

/** A frozen layer that forks share. */
export interface SizedLayer {
  /** The memory that the layer takes, in bytes. */
  readonly bytes: number;
}

interface Layer<V> extends SizedLayer {
  readonly entries: ReadonlyMap<string, V | typeof GONE>;
}

/** The layer of the entries written since the last fork. */
interface TopLayer<V> extends Layer<V> {
  readonly entries: Map<string, V | typeof GONE>;
  bytes: number;
}

/** The memory of an entry without its value, including its places in the layers and in a world's indexes. */
const ENTRY_SIZE = 400;

/**
 * Creates a map over a base, which must not change any more.
 *
 * @param isCounted whether the memory of the base counts
 */
export function createForkableMap<V>(base: ReadonlyMap<string, V> = new Map(), isCounted = false): ForkableMap<V> {
  let bytes = 0;
  if (isCounted) for (const value of base.values()) bytes += measure(value);
  return new LayeredMap<V>([{ entries: base, bytes }], base.size);
}

function measure(value: unknown): number {
  return value === GONE ? ENTRY_SIZE : ENTRY_SIZE + estimateSize(value);
}

/** A class, since every session has several, and closures would cost more memory than their content. */
class LayeredMap<V> implements ForkableMap<V> {
  #frozen: readonly Layer<V>[];
  #top: TopLayer<V> | undefined;
  #size: number;

  constructor(frozen: readonly Layer<V>[], size: number) {
    this.#frozen = frozen;
    this.#size = size;
  }

  get size(): number {
    return this.#size;
  }

  get(key: string): V | undefined {
    let found = this.#top?.entries.get(key);
    for (let index = this.#frozen.length - 1; found === undefined && index >= 0; index--) {
      found = this.#frozen[index]?.entries.get(key);
    }
    return found === GONE ? undefined : found;
  }

  growth(key: string, value: V): number {
    return measure(value) - this.#measureTop(key);
  }

  set(key: string, value: V, growth: number = this.growth(key, value)): void {
    if (this.get(key) === undefined) this.#size += 1;
    this.#top ??= { entries: new Map(), bytes: 0 };
    this.#top.entries.set(key, value);
    this.#top.bytes += growth;
  }

  delete(key: string): number {
    if (this.get(key) === undefined) return 0;
    const growth = measure(GONE) - this.#measureTop(key);
    this.#size -= 1;
    this.#top ??= { entries: new Map(), bytes: 0 };
    this.#top.entries.set(key, GONE);
    this.#top.bytes += growth;
    return growth;
  }

  /** Returns what the top layer takes for a key. */
  #measureTop(key: string): number {
    const value = this.#top?.entries.get(key);
    return value === undefined ? 0 : measure(value);
  }

  *values(): Generator<V> {
    const layers = this.layers();
    for (const [index, layer] of layers.entries()) {
      for (const key of layer.entries.keys()) {
        if (layers.slice(0, index).some((older) => older.entries.has(key))) continue;
        const value = this.get(key);
        if (value !== undefined) yield value;
      }
    }
  }

  *changes(): Generator<{ readonly before: V | undefined; readonly after: V | undefined }> {
    const [base, ...newer] = this.layers();
    for (const key of new Set(newer.flatMap((layer) => [...layer.entries.keys()]))) {
      const before = base?.entries.get(key);
      yield { before: before === GONE ? undefined : before, after: this.get(key) };
    }
  }

  fork(): ForkableMap<V> {
    if (this.#top !== undefined) this.#frozen = withLayer(this.#frozen, this.#top);
    this.#top = undefined;
    return new LayeredMap(this.#frozen, this.#size);
  }

  layers(): readonly Layer<V>[] {
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
    result.length > 1 && below !== undefined && below.entries.size <= 2 * top.entries.size;
    below = result.at(-1)
  ) {
    top = merge(below, top);
    result.pop();
  }
  return [...result, top];
}

function merge<V>(below: Layer<V>, top: Layer<V>): Layer<V> {
  let bytes = below.bytes + top.bytes;
  for (const key of top.entries.keys()) {
    const hidden = below.entries.get(key);
    if (hidden !== undefined) bytes -= measure(hidden);
  }
  return { entries: new Map([...below.entries, ...top.entries]), bytes };
}
