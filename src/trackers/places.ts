/** The position of an item: its file, and its index in the list there. */
export interface Place {
  readonly name: string;
  readonly index: number;
}

/** The places of all items of one kind, over all files. Each is kept as one number, since a world may have millions of items. */
export interface Places {
  /** Starts the list of a file. */
  enter(name: string, length: number): void;
  /** Returns the place where a key was noted before; otherwise notes the key and returns undefined. */
  note<K>(seen: Map<K, number>, key: K, index: number): Place | undefined;
}

export function createPlaces(): Places {
  const lists: { readonly name: string; readonly first: number }[] = [];
  let first = 0;
  let end = 0;
  return {
    enter(name, length) {
      first = end;
      end += length;
      lists.push({ name, first });
    },
    note(seen, key, index) {
      const before = seen.get(key);
      if (before === undefined) {
        seen.set(key, first + index);
        return undefined;
      }
      const list = lists.findLast((one) => one.first <= before);
      return list === undefined ? undefined : { name: list.name, index: before - list.first };
    },
  };
}
