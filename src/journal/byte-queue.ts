/** How much memory is taken, in bytes. */
export interface MemoryBudget {
  bytes: number;
}

/** Where a record is: its bytes from `start` to `middle`, its text from there to `end`, in UTF-8. */
export interface RecordPlace {
  readonly memory: Uint8Array;
  readonly start: number;
  readonly middle: number;
  readonly end: number;
}

/**
 * How large a block is, in bytes: as large as all before it, within these bounds, so that a queue of few records takes little. A record that is
 * larger gets a block of its own size.
 */
const LEAST_BYTES = 2 * 1024;
const MOST_BYTES = 16 * 1024;

/** A piece of memory with records one behind the other. */
interface Block {
  readonly memory: Uint8Array;
  /** How many of its bytes are written. */
  used: number;
  /** How many of its records are still in the queue. */
  held: number;
}

const encoder = new TextEncoder();

/** Records in blocks of memory that are used again: first in, first out. A class, since there is one a session. */
export class ByteQueue {
  readonly #budget: MemoryBudget;
  /** Oldest first. A new record goes to the last one. */
  readonly #blocks: Block[] = [];
  /** One of the largest that is empty again. */
  #spare: Block | undefined;
  /** How much all blocks of this queue take. */
  #bytes = 0;

  /** @param budget counts the blocks, with those of all other queues that have it */
  constructor(budget: MemoryBudget) {
    this.#budget = budget;
  }

  /** How many records go together, since they are in the oldest block. */
  get oldestCount(): number {
    return this.#blocks[0]?.held ?? 0;
  }

  /** Copies both into the queue. */
  push(bytes: Uint8Array, text: string): RecordPlace {
    const last = this.#blocks.at(-1);
    const place = last === undefined ? undefined : write(last, bytes, text);
    if (place !== undefined) return place;
    const block = this.#takeBlock(bytes, text);
    this.#blocks.push(block);
    return write(block, bytes, text) as RecordPlace;
  }

  /** Forgets the oldest record. What is at its place may be written over. */
  shift(): void {
    const [oldest] = this.#blocks;
    if (oldest === undefined) return;
    oldest.held -= 1;
    if (oldest.held > 0) return;
    this.#blocks.shift();
    if (this.#spare === undefined && oldest.memory.length === MOST_BYTES) {
      oldest.used = 0;
      this.#spare = oldest;
    } else this.#count(-oldest.memory.length);
  }

  /** Gives back what is taken and not used. */
  freeSpare(): void {
    if (this.#spare === undefined) return;
    this.#count(-this.#spare.memory.length);
    this.#spare = undefined;
  }

  /** An empty block that has room for a record. */
  #takeBlock(bytes: Uint8Array, text: string): Block {
    // No unit of a text takes more than three bytes.
    const most = bytes.length + 3 * text.length;
    if (most <= MOST_BYTES && this.#spare !== undefined) {
      const block = this.#spare;
      this.#spare = undefined;
      return block;
    }
    const needed = most <= LEAST_BYTES ? most : bytes.length + encoder.encode(text).length;
    const size = Math.max(needed, LEAST_BYTES, Math.min(this.#bytes, MOST_BYTES));
    this.#count(size);
    return { memory: new Uint8Array(size), used: 0, held: 0 };
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    this.#budget.bytes += bytes;
  }
}

/** Undefined where there is no room for it. */
function write(block: Block, bytes: Uint8Array, text: string): RecordPlace | undefined {
  const { memory, used: start } = block;
  const middle = start + bytes.length;
  if (middle > memory.length) return undefined;
  memory.set(bytes, start);
  const { read, written } = encoder.encodeInto(text, memory.subarray(middle));
  if (read < text.length) return undefined;
  const end = middle + written;
  block.used = end;
  block.held += 1;
  return { memory, start, middle, end };
}
