/** Where an item stands: in which file, at which place of its list. */
export interface Place {
  readonly name: string;
  readonly index: number;
}

/** Where the items of one kind stand, over all files. Each place is kept as one number, since a world may have millions of items. */
export interface Places {
  /** The next items are those of this file's list. */
  enter(name: string, length: number): void;
  /** Where a key was noted before; undefined, and noted, where it was not. */
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
