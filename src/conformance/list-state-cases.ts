import { isDeepStrictEqual } from 'node:util';
import type { Contract } from '../contract/contract.ts';
import type { JsonObject } from '../contract/document.ts';
import { isObject } from '../contract/document.ts';
import { toOperationName } from '../contract/operation.ts';
import { parseJson } from '../exchange/parse-json.ts';
import { shortenReply } from './compare-errors.ts';
import type { WriteAccess } from './list-contract-cases.ts';
import type { ServerClock } from './server-clock.ts';
import type { Finding, VerifyCase } from './verify-case.ts';
import { createCase, createGet, createPut, toTarget } from './verify-case.ts';
import type { Repair, VerifyData } from './verify-data.ts';
import { createRepair, findKind } from './verify-data.ts';

const CURSOR = 'last_processed_event_id';
const BEFORE = { status: 'VERIFY BEFORE', status_reason: 'before' };
const AFTER = { status: 'VERIFY AFTER', status_reason: 'after' };

/** Sequences of updates by name. Each begins with the same update, so that it does not depend on the ones before. */
const SEQUENCES: Readonly<Record<string, readonly JsonObject[]>> = {
  'sent values are stored': [AFTER],
  'an omitted reason becomes null': [{ status: AFTER.status }],
  'an omitted status becomes null': [{ status_reason: AFTER.status_reason }],
  'an empty update makes both null': [{}],
  'null is stored': [{ status: null, status_reason: null }],
  'the same values again change nothing': [BEFORE],
  'an omitted cursor and a null cursor stay': [{ ...AFTER, [CURSOR]: null }],
  'an unlisted member is ignored': [{ ...AFTER, unlisted: 1 }],
  'a refused update changes nothing': [{ ...AFTER, status: 5 }],
};

/**
 * Lists the state rules for the trackers that may be updated: sequences of updates, each of whose replies must mean what the mock's does.
 *
 * @param isStrict whether an unknown event must be refused; otherwise nothing is said about it
 */
export function listStateCases(
  contract: Contract,
  data: VerifyData,
  { trackers, mayMoveCursor }: WriteAccess,
  isStrict: boolean,
  clock: ServerClock,
): VerifyCase[] {
  const update = findKind(contract, 'update');
  const retrieve = findKind(contract, 'retrieve');
  if (update === undefined || retrieve === undefined) return [];
  const repair = createRepair(contract, 'retrieve');
  return trackers.flatMap((id) => {
    const target = toTarget(update.path, id);
    const tracker = data.trackers.find((row) => row['id'] === id);
    const sequences = {
      ...SEQUENCES,
      ...(mayMoveCursor ? listCursorSequences(data.events, tracker?.[CURSOR], isStrict) : {}),
    };
    const cursors: Cursors = { found: tracker?.[CURSOR], wanted: tracker?.[CURSOR] };
    return Object.entries(sequences).flatMap(([name, updates]) => {
      const compare = createComparison(repair, id, clock, cursors);
      const create = (label: string, operation: typeof update, request: VerifyCase['request']): VerifyCase =>
        createCase({
          phase: 'state rules',
          operation: toOperationName(operation),
          label: `${name}: ${label}`,
          sequence: `${id} ${name}`,
          request,
          check: compare,
        });
      return [
        create('the update before', update, createPut(target, BEFORE)),
        ...updates.map((body, index) => create(`update ${index + 1}`, update, createPut(target, body))),
        create('the tracker after', retrieve, createGet(target)),
      ];
    });
  });
}

/** @param cursor where the tracker's cursor is */
function listCursorSequences(
  events: readonly JsonObject[],
  cursor: unknown,
  isStrict: boolean,
): Record<string, readonly JsonObject[]> {
  const move = (event: JsonObject | undefined): JsonObject[] =>
    event === undefined ? [] : [{ ...AFTER, [CURSOR]: event['id'] }];
  const at = events.findIndex(({ id }) => id === cursor);
  // Never the first event, so that there is one to go back to; at the last one, the cursor stays there.
  const next = events[Math.max(1, at + 1)] ?? events[at];
  return {
    'the cursor moves forward': move(next),
    'the same event again is accepted': [...move(next), ...move(next)],
    'the cursor does not go back': [...move(next), ...(next === events[0] ? [] : move(events[0]))],
    ...(isStrict ? { 'an unknown event is refused': [{ ...AFTER, [CURSOR]: 'no-such-event' }] } : {}),
  };
}

/** Where the cursors of the server and of the mock are. They stay apart after a difference, since a cursor cannot be put back. */
interface Cursors {
  found: unknown;
  wanted: unknown;
}

/** Compares the replies of one sequence by meaning: of a time only whether it has changed since the reply before. */
function createComparison(repair: Repair, id: string, clock: ServerClock, cursors: Cursors): VerifyCase['check'] {
  let before: JsonObject | undefined;
  let expectedBefore: JsonObject | undefined;
  return (reply, expected) => {
    const found = reply.status === 200 ? repair(parseJson(reply.body)) : undefined;
    const parsed = expected.status === 200 ? parseJson(expected.body) : undefined;
    const wanted = isObject(parsed) ? parsed : undefined;
    const isCursorKept = found?.row[CURSOR] === cursors.found && wanted?.[CURSOR] === cursors.wanted;
    if (found !== undefined) cursors.found = found.row[CURSOR];
    if (wanted !== undefined) cursors.wanted = wanted[CURSOR];
    if (reply.status !== expected.status) {
      return {
        rule: `state ${expected.status} ${reply.status}`,
        what: `status ${reply.status}, where ${expected.status} is expected: ${shortenReply(reply)}`,
      };
    }
    if (found === undefined || wanted === undefined) return undefined;
    const [rows, wantedRows]: [Rows, Rows] = [
      [before, found.row],
      [expectedBefore, wanted],
    ];
    before = found.row;
    expectedBefore = wanted;
    const isTimed = !found.repaired.has('updated_at');
    if (isTimed) clock.see(id, found.row['updated_at']);
    return (
      Object.keys(wanted)
        .filter((member) => member !== 'updated_at' && !found.repaired.has(member))
        .filter((member) => member !== CURSOR || !isCursorKept)
        .map((member) => compareMember(member, rows, wantedRows))
        .find((one) => one !== undefined) ?? (isTimed ? compareTime(rows, wantedRows, clock) : undefined)
    );
  };
}

type Rows = readonly [before: JsonObject | undefined, now: JsonObject];

function compareMember(member: string, found: Rows, wanted: Rows): Finding | undefined {
  const [is, must] = [found[1][member], wanted[1][member]];
  if (isDeepStrictEqual(is, must)) return undefined;
  const change = found[1][member] === null ? 'becomes null' : toChange(member, found);
  return {
    rule: `state ${member} ${toChange(member, wanted)} ${change}`,
    what: `${member} is ${JSON.stringify(is)}, where ${JSON.stringify(must)} is expected`,
  };
}

function compareTime(found: Rows, wanted: Rows, clock: ServerClock): Finding | undefined {
  const [change, due] = [toChange('updated_at', found), toChange('updated_at', wanted)];
  if (found[0] === undefined || change === due) return undefined;
  const finding = {
    rule: `state updated_at ${due} ${change}`,
    what: `updated_at ${change}, where it ${due} in the mock`,
  };
  if (change === 'changes') return finding;
  clock.seeKept();
  return { ...finding, excuse: () => clock.findExcuse() };
}

function toChange(member: string, [before, now]: Rows): 'stays' | 'changes' {
  return isDeepStrictEqual(before?.[member], now[member]) ? 'stays' : 'changes';
}
