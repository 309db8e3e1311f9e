import { isNotServed } from '../conformance/not-served.ts';
import type { Contract } from '../contract/contract.ts';
import type { Operation } from '../contract/operation.ts';
import { findResponse } from '../contract/operation.ts';
import type { MockRequest } from '../exchange/exchange.ts';
import type { NoReply, WireReply } from '../prism/send-request.ts';
import { toDeclared } from './declared.ts';
import type { Answer, DriftCase } from './drift-case.ts';
import type { ReplyGroup } from './reply-group.ts';
import { addReply, compareGroups, createReplyGroup } from './reply-group.ts';
import type { Severity } from './severity.ts';
import { SEVERITIES } from './severity.ts';

/** Something in which B differs from A. */
export interface DriftDifference {
  readonly severity: Severity;
  /** `GET /tracker`. */
  readonly operation: string;
  /** The status of the replies; undefined if the difference is not about replies with one status. */
  readonly status: number | undefined;
  /** `body[].created_at`, `header allow`, `status`. */
  readonly at: string;
  readonly what: string;
  /** The first case that shows it, and how many do; undefined for a difference in what many cases show together. */
  readonly label: string | undefined;
  readonly cases: number;
  /** A request to B that shows it. */
  readonly request: MockRequest;
}

/** A request of a case and what came of it. */
export interface SentRequest {
  readonly request: MockRequest;
  readonly reply: WireReply | NoReply;
}

/** Collects the replies of both sides, and compares them. */
export interface DriftTally {
  add(
    one: Pick<DriftCase, 'operation' | 'label' | 'facts'>,
    operation: Operation | undefined,
    a: readonly SentRequest[],
    b: readonly SentRequest[],
  ): void;
  /** Adds replies to requests that only one side was asked. Their statuses are not compared. */
  addAlone(side: 'a' | 'b', name: string, operation: Operation | undefined, sent: SentRequest): void;
  /** Says what is not compared, and why. */
  note(text: string): void;
  finish(): DriftTotals;
}

/** The replies of one side. */
export interface SideCounts {
  answers: number;
  /** Replies with 401 or 403. */
  unauthorized: number;
}

export interface DriftTotals {
  /** The worst first. */
  readonly differences: readonly DriftDifference[];
  /** How many cases were compared, by the operation's name. */
  readonly compared: ReadonlyMap<string, number>;
  /** How many kinds of replies were compared: one for each operation and status. */
  readonly groups: number;
  /** Whether successful replies with something in them were compared. */
  readonly hasContent: boolean;
  /** What could not be compared. */
  readonly notes: readonly string[];
  readonly countsA: Readonly<SideCounts>;
  readonly countsB: Readonly<SideCounts>;
}

interface Group {
  readonly operation: string;
  readonly status: number;
  readonly a: ReplyGroup;
  readonly b: ReplyGroup;
  request: MockRequest | undefined;
}

export function createDriftTally({ schemas }: Contract): DriftTally {
  const groups = new Map<string, Group>();
  const single = new Map<string, DriftDifference>();
  const notes = new Map<string, number>();
  const compared = new Map<string, number>();
  const counts = { a: { answers: 0, unauthorized: 0 }, b: { answers: 0, unauthorized: 0 } };

  const note = (text: string): void => void notes.set(text, (notes.get(text) ?? 0) + 1);
  /** Returns the requests that were answered. */
  const keepAnswers = (side: 'a' | 'b', name: string, sent: readonly SentRequest[]): Answer[] =>
    sent.flatMap(({ request, reply }) => {
      const letter = side.toUpperCase();
      if ('failure' in reply) note(`no reply of ${letter}: ${reply.failure}`);
      else {
        counts[side].answers += 1;
        if (reply.status === 401 || reply.status === 403) counts[side].unauthorized += 1;
        if (!isNotServed(reply)) return [{ request, reply }];
        note(`${name}: ${letter} does not serve it`);
      }
      return [];
    });
  const addDifference = (one: DriftDifference): void => {
    const key = [one.operation, one.at, one.what].join('\n');
    const before = single.get(key);
    single.set(key, before === undefined ? one : { ...before, cases: before.cases + 1 });
  };
  /** Adds that B breaks the connection if A answers. */
  const addFailure = (operation: string, label: string, [sent]: readonly SentRequest[]): void => {
    if (sent === undefined || !('failure' in sent.reply)) return;
    const what = `no reply of B: ${sent.reply.failure}`;
    const { request } = sent;
    addDifference({ severity: 'breaking', operation, status: undefined, at: 'status', what, label, cases: 1, request });
  };
  const addToGroup = (
    side: 'a' | 'b',
    name: string,
    operation: Operation | undefined,
    { request, reply }: Answer,
  ): void => {
    const key = `${name} ${reply.status}`;
    const group: Group = groups.get(key) ?? {
      operation: name,
      status: reply.status,
      a: createReplyGroup(),
      b: createReplyGroup(),
      request: undefined,
    };
    groups.set(key, group);
    if (side === 'b') group.request ??= request;
    const response = operation === undefined ? undefined : findResponse(operation, reply.status);
    const declared =
      response?.schema === undefined ? undefined : toDeclared(schemas.document, [response.schema.pointer]);
    addReply(group[side], schemas, reply, declared);
  };

  return {
    add({ operation: name, label, facts = [] }, operation, sentA, sentB) {
      const [a, b] = [keepAnswers('a', name, sentA), keepAnswers('b', name, sentB)];
      const [first] = b;
      if (a.length > 0 && first === undefined) addFailure(name, label, sentB);
      if (a.length === 0 || first === undefined) return;
      compared.set(name, (compared.get(name) ?? 0) + 1);
      const common = { operation: name, status: undefined, label, cases: 1 };
      const [inA, inB] = [toStatuses(a), toStatuses(b)];
      const added = [...inB].filter((status) => !inA.has(status));
      if (added.length > 0) {
        const request = b.find(({ reply }) => added.includes(reply.status))?.request ?? first.request;
        const what = `${[...inB].join(' or ')} in B, ${[...inA].join(' or ')} in A`;
        addDifference({ ...common, severity: judgeStatuses(inA, added), at: 'status', what, request });
      }
      for (const { severity, rule, holds } of facts) {
        if (holds(a) !== true || holds(b) !== false) continue;
        addDifference({ ...common, severity, at: 'list', what: `${rule} in A, but not in B`, request: first.request });
      }
      for (const answer of a) if (inB.has(answer.reply.status)) addToGroup('a', name, operation, answer);
      for (const answer of b) if (inA.has(answer.reply.status)) addToGroup('b', name, operation, answer);
    },
    addAlone(side, name, operation, sent) {
      for (const answer of keepAnswers(side, name, [sent])) {
        addToGroup(side, name, operation, answer);
      }
    },
    note,
    finish() {
      let hasContent = false;
      let kinds = 0;
      const shared: DriftDifference[] = [];
      for (const { operation, status, a, b, request } of groups.values()) {
        const kind = `${operation} ${status}`;
        if (a.shape.isCut || b.shape.isCut) note(`${kind}: the bodies have too many members to compare all of them`);
        if (request === undefined || a.replies === 0) {
          note(`${kind}: only in ${a.replies === 0 ? 'B' : 'A'}`);
          continue;
        }
        if (a.hasContent !== b.hasContent) note(`${kind}: the lists of ${a.hasContent ? 'B' : 'A'} are empty`);
        if (status < 300 && a.hasContent && b.hasContent) hasContent = true;
        kinds += 1;
        // Replies that only archives have count as one case.
        if (!compared.has(operation)) compared.set(operation, 1);
        const found = compareGroups(a, b);
        shared.push(...found.map((one) => ({ ...one, operation, status, label: undefined, cases: 0, request })));
      }
      const rank = ({ severity }: DriftDifference): number => SEVERITIES.indexOf(severity);
      // A side that never answers is not there.
      const own = counts.b.answers === 0 ? [] : [...single.values()];
      const differences = [...own, ...shared].toSorted((one, other) => rank(one) - rank(other));
      const counted = [...notes].map(([text, count]) => (count === 1 ? text : `${text} (${count} times)`));
      return { differences, compared, groups: kinds, hasContent, notes: counted, countsA: counts.a, countsB: counts.b };
    },
  };
}

function toStatuses(answers: readonly Answer[]): Set<number> {
  return new Set(answers.map(({ reply }) => reply.status));
}

/** A server that accepts what A refuses breaks no client of A. */
function judgeStatuses(inA: ReadonlySet<number>, added: readonly number[]): Severity {
  const isRefused = [...inA].every((status) => status >= 400);
  return isRefused && added.every((status) => status < 400) ? 'warning' : 'breaking';
}
