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
  add(exchange: Exchange): void;
  /** Oldest first. */
  exchanges(): Exchange[];
  find(sequence: number): Exchange | undefined;
  clear(): void;
  /** Drops the oldest exchange. */
  drop(): void;
}

/** A journal of at most so many exchanges; the oldest goes first. It keeps references and renders nothing. */
export function createJournal(most: number, budget: JournalBudget): Journal {
  // A list with a moving start: the front is cut off now and then, not at every exchange.
  let kept: Exchange[] = [];
  let start = 0;

  const drop = (): void => {
    const oldest = kept[start];
    if (oldest === undefined) return;
    budget.bytes -= toCost(oldest);
    start += 1;
    if (start > most) {
      kept = kept.slice(start);
      start = 0;
    }
  };
  return {
    get size() {
      return kept.length - start;
    },
    add(exchange) {
      kept.push(exchange);
      budget.bytes += toCost(exchange);
      if (kept.length - start > most) drop();
    },
    exchanges: () => kept.slice(start),
    find: (sequence) => kept.slice(start).find((exchange) => exchange.sequence === sequence),
    clear() {
      for (const exchange of kept.slice(start)) budget.bytes -= toCost(exchange);
      kept = [];
      start = 0;
    },
    drop,
  };
}

/** A text may take two bytes a character. */
function toCost({ request, reply, target }: Exchange): number {
  return EXCHANGE_COST + request.body.length + 2 * (reply.body.length + target.length);
}

/** An exchange with bodies that are cut where they are longer than is kept. Most are not, and stay as they are. */
export function toKept(exchange: Exchange): Exchange {
  const { request, reply } = exchange;
  if (request.body.length <= BODY_KEPT && reply.body.length <= BODY_KEPT) return exchange;
  return {
    ...exchange,
    // One byte more than is shown tells that there was more. Copies, so that the whole is free to go.
    request: { ...request, body: request.body.slice(0, BODY_KEPT + 1) },
    reply: { ...reply, body: toCut(reply.body) },
  };
}

/** A slice of a long string holds the whole of it; joined with another text and read once, it does not. */
function toCut(text: string): string {
  return text.length <= BODY_KEPT ? text : new TextDecoder().decode(new TextEncoder().encode(text.slice(0, BODY_KEPT + 1)));
}
