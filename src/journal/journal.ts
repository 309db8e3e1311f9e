import type { Exchange } from '../exchange/exchange.ts';
import type { MemoryBudget } from './byte-queue.ts';
import { ByteQueue } from './byte-queue.ts';
import type { EncodedExchange } from './exchange-encoding.ts';
import { decodeExchange, encodeExchange } from './exchange-encoding.ts';

/** The most recent exchanges of one session. */
export interface Journal {
  readonly size: number;
  add(exchange: Exchange): void;
  /** Adds Prism's opinion of an exchange, if the journal still has it. */
  addPrism(sequence: number, prism: Exchange['prism']): void;
  /** Returns all exchanges, oldest first. */
  exchanges(): Exchange[];
  find(sequence: number): Exchange | undefined;
  clear(): void;
  /** Drops the oldest exchanges to free a block of memory. */
  shrink(): void;
}

/** Creates a journal with a maximum number of exchanges, of which the oldest is dropped first. Its memory counts towards the budget. */
export function createJournal(most: number, budget: MemoryBudget): Journal {
  return new RingJournal(most, budget);
}

/**
 * A ring buffer. A class, since there is one per session.
 *
 * Exchanges are encoded as bytes and decoded on request. As objects they would live just long enough for the garbage collector to copy them
 * again and again while requests wait (docs/decisions/0003).
 */
class RingJournal implements Journal {
  readonly #most: number;
  readonly #budget: MemoryBudget;
  readonly #queue: ByteQueue;
  #ring: (EncodedExchange | undefined)[] = [];
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

  add(exchange: Exchange): void {
    if (this.#size === this.#most) this.#drop();
    const kept = encodeExchange(this.#queue, exchange);
    this.#ring[this.#placeOf(this.#size)] = kept;
    this.#size += 1;
    this.#budget.bytes += kept.cost;
  }

  addPrism(sequence: number, prism: Exchange['prism']): void {
    const kept = this.#find(sequence);
    if (kept !== undefined) kept.prism = prism;
  }

  exchanges(): Exchange[] {
    return Array.from({ length: this.#size }, (_, index) => decodeExchange(this.#at(index)));
  }

  find(sequence: number): Exchange | undefined {
    const kept = this.#find(sequence);
    return kept === undefined ? undefined : decodeExchange(kept);
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

  /** Searches from the newest, which is the most likely one. */
  #find(sequence: number): EncodedExchange | undefined {
    for (let index = this.#size - 1; index >= 0; index -= 1) {
      const kept = this.#at(index);
      if (kept.sequence === sequence) return kept;
    }
    return undefined;
  }

  #at(index: number): EncodedExchange {
    return this.#ring[this.#placeOf(index)] as EncodedExchange;
  }

  /** Returns the ring slot of the n-th oldest exchange, from 0. */
  #placeOf(index: number): number {
    return (this.#oldest + index) % this.#most;
  }
}
