/** Returns pseudorandom numbers from 0 (inclusive) to 1 (exclusive), the same sequence for the same seed. */
export type Random = () => number;

/** Creates a generator: mulberry32, seeded with the FNV-1a hash of a text. Not for secrets. */
export function createRandom(seed: string): Random {
  let state = 0x811c9dc5;
  for (const unit of seed) state = Math.imul(state ^ (unit.codePointAt(0) ?? 0), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** Returns a version 4 UUID from a generator. */
export function drawUuid(random: Random): string {
  return 'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replaceAll('x', () => Math.floor(random() * 16).toString(16));
}

/** Draws UUIDs until one is free: a world that was saved has the ids that the same seed has drawn before. */
export function drawFreeUuid(random: Random, find: (id: string) => unknown): string {
  let id = drawUuid(random);
  while (find(id) !== undefined) id = drawUuid(random);
  return id;
}
