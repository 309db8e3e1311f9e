import type { StreamFilter } from '../control/control-types.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { Journal } from '../journal/journal.ts';
import type { SessionStore } from './session-store.ts';

/** Exchanges that a reader misses, since the journals do not have them any more. */
export interface ReplayGap {
  /** Null if it is not known. */
  readonly count: number | null;
  readonly reason: string;
}

/** What the journals have for a new stream. */
export interface JournalReplay {
  /** The sequence number after which the stream begins. */
  readonly after: number;
  /** Returns the next exchanges and gaps, oldest first; undefined if there are no more. Reads at most `count` exchanges. */
  read(count: number): (Exchange | ReplayGap)[] | undefined;
}

export interface ReplayPlan {
  readonly filter: StreamFilter;
  /** The id of the last event that the reader has. */
  readonly lastEventId: string | undefined;
  /** What the ids of this mock begin with. */
  readonly run: string;
  /** The sequence number of the newest exchange. */
  readonly newest: number;
}

/**
 * Plans what a new stream reads from the journals. Exchanges are read when they are asked for; those that the journals have dropped by then are
 * a gap.
 */
export function planReplay(sessions: SessionStore, plan: ReplayPlan): JournalReplay {
  const { filter, lastEventId, run, newest } = plan;
  const { limit = lastEventId === undefined ? 0 : Number.POSITIVE_INFINITY } = filter;
  const seen = lastEventId === undefined ? 0 : parseSequence(lastEventId, run, newest);
  const all = listEntries(sessions, seen ?? 0);
  const wanted = filter.session === undefined ? all : all.filter(({ session }) => session === filter.session);
  const skipped = Math.max(0, wanted.length - limit);
  const entries = wanted.slice(skipped);
  const gaps: ReplayGap[] = [];
  if (lastEventId !== undefined) {
    if (seen === undefined) gaps.push({ count: null, reason: OTHER_RUN });
    else gaps.push(...findGap(sessions, filter, seen, newest - seen - all.length));
    if (skipped > 0) gaps.push({ count: skipped, reason: 'The stream was asked for fewer.' });
  }
  let index = 0;

  return {
    after: seen === undefined || lastEventId === undefined ? (entries[0]?.sequence ?? newest + 1) - 1 : seen,
    read(count) {
      if (gaps.length > 0) return gaps.splice(0);
      if (index >= entries.length) return undefined;
      const part = entries.slice(index, index + count);
      index += part.length;
      const found = part.flatMap(({ journal, sequence }) => journal.find(sequence) ?? []);
      const missing = part.length - found.length;
      return missing === 0 ? found : [{ count: missing, reason: DROPPED }, ...found];
    },
  };
}

const OTHER_RUN = 'The last event is from before a restart of the mock, or not one of its events.';
const DROPPED = 'The journals have dropped them, or were emptied.';

/** Returns the sequence number in an event's id, or undefined if this mock has sent no such event. */
function parseSequence(id: string, run: string, newest: number): number | undefined {
  const [, ofRun, digits] = /^(.+)-(\d{1,15})$/.exec(id) ?? [];
  return ofRun === run && Number(digits) <= newest ? Number(digits) : undefined;
}

interface Entry {
  readonly sequence: number;
  readonly session: string;
  readonly journal: Journal;
}

/** Returns the exchanges of all journals after one, oldest first. */
function listEntries(sessions: SessionStore, after: number): Entry[] {
  const entries = sessions
    .list()
    .flatMap(({ name, journal }) =>
      journal.sequencesAfter(after).map((sequence) => ({ sequence, session: name, journal })),
    );
  return entries.toSorted((a, b) => a.sequence - b.sequence);
}

/** @param missing how many exchanges of all sessions the journals do not have any more */
function findGap(sessions: SessionStore, { session: name }: StreamFilter, seen: number, missing: number): ReplayGap[] {
  if (missing <= 0) return [];
  if (name === undefined) return [{ count: missing, reason: DROPPED }];
  const session = sessions.find(name);
  // A session that was deleted may have had some of them.
  if (session !== undefined && session.journal.lastDropped <= seen) return [];
  return [{ count: null, reason: DROPPED }];
}
