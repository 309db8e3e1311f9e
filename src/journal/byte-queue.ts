/** The memory that is in use. */
export interface MemoryBudget {
  bytes: number;
}

/** The place of a record: its bytes from `start` to `middle`, then its text in UTF-8 up to `end`. */
export interface RecordPlace {
  readonly memory: Uint8Array;
  readonly start: number;
  readonly middle: number;
  readonly end: number;
}

/**
 * The limits of a block's size. Within them a block is as large as all blocks before it, so that a short queue takes little memory. A larger
 * record gets a block of its own size.
 */
const MIN_BLOCK_BYTES = 2 * 1024;
const MAX_BLOCK_BYTES = 16 * 1024;

/** A piece of memory with consecutive records. */
interface Block {
  readonly memory: Uint8Array;
  /** The number of bytes written. */
  used: number;
  /** The number of its records that are still in the queue. */
  held: number;
}

const encoder = new TextEncoder();

/** A queue of records in reusable blocks of memory. A class, since there is one per session. */
export class ByteQueue {
  readonly #budget: MemoryBudget;
  /** Oldest first. New records are written to the last block. */
  readonly #blocks: Block[] = [];
  /** An empty block of the maximum size, for reuse. */
  #spare: Block | undefined;
  /** The memory of all blocks of this queue. */
  #bytes = 0;

  /** @param budget counts the memory of all queues that share it */
  constructor(budget: MemoryBudget) {
    this.#budget = budget;
  }

  /** The number of records in the oldest block, which can only be freed together. */
  get oldestCount(): number {
    return this.#blocks[0]?.held ?? 0;
  }

  /** Copies a record into the queue. */
  push(bytes: Uint8Array, text: string): RecordPlace {
    const last = this.#blocks.at(-1);
    const place = last === undefined ? undefined : write(last, bytes, text);
    if (place !== undefined) return place;
    const block = this.#takeBlock(bytes, text);
    this.#blocks.push(block);
    return write(block, bytes, text) as RecordPlace;
  }

  /** Removes the oldest record. Its place may be overwritten. */
  shift(): void {
    const [oldest] = this.#blocks;
    if (oldest === undefined) return;
    oldest.held -= 1;
    if (oldest.held > 0) return;
    this.#blocks.shift();
    if (this.#spare === undefined && oldest.memory.length === MAX_BLOCK_BYTES) {
      oldest.used = 0;
      this.#spare = oldest;
    } else this.#count(-oldest.memory.length);
  }

  /** Releases the spare block. */
  freeSpare(): void {
    if (this.#spare === undefined) return;
    this.#count(-this.#spare.memory.length);
    this.#spare = undefined;
  }

  /** Returns an empty block with room for a record. */
  #takeBlock(bytes: Uint8Array, text: string): Block {
    // A UTF-16 unit takes at most three bytes in UTF-8.
    const maxSize = bytes.length + 3 * text.length;
    if (maxSize <= MAX_BLOCK_BYTES && this.#spare !== undefined) {
      const block = this.#spare;
      this.#spare = undefined;
      return block;
    }
    const needed = maxSize <= MIN_BLOCK_BYTES ? maxSize : bytes.length + encoder.encode(text).length;
    const size = Math.max(needed, MIN_BLOCK_BYTES, Math.min(this.#bytes, MAX_BLOCK_BYTES));
    this.#count(size);
    return { memory: new Uint8Array(size), used: 0, held: 0 };
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    this.#budget.bytes += bytes;
  }
}

/** Returns the place of the written record, or undefined if the block has no room for it. */
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
