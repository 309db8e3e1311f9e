/** Draws that a seed repeats. */
export interface Random {
  /** A whole number from 0 up to, not including, the limit. */
  below(limit: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** As many of the items as the count says, each at most once, in their own order. */
  sample<T>(items: readonly T[], count: number): T[];
}

/** Draws for one purpose: the same seed and purpose give the same draws, whatever else is drawn. */
export function createRandom(seed: number, ...purpose: readonly (string | number)[]): Random {
  let state = seed >>> 0;
  for (const character of JSON.stringify(purpose)) state = mix(state ^ character.charCodeAt(0));
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    return mix(state) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const pick = <T>(items: readonly T[]): T => {
    if (items.length === 0) throw new Error('Failed to pick: there are no items.');
    return items[below(items.length)] as T;
  };
  return {
    below,
    chance: (probability) => next() < probability,
    pick,
    sample(items, count) {
      const left = [...items.keys()];
      const chosen = new Set<number>();
      while (chosen.size < count && left.length > 0) chosen.add(left.splice(below(left.length), 1)[0] ?? 0);
      return items.filter((_, index) => chosen.has(index));
    },
  };
}

/** The finalizer of MurmurHash3: spreads every bit over all others. */
function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
