import { findAt } from '../python/lossless-value.ts';

/** Where a value is, and in which text. */
export interface Spot {
  readonly at: readonly (string | number)[];
  readonly source: Source;
}

/** The text that a value was read from: the body, or a string in it. */
export interface Source {
  /** How long the path to the text is. */
  readonly depth: number;
  /** Returns what the text was read as, losslessly. */
  readonly read: () => unknown;
}

export function createSource(depth: number, read: () => unknown): Source {
  let value: unknown;
  return { depth, read: () => (value ??= read()) };
}

/** Returns a value as it was sent. */
export function findSent({ at, source }: Spot): unknown {
  return findAt(source.read(), at.slice(source.depth));
}

export function toMemberSpot({ at, source }: Spot, key: string | number): Spot {
  return { at: [...at, key], source };
}
