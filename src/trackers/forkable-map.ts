/**
 * A map that can be copied in constant time, however large it is.
 *
 * Its entries lie in layers: what was there before the last {@link ForkableMap.fork} is frozen and shared, what was written since lies
 * in a layer of its own. So a session costs what it changed, and a reset or a snapshot costs nothing.
 */
export interface ForkableMap<V> {
  readonly size: number;
  get(key: string): V | undefined;
  set(key: string, value: V): void;
  delete(key: string): void;
  /** All values, in the order in which their keys first came. */
  values(): Generator<V>;
  /** The values under the oldest layer's keys that have changed since, with what they were: undefined where there was or is none. */
  changes(): Generator<{ readonly before: V | undefined; readonly after: V | undefined }>;
  /** An independent copy, in constant time. */
  fork(): ForkableMap<V>;
}

/** What stands for a key that was deleted, since an older layer may still hold it. */
const GONE: unique symbol = Symbol('gone');
type Layer<V> = ReadonlyMap<string, V | typeof GONE>;

/** A map over a base that nobody changes from here on. */
export function createForkableMap<V>(base: ReadonlyMap<string, V> = new Map()): ForkableMap<V> {
  return createOver<V>([base], base.size);
}

function createOver<V>(shared: readonly Layer<V>[], count: number): ForkableMap<V> {
  let frozen = shared;
  let top: Map<string, V | typeof GONE> | undefined;
  let size = count;

  const find = (key: string): V | undefined => {
    let found = top?.get(key);
    for (let index = frozen.length - 1; found === undefined && index >= 0; index--) found = frozen[index]?.get(key);
    return found === GONE ? undefined : found;
  };
  const write = (key: string, value: V | typeof GONE): void => {
    top ??= new Map();
    top.set(key, value);
  };

  return {
    get size() {
      return size;
    },
    get: find,
    set(key, value) {
      if (find(key) === undefined) size += 1;
      write(key, value);
    },
    delete(key) {
      if (find(key) === undefined) return;
      size -= 1;
      write(key, GONE);
    },
    *values() {
      const layers = top === undefined ? frozen : [...frozen, top];
      for (const [index, layer] of layers.entries()) {
        for (const key of layer.keys()) {
          if (layers.slice(0, index).some((older) => older.has(key))) continue;
          const value = find(key);
          if (value !== undefined) yield value;
        }
      }
    },
    *changes() {
      const [base, ...newer] = top === undefined ? frozen : [...frozen, top];
      for (const key of new Set(newer.flatMap((layer) => [...layer.keys()]))) {
        yield { before: base?.get(key) as V | undefined, after: find(key) };
      }
    },
    fork() {
      if (top !== undefined) frozen = withLayer(frozen, top);
      top = undefined;
      return createOver(frozen, size);
    },
  };
}

/**
 * The layers with one more on top. Each layer over the base is kept more than twice as large as the one above it, so that there are few
 * to look through and each entry is copied a bounded number of times.
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
