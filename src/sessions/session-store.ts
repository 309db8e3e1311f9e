import type { MemoryBudget } from '../journal/byte-queue.ts';
import type { ScenarioRun, Session } from './session.ts';
import type { StatePool } from './state-memory.ts';
import { StateMemory } from './state-memory.ts';

/** The sessions of one mock, with limits on their number, their age and their journals. */
export interface SessionStore {
  /** Returns the session of a name, which is created if there is none. */
  use(name: string): Session;
  find(name: string): Session | undefined;
  /** Least recently used first. */
  list(): Session[];
  /** Returns false if there is none of that name. */
  delete(name: string): boolean;
  /** Keeps all journals together within their limit: the least recently used sessions' oldest exchanges go first. */
  trimJournals(): void;
}

export interface SessionBounds {
  /** The maximum number of sessions. Beyond it the least recently used is dropped. */
  readonly maxSessions: number;
  /** How long a session may be unused, in milliseconds. */
  readonly maxIdle: number;
  /** How much all journals may hold, in bytes. */
  readonly maxJournalBytes: number;
  /** How much all sessions may change over the fixtures, in bytes. Beyond it the least recently used are deleted. */
  readonly maxStateSize: number;
  /** Whether a session is never deleted by these limits. */
  readonly isKept: (name: string) => boolean;
  /** Brings the scenario of a session up to the time of its clock. Called before the session is used. */
  readonly catchUp?: (session: Session, run: ScenarioRun) => void;
}

/** How often idle sessions are looked for, in milliseconds. */
const SWEEP_EVERY = 10_000;

export function createSessionStore(
  create: (name: string, memory: StateMemory) => Session,
  budget: MemoryBudget,
  bounds: SessionBounds,
): SessionStore {
  // In the order of their last use, which a Map keeps by deleting and setting again.
  const sessions = new Map<string, Session>();
  let last: Session | undefined;
  let sweptAt = performance.now();

  const remove = (session: Session): void => {
    sessions.delete(session.name);
    session.journal.clear();
    session.memory.adjust(-session.memory.bytes);
    if (last === session) last = undefined;
  };
  const sweep = (now: number, inUse?: Session): void => {
    sweptAt = now;
    for (const session of sessions.values()) {
      if (now - session.usedAt <= bounds.maxIdle && sessions.size <= bounds.maxSessions) break;
      if (session !== inUse && !bounds.isKept(session.name)) remove(session);
    }
  };

  const pool: StatePool = {
    bytes: 0,
    maxBytes: bounds.maxStateSize,
    makeRoom(bytes, name) {
      for (const session of sessions.values()) {
        if (pool.bytes + bytes <= pool.maxBytes) return;
        if (session.name !== name && session.memory.bytes > 0 && !bounds.isKept(session.name)) remove(session);
      }
    },
  };

  return {
    use(name) {
      // Not the machine's clock, which may be set forward while sessions are in use.
      const now = performance.now();
      if (now - sweptAt > SWEEP_EVERY) sweep(now);
      let session = last;
      if (session?.name !== name) {
        session = sessions.get(name) ?? create(name, new StateMemory(pool, name));
        sessions.delete(name);
        sessions.set(name, session);
        last = session;
        if (sessions.size > bounds.maxSessions) sweep(now, session);
      }
      session.usedAt = now;
      if (session.scenario !== undefined) bounds.catchUp?.(session, session.scenario);
      return session;
    },
    find: (name) => sessions.get(name),
    list: () => [...sessions.values()],
    delete(name) {
      const session = sessions.get(name);
      if (session !== undefined) remove(session);
      return session !== undefined;
    },
    trimJournals() {
      if (budget.bytes <= bounds.maxJournalBytes) return;
      // More than needed, so that the next exchanges have room.
      const goal = bounds.maxJournalBytes * 0.9;
      for (const session of sessions.values()) {
        while (budget.bytes > goal && session.journal.size > 0) session.journal.shrink();
        if (budget.bytes <= goal) return;
      }
    },
  };
}
