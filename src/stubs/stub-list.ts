import type { Stub, StubInput } from '../control/control-types.ts';
import type { RequestSubject } from '../exchange/request-pattern.ts';
import { matchesRequest } from '../exchange/request-pattern.ts';
import { MockError } from '../mock-error.ts';
import type { Memory } from '../trackers/memory.ts';
import { estimateSize } from '../trackers/memory.ts';
import type { Random } from './random.ts';

/** The stubs of one session, newest first. */
export interface StubList {
  readonly size: number;
  /** The memory that the stubs take, in bytes. */
  readonly bytes: number;
  /** @throws {MockError} `stub-invalid` if there are too many, `insufficient-storage` */
  add(input: StubInput): Stub;
  list(): Stub[];
  /** Returns false if there is no stub with that id. */
  delete(id: string): boolean;
  clear(): void;
  /** Returns the newest stub that applies to a request now, and counts it as applied. */
  take(subject: RequestSubject, random: Random): Stub | undefined;
}

/** The maximum number of stubs in a session. */
const MAX_STUBS = 1000;

interface Entry {
  readonly id: string;
  readonly input: StubInput;
  readonly bytes: number;
  matched: number;
  applied: number;
}

export function createStubList(memory: Memory): StubList {
  return new NewestFirstList(memory);
}

/** A class, since there is one per session. */
class NewestFirstList implements StubList {
  #entries: Entry[] = NONE;
  #nextId = 1;
  readonly #memory: Memory;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  get size(): number {
    return this.#entries.length;
  }

  get bytes(): number {
    return this.#entries.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  add(input: StubInput): Stub {
    if (this.#entries.length >= MAX_STUBS) {
      throw new MockError(
        'stub-invalid',
        `Failed to add the stub: the session has ${MAX_STUBS} stubs already. Remove some, or reset the session.`,
      );
    }
    const bytes = estimateSize(input);
    this.#memory.take(bytes);
    const entry = { id: String(this.#nextId), input, bytes, matched: 0, applied: 0 };
    this.#nextId += 1;
    this.#entries = [entry, ...this.#entries];
    return toStub(entry);
  }

  list(): Stub[] {
    return this.#entries.map((entry) => toStub(entry));
  }

  delete(id: string): boolean {
    const found = this.#entries.find((entry) => entry.id === id);
    if (found === undefined) return false;
    this.#entries = this.#entries.filter((entry) => entry !== found);
    this.#memory.adjust(-found.bytes);
    return true;
  }

  clear(): void {
    this.#memory.adjust(-this.bytes);
    this.#entries = NONE;
    this.#nextId = 1;
  }

  take(subject: RequestSubject, random: Random): Stub | undefined {
    for (const entry of this.#entries) {
      const { match = {}, after = 0, times = Number.POSITIVE_INFINITY, probability = 1 } = entry.input;
      if (entry.applied >= times || !matchesRequest(match, subject)) continue;
      entry.matched += 1;
      // Draw last, and only if the draw decides, so that the same requests always make the same draws.
      if (entry.matched <= after || (probability < 1 && random() >= probability)) continue;
      entry.applied += 1;
      return toStub(entry);
    }
    return undefined;
  }
}

/** Most sessions have no stubs and share this list. Lists are replaced, never changed. */
const NONE: Entry[] = [];

function toStub({ id, input, applied }: Entry): Stub {
  return { ...input, id, applied };
}
