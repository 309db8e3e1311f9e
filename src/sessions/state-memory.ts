import { MockError } from '../mock-error.ts';
import type { Memory } from '../trackers/memory.ts';
import type { World } from '../trackers/world.ts';

/** What all sessions change over the fixtures. */
export interface StatePool {
  /** What is taken. */
  bytes: number;
  readonly maxBytes: number;
  /** Deletes other sessions than the named one until so many bytes fit or none is left. */
  readonly makeRoom: (bytes: number, name: string) => void;
}

/** What one session changes over the fixtures. A class, since there is one per session. */
export class StateMemory implements Memory {
  readonly #pool: StatePool;
  readonly #name: string;
  #bytes = 0;

  constructor(pool: StatePool, name: string) {
    this.#pool = pool;
    this.#name = name;
  }

  get bytes(): number {
    return this.#bytes;
  }

  take(bytes: number): void {
    const { maxBytes, makeRoom } = this.#pool;
    if (bytes > 0 && this.#pool.bytes + bytes > maxBytes) {
      // What does not fit alone must cost no other session its state.
      if (this.#bytes + bytes <= maxBytes) makeRoom(bytes, this.#name);
      if (this.#pool.bytes + bytes > maxBytes) throw toFullError(this.#name, maxBytes);
    }
    this.adjust(bytes);
  }

  adjust(bytes: number): void {
    this.#bytes += bytes;
    this.#pool.bytes += bytes;
  }
}

function toFullError(name: string, maxBytes: number): MockError {
  return new MockError(
    'insufficient-storage',
    `Failed to change the state: the session ${JSON.stringify(name)} would take more than ${maxBytes} bytes, which is all that sessions may change over the fixtures. Reset the session, delete its snapshots, or raise the limit with --max-state-size (in code: maxStateSize).`,
  );
}

/** Returns how many bytes worlds take together. What they share counts once. */
export function measureWorlds(worlds: readonly World[]): number {
  const layers = new Set(worlds.flatMap((world) => world.layers()));
  return [...layers].reduce((sum, { bytes }) => sum + bytes, 0);
}
