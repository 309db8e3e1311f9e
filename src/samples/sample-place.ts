/** A resource whose object is sampled, such as the agent `agent-1`. Objects of one resource have the same values wherever they appear. */
export interface Identity {
  /** The same for the same resource. */
  readonly seed: string;
  /** What it is called, unless the contract says otherwise: `agent-5a1d0c3e`. Undefined if nothing says so. */
  readonly title: string | undefined;
  /** The members that identify it. */
  readonly members: Readonly<Record<string, unknown>>;
  /** Its id, and those of the resources that it belongs to, by the names that the API gives them. Undefined if none is known. */
  readonly ids: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Where a value stands in a sample: the whole of it; a member of it; an item of it, or of a list that is its member; a member of such an item;
 * or deeper.
 */
export type SampleLevel = 'root' | 'member' | 'item' | 'detail' | 'nested';

/** The resources that a list contains. */
export interface KnownItems {
  readonly identities: readonly Identity[];
  /** Whether they exist, so that an example of the list says less. */
  readonly areReal: boolean;
}

/** Where a value is sampled. */
export interface SamplePlace {
  /** The same for the same values. Undefined to sample plain values: the same ones for every place. */
  readonly seed: string | undefined;
  /** The seed of the object that contains it. */
  readonly objectSeed: string | undefined;
  readonly level: SampleLevel;
  /** The name of the member that it is; undefined for another place. */
  readonly name: string | undefined;
  /** The title of the object that contains it. */
  readonly title: string | undefined;
  /** The ids of the nearest resource that contains it. Undefined if no resource does. */
  readonly ids: Readonly<Record<string, unknown>> | undefined;
  /** The resource that it must be. */
  readonly identity: Identity | undefined;
  /** Examples of it, besides those of its schema. */
  readonly examples: readonly unknown[];
  /** How many values contain it. */
  readonly depth: number;
  /** The schemas that contain it: a sample never repeats one within itself. */
  readonly within: ReadonlySet<string>;
}

export function createRootPlace(seed: string | undefined, examples: readonly unknown[]): SamplePlace {
  return {
    seed,
    objectSeed: undefined,
    level: 'root',
    name: undefined,
    title: undefined,
    ids: undefined,
    identity: undefined,
    examples,
    depth: 0,
    within: new Set(),
  };
}

/** What is known of the values besides their schemas. */
export interface SampleHints {
  /** Returns the resource that an object is, or undefined if nothing is known. @param pointer its schema */
  identify(pointer: string, level: SampleLevel): Identity | undefined;
  /** Returns the resources that a list contains, or undefined if nothing is known. @param pointer the schema of an item */
  identifyItems(pointer: string, place: SamplePlace): KnownItems | undefined;
  /** Returns values for a member of an object, the best first. */
  suggest(name: string, place: SamplePlace): readonly unknown[];
}

export const NO_HINTS: SampleHints = {
  identify: () => undefined,
  identifyItems: () => undefined,
  suggest: () => [],
};
