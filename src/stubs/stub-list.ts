import { STUBS } from '../budgets.ts';
import type { Stub, StubInput } from '../control/control-types.ts';
import type { RequestSubject } from '../exchange/request-pattern.ts';
import { matchesRequest } from '../exchange/request-pattern.ts';
import { MockError } from '../mock-error.ts';
import type { Random } from '../samples/random.ts';
import type { Memory } from '../trackers/memory.ts';
import { estimateSize } from '../trackers/memory.ts';
import { isSameJson } from '../trackers/same-json.ts';

/** The stubs of one session, newest first. */
export interface StubList {
  readonly size: number;
  /** The memory that the stubs take, in bytes, apart from those of the fixtures. */
  readonly bytes: number;
  /**
   * @param id the stub's id, which no other one has. @default the next number
   * @throws {MockError} `stub-invalid` if there are too many, `insufficient-storage`
   */
  add(input: StubInput, id?: string): Stub;
  has(id: string): boolean;
  /** Puts other stubs in the place of all, the last one as the newest. The caller counts the memory. */
  replace(inputs: readonly StubInput[]): void;
  /** Puts the stubs of the fixtures in the place of their former ones. They apply only if none of the session's own does. */
  load(fixtures: readonly FixtureStub[]): void;
  list(): Stub[];
  /** Returns the stubs as they could be added again, the oldest first. */
  inputs(): StubInput[];
  /** Returns the places in {@link StubList.inputs} of the stubs that were added with an id, by id. */
  givenIds(): Record<string, number>;
  /**
   * Puts stubs of {@link StubList.inputs} in the place of all. Those that the fixtures have as well stay theirs. The caller counts the memory.
   *
   * @param givenIds of {@link StubList.givenIds}
   */
  restore(
    inputs: readonly StubInput[],
    fixtures: readonly FixtureStub[],
    givenIds?: Readonly<Record<string, number>>,
  ): void;
  /** An object that is another one after every change of the list. */
  readonly version: object;
  /** Returns false if there is no stub with that id. */
  delete(id: string): boolean;
  clear(): void;
  /** Returns the newest stub that applies to a request now, and counts it as applied. */
  take(subject: RequestSubject, random: Random): Stub | undefined;
}

/** A stub of the fixtures, which all sessions share. */
export interface FixtureStub {
  readonly id: string;
  readonly input: StubInput;
  readonly bytes: 0;
}

/** Returns the stubs of the fixtures, the last one first. Their ids tell them from a session's own. */
export function toFixtureStubs(inputs: readonly StubInput[]): readonly FixtureStub[] {
  return inputs.map((input, index) => ({ id: `fixture-${index + 1}`, input, bytes: 0 }) as const).toReversed();
}

interface Entry {
  readonly id: string;
  readonly input: StubInput;
  /** 0 for a stub of the fixtures. */
  readonly bytes: number;
}

/** How often a stub matched and was applied in one session. */
interface Uses {
  matched: number;
  applied: number;
}

/** The memory of the uses of one stub. */
const USES_SIZE = 100;

/** @param fixtures of {@link toFixtureStubs} */
export function createStubList(memory: Memory, fixtures: readonly FixtureStub[]): StubList {
  return new NewestFirstList(memory, fixtures);
}

/** A class, since there is one per session. */
class NewestFirstList implements StubList {
  /** Replaced, never changed: most sessions have only the stubs of the fixtures, and share this list. */
  #entries: readonly Entry[];
  /** Of the stubs that a request has matched. */
  readonly #uses = new Map<Entry, Uses>();
  #nextId = 1;
  readonly #memory: Memory;

  constructor(memory: Memory, fixtures: readonly Entry[]) {
    this.#memory = memory;
    this.#entries = fixtures;
  }

  get size(): number {
    return this.#entries.length;
  }

  get bytes(): number {
    return this.#entries.reduce((sum, { bytes }) => sum + bytes, this.#uses.size * USES_SIZE);
  }

  has(id: string): boolean {
    return this.#entries.some((entry) => entry.id === id);
  }

  add(input: StubInput, id?: string): Stub {
    if (this.#entries.length >= STUBS) {
      throw new MockError(
        'stub-invalid',
        `Failed to add the stub: the session has ${STUBS} stubs already. Remove some, or reset the session.`,
      );
    }
    const entry = this.#toEntry(input, id);
    this.#memory.take(entry.bytes);
    this.#entries = [entry, ...this.#entries];
    return this.#toStub(entry);
  }

  replace(inputs: readonly StubInput[]): void {
    this.#nextId = 1;
    this.#uses.clear();
    this.#entries = inputs.map((input) => this.#toEntry(input)).toReversed();
  }

  load(fixtures: readonly FixtureStub[]): void {
    this.#keep(this.#entries.filter(({ bytes }) => bytes > 0));
    this.#entries = this.#entries.length === 0 ? fixtures : [...this.#entries, ...fixtures];
  }

  givenIds(): Record<string, number> {
    const ids = this.#entries.toReversed().map(({ id }, index) => [id, index] as const);
    return Object.fromEntries(ids.filter(([id]) => !/^(?:\d+|fixture-\d+)$/.test(id)));
  }

  restore(
    inputs: readonly StubInput[],
    fixtures: readonly FixtureStub[],
    givenIds: Readonly<Record<string, number>> = {},
  ): void {
    this.replace([]);
    const left = [...fixtures];
    const ids = new Map(Object.entries(givenIds).map(([id, index]) => [index, id]));
    this.#entries = inputs
      .map((input, index) => {
        const id = ids.get(index);
        if (id !== undefined) return this.#toEntry(input, id);
        const at = left.findLastIndex((stub) => isSameJson(stub.input, input));
        return left.splice(at, at === -1 ? 0 : 1)[0] ?? this.#toEntry(input);
      })
      .toReversed();
  }

  get version(): object {
    return this.#entries;
  }

  list(): Stub[] {
    return this.#entries.map((entry) => this.#toStub(entry));
  }

  inputs(): StubInput[] {
    return this.#entries.map(({ input }) => input).toReversed();
  }

  delete(id: string): boolean {
    const others = this.#entries.filter((entry) => entry.id !== id);
    if (others.length === this.#entries.length) return false;
    this.#keep(others);
    return true;
  }

  clear(): void {
    this.#keep([]);
    this.#nextId = 1;
  }

  take(subject: RequestSubject, random: Random): Stub | undefined {
    for (const entry of this.#entries) {
      const { match = {}, after = 0, times = Number.POSITIVE_INFINITY, probability = 1 } = entry.input;
      const applied = this.#uses.get(entry)?.applied ?? 0;
      if (applied >= times || !matchesRequest(match, subject)) continue;
      const uses = this.#findUses(entry);
      uses.matched += 1;
      // Draw last, and only if the draw decides, so that the same requests always make the same draws.
      if (uses.matched <= after || (probability < 1 && random() >= probability)) continue;
      uses.applied += 1;
      return this.#toStub(entry);
    }
    return undefined;
  }

  #toEntry(input: StubInput, id = this.#takeNumber()): Entry {
    return { id, input, bytes: estimateSize(input) };
  }

  #takeNumber(): string {
    const number = this.#nextId;
    this.#nextId += 1;
    return String(number);
  }

  /** Keeps these entries only, and stops counting the others. */
  #keep(entries: readonly Entry[]): void {
    const before = this.bytes;
    const kept = new Set(entries);
    this.#entries = entries;
    for (const entry of this.#uses.keys()) if (!kept.has(entry)) this.#uses.delete(entry);
    this.#memory.adjust(this.bytes - before);
  }

  #findUses(entry: Entry): Uses {
    let uses = this.#uses.get(entry);
    if (uses === undefined) {
      uses = { matched: 0, applied: 0 };
      this.#uses.set(entry, uses);
      this.#memory.adjust(USES_SIZE);
    }
    return uses;
  }

  #toStub(entry: Entry): Stub {
    return { ...entry.input, id: entry.id, applied: this.#uses.get(entry)?.applied ?? 0 };
  }
}
