import type { Tracker, TrackerEvent } from '../control/control-types.ts';
import { estimateSize } from './memory.ts';

/** The agents that a world has seen. They remain known when their trackers are deleted. A class, since each session has one. */
export class KnownAgents {
  readonly #base: () => ReadonlySet<string>;
  readonly #added: Set<string>;

  /** @param base the agents of the content that the world started with */
  constructor(base: () => ReadonlySet<string>, added: ReadonlySet<string> = new Set()) {
    this.#base = base;
    this.#added = new Set(added);
  }

  has(id: string): boolean {
    return this.#added.has(id) || this.#base().has(id);
  }

  /** Returns how many more bytes are taken. */
  add(id: string): number {
    if (this.#added.has(id)) return 0;
    this.#added.add(id);
    return estimateSize(id);
  }

  copy(): KnownAgents {
    return new KnownAgents(this.#base, this.#added);
  }
}

/** Returns the ids of all agents of a content, collected at the first call: most worlds never need them. */
export function createBaseAgents(
  trackers: readonly Tracker[],
  events: readonly TrackerEvent[],
): () => ReadonlySet<string> {
  let agents: ReadonlySet<string> | undefined;
  return () => (agents ??= new Set([...trackers, ...events].map((item) => item.agent_id)));
}
