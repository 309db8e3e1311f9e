import { SAMPLE_VALUES } from '../budgets.ts';
import type { Schemas } from '../contract/schema.ts';
import { allowsType } from './allowed-types.ts';
import type { SampleHints } from './sample-place.ts';
import { createRootPlace, NO_HINTS } from './sample-place.ts';
import type { Found, SampleRun } from './sample-run.ts';
import { listValues } from './value-samples.ts';

/** Makes values that keep the schemas of one contract. */
export interface SchemaSampler {
  /**
   * Returns a value that keeps the schema at a pointer, or undefined if none is found.
   *
   * @param wish what the value should be like
   */
  sample(pointer: string, wish?: SampleWish): unknown;
}

export interface SampleWish {
  /** The same seed gives the same value. @default plain values: the same text for every string */
  readonly seed?: string | undefined;
  /** What is known of the values besides their schemas. Ignored if it breaks a schema. */
  readonly hints?: SampleHints;
  /** Examples of the whole value, besides those of its schema. */
  readonly examples?: readonly unknown[];
}

/** How many values are tried for the whole sample, and for a part of it. */
const WHOLE_TRIES = 20;
const PART_TRIES = 200;

/** How deep a sample nests before it is cut to what is required. */
const DEPTH = 12;

/**
 * Creates the sampler for the schemas of a contract.
 *
 * A first search takes the first value for each part, and checks the whole. Most schemas need no more. A careful search then checks each part
 * by itself, which compiles its schema.
 */
export function createSchemaSampler(schemas: Schemas): SchemaSampler {
  const isValid = (pointer: string, value: unknown): boolean => schemas.compile(pointer).check(value) === undefined;

  /** @param effort counts the values of the whole search */
  const createRun = (isCareful: boolean, hints: SampleHints, effort: { left: number }): SampleRun => {
    const run: SampleRun = {
      document: schemas.document,
      hints,
      isShort: ({ depth }) => effort.left <= 0 || depth > DEPTH,
      *list(pointer, place) {
        effort.left -= 1;
        // Even what is required has no end in some schemas.
        if (effort.left > -SAMPLE_VALUES) yield* listValues(run, pointer, place);
      },
      find(pointer, place, { preferred = [], taken = [] } = {}) {
        for (const value of preferred) {
          if (isCareful ? isValid(pointer, value) : allowsType(schemas.document, pointer, value)) return { value };
        }
        const known = new Set(taken.map((value) => JSON.stringify(value)));
        const isWanted = (value: unknown): boolean => {
          if (isCareful) effort.left -= 1;
          if (known.size > 0 && known.has(JSON.stringify(value))) return false;
          return !isCareful || isValid(pointer, value);
        };
        return findFirst(run.list(pointer, place), isWanted, PART_TRIES);
      },
    };
    return run;
  };

  return {
    sample(pointer, { seed, hints = NO_HINTS, examples = [] } = {}) {
      const place = createRootPlace(seed, examples);
      const effort = { left: SAMPLE_VALUES };
      for (const isCareful of [false, true]) {
        const values = createRun(isCareful, hints, effort).list(pointer, place);
        const found = findFirst(values, (value) => isValid(pointer, value), WHOLE_TRIES);
        if (found !== undefined) return found.value;
      }
      return undefined;
    },
  };
}

function findFirst(values: Iterable<unknown>, isWanted: (value: unknown) => boolean, tries: number): Found | undefined {
  let left = tries;
  for (const value of values) {
    if (isWanted(value)) return { value };
    left -= 1;
    if (left === 0) return undefined;
  }
  return undefined;
}
