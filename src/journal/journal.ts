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
  /** Decodes one exchange at a time, without those that are added or dropped meanwhile. */
  newestFirst(): Generator<Exchange>;
  find(sequence: number): Exchange | undefined;
  /** Returns the sequence numbers of the exchanges after one, oldest first. */
  sequencesAfter(sequence: number): number[];
  /** The sequence number of the newest exchange that was dropped or cleared; 0 if none was. */
  readonly lastDropped: number;
  clear(): void;
  /** Drops the oldest exchanges to free a block of memory. */
  shrink(): void;
}

/** Creates a journal with a maximum number of exchanges, of which the oldest is dropped first. Its memory counts towards the budget. */
export function createJournal(maxSize: number, budget: MemoryBudget): Journal {
  return new RingJournal(maxSize, budget);
}

/**
 * A ring buffer. A class, since there is one per session.
 *
 * Exchanges are encoded as bytes and decoded on request. As objects they would live just long enough for the garbage collector to copy them
 * again and again while requests wait (docs/decisions/0003).
 */
class RingJournal implements Journal {
  readonly #maxSize: number;
  readonly #budget: MemoryBudget;
  readonly #queue: ByteQueue;
  #ring: (EncodedExchange | undefined)[] = [];
  #oldest = 0;
  #size = 0;
  /** How many exchanges were dropped so far. */
  #dropped = 0;
  #lastDropped = 0;

  constructor(maxSize: number, budget: MemoryBudget) {
    this.#maxSize = maxSize;
    this.#budget = budget;
    this.#queue = new ByteQueue(budget);
  }

  get size(): number {
    return this.#size;
  }

  get lastDropped(): number {
    return this.#lastDropped;
  }

  add(exchange: Exchange): void {
    if (this.#maxSize === 0) return;
    if (this.#size === this.#maxSize) this.#drop();
    const encoded = encodeExchange(this.#queue, exchange);
    this.#ring[this.#slotOf(this.#size)] = encoded;
    this.#size += 1;
    this.#budget.bytes += encoded.cost;
  }

  addPrism(sequence: number, prism: Exchange['prism']): void {
    const encoded = this.#find(sequence);
    if (encoded !== undefined) encoded.prism = prism;
  }

  exchanges(): Exchange[] {
    return Array.from({ length: this.#size }, (_, index) => decodeExchange(this.#at(index)));
  }

  *newestFirst(): Generator<Exchange> {
    for (let place = this.#dropped + this.#size - 1; place >= this.#dropped; place -= 1) {
      yield decodeExchange(this.#at(place - this.#dropped));
    }
  }

  find(sequence: number): Exchange | undefined {
    const encoded = this.#find(sequence);
    return encoded === undefined ? undefined : decodeExchange(encoded);
  }

  sequencesAfter(sequence: number): number[] {
    const found: number[] = [];
    for (let index = this.#size - 1; index >= 0 && this.#at(index).sequence > sequence; index -= 1) {
      found.push(this.#at(index).sequence);
    }
    return found.toReversed();
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
    const { cost, sequence } = this.#at(0);
    this.#budget.bytes -= cost;
    this.#lastDropped = sequence;
    this.#ring[this.#oldest] = undefined;
    this.#oldest = this.#slotOf(1);
    this.#size -= 1;
    this.#dropped += 1;
  }

  /** Searches by halves: exchanges are added in the order of their sequence numbers. */
  #find(sequence: number): EncodedExchange | undefined {
    let [low, high] = [0, this.#size - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const encoded = this.#at(middle);
      if (encoded.sequence === sequence) return encoded;
      if (encoded.sequence < sequence) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  #at(index: number): EncodedExchange {
    return this.#ring[this.#slotOf(index)] as EncodedExchange;
  }

  /** Returns the ring slot of the n-th oldest exchange, from 0. */
  #slotOf(index: number): number {
    return (this.#oldest + index) % this.#maxSize;
  }
}
