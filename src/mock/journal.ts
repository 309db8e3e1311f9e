import type { Exchange } from './exchange.ts';

/** How much of a body is kept, in bytes. */
export const BODY_KEPT: number = 64 * 1024;
/** What an exchange costs beside its texts, headers above all, in bytes. Measured roughly; the bound needs no more. */
const EXCHANGE_COST = 1024;

/** About how much memory all journals of a mock hold together, in bytes. */
export interface JournalBudget {
  bytes: number;
}

/** The last exchanges of one session. */
export interface Journal {
  readonly size: number;
  /** @param cost about how much it takes, in bytes: {@link toCost} */
  add(exchange: Exchange, cost: number): void;
  /** Oldest first. */
  exchanges(): Exchange[];
  find(sequence: number): Exchange | undefined;
  clear(): void;
  /** Drops the oldest exchange. */
  drop(): void;
}

/** A journal of at most so many exchanges; the oldest goes first. It keeps references and renders nothing. */
export function createJournal(most: number, budget: JournalBudget): Journal {
  return new RingJournal(most, budget);
}

/** A ring: once it is full, each exchange takes the place of the oldest. A class, since there is one a session. */
class RingJournal implements Journal {
  readonly #most: number;
  readonly #budget: JournalBudget;
  #ring: (Exchange | undefined)[] = [];
  /** What each of them takes: beside them, so that nobody has to look at one that goes. */
  #costs: number[] = [];
  #oldest = 0;
  #size = 0;

  constructor(most: number, budget: JournalBudget) {
    this.#most = most;
    this.#budget = budget;
  }

  get size(): number {
    return this.#size;
  }

  add(exchange: Exchange, cost: number): void {
    if (this.#size === this.#most) this.drop();
    const place = (this.#oldest + this.#size) % this.#most;
    this.#ring[place] = exchange;
    this.#costs[place] = cost;
    this.#size += 1;
    this.#budget.bytes += cost;
  }

  exchanges(): Exchange[] {
    return Array.from(
      { length: this.#size },
      (_, index) => this.#ring[(this.#oldest + index) % this.#most] as Exchange,
    );
  }

  find(sequence: number): Exchange | undefined {
    return this.exchanges().find((exchange) => exchange.sequence === sequence);
  }

  clear(): void {
    for (let left = this.#size; left > 0; left -= 1) this.drop();
    this.#ring = [];
    this.#costs = [];
    this.#oldest = 0;
  }

  drop(): void {
    if (this.#size === 0) return;
    this.#budget.bytes -= this.#costs[this.#oldest] ?? 0;
    this.#ring[this.#oldest] = undefined;
    this.#oldest = (this.#oldest + 1) % this.#most;
    this.#size -= 1;
  }
}

/** About how much an exchange takes in a journal, in bytes. A text may take two bytes a character. */
export function toCost({ request, reply, target }: Exchange): number {
  const body = Math.min(reply.body.length, BODY_KEPT);
  return EXCHANGE_COST + Math.min(request.body.length, BODY_KEPT) + 2 * (body + target.length);
}

/**
 * An exchange with bodies that are cut where they are longer than is kept. Most are not, and stay as they are.
 *
 * @param rewrite writes the reply's body, where that is better done when somebody asks for it than kept
 */
export function toKept(exchange: Exchange, rewrite: (() => string) | undefined): Exchange {
  const { request, reply } = exchange;
  if (request.body.length <= BODY_KEPT && reply.body.length <= BODY_KEPT) {
    return rewrite === undefined ? exchange : { ...exchange, reply: toLateReply(reply, rewrite) };
  }
  return {
    ...exchange,
    // One byte more than is shown tells that there was more. Copies, so that the whole is free to go.
    request: { ...request, body: request.body.slice(0, BODY_KEPT + 1) },
    reply: { ...reply, body: toCut(reply.body) },
  };
}

function toLateReply({ status, headers }: Exchange['reply'], rewrite: () => string): Exchange['reply'] {
  return {
    status,
    headers,
    get body() {
      return rewrite();
    },
  };
}

/** A slice of a long string holds the whole of it; joined with another text and read once, it does not. */
function toCut(text: string): string {
  return text.length <= BODY_KEPT
    ? text
    : new TextDecoder().decode(new TextEncoder().encode(text.slice(0, BODY_KEPT + 1)));
}
