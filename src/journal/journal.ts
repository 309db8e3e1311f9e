import type { Exchange } from '../exchange/exchange.ts';
import type { MemoryBudget } from './byte-queue.ts';
import { ByteQueue } from './byte-queue.ts';
import type { KeptExchange, ReplySource } from './exchange-encoding.ts';
import { encodeExchange, toExchange } from './exchange-encoding.ts';

/** The last exchanges of one session. */
export interface Journal {
  readonly size: number;
  add(exchange: Exchange, source: ReplySource): void;
  /** Adds Prism's opinion of an exchange, where that is still there. */
  addPrism(sequence: number, prism: Exchange['prism']): void;
  /** Oldest first. */
  exchanges(): Exchange[];
  find(sequence: number): Exchange | undefined;
  clear(): void;
  /** Gives a piece of memory back: the oldest exchanges go. */
  shrink(): void;
}

/** A journal of at most so many exchanges; the oldest goes first. What they take counts in the budget. */
export function createJournal(most: number, budget: MemoryBudget): Journal {
  return new RingJournal(most, budget);
}

/**
 * A ring: once it is full, each exchange takes the place of the oldest. A class, since there is one a session.
 *
 * Exchanges are written down and read again when somebody asks. As objects they would live just long enough for the collector to copy all of
 * them, again and again, while requests wait (docs/decisions/0003).
 */
class RingJournal implements Journal {
  readonly #most: number;
  readonly #budget: MemoryBudget;
  readonly #queue: ByteQueue;
  #ring: (KeptExchange | undefined)[] = [];
  #oldest = 0;
  #size = 0;

  constructor(most: number, budget: MemoryBudget) {
    this.#most = most;
    this.#budget = budget;
    this.#queue = new ByteQueue(budget);
  }

  get size(): number {
    return this.#size;
  }

  add(exchange: Exchange, source: ReplySource): void {
    if (this.#size === this.#most) this.#drop();
    const kept = encodeExchange(this.#queue, exchange, source);
    this.#ring[this.#placeOf(this.#size)] = kept;
    this.#size += 1;
    this.#budget.bytes += kept.cost;
  }

  addPrism(sequence: number, prism: Exchange['prism']): void {
    const kept = this.#find(sequence);
    if (kept !== undefined) kept.prism = prism;
  }

  exchanges(): Exchange[] {
    return Array.from({ length: this.#size }, (_, index) => toExchange(this.#at(index)));
  }

  find(sequence: number): Exchange | undefined {
    const kept = this.#find(sequence);
    return kept === undefined ? undefined : toExchange(kept);
  }

  clear(): void {
    while (this.#size > 0) this.shrink();
    this.#ring = [];
    this.#oldest = 0;
  }

  shrink(): void {
    for (let left = this.#queue.oldestCount; left > 0; left -= 1) this.#drop();
    this.#queue.freeSpare();
  }

  #drop(): void {
    this.#queue.shift();
    this.#budget.bytes -= this.#at(0).cost;
    this.#ring[this.#oldest] = undefined;
    this.#oldest = this.#placeOf(1);
    this.#size -= 1;
  }

  /** Sequences rise, so the newest are found at once: they are what is asked for. */
  #find(sequence: number): KeptExchange | undefined {
    for (let index = this.#size - 1; index >= 0; index -= 1) {
      const kept = this.#at(index);
      if (kept.sequence === sequence) return kept;
    }
    return undefined;
  }

  #at(index: number): KeptExchange {
    return this.#ring[this.#placeOf(index)] as KeptExchange;
  }

  /** Where in the ring the oldest but so many is. */
  #placeOf(index: number): number {
    return (this.#oldest + index) % this.#most;
  }
}
