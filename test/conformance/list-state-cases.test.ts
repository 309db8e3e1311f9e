import { createTrackerMock } from 'agentex-tracker-mock';
import { expect, test } from 'vitest';
import { listStateCases } from '../../src/conformance/list-state-cases.ts';
import { createServerClock } from '../../src/conformance/server-clock.ts';
import type { JsonObject } from '../../src/contract/document.ts';

const { contract } = createTrackerMock();

/** The events that the cursor sequences name, by sequence. */
function listMoves(events: readonly string[], cursor: string | null): Record<string, string[]> {
  const rows = events.map((id, index): JsonObject => ({ id, sequence_id: index }));
  const trackers: JsonObject[] = [{ id: 'tracker', last_processed_event_id: cursor }];
  const data = { trackers, events: rows, unlisted: new Set(), repaired: new Set<string>(), isWhole: true, notes: [] };
  const access = { trackers: ['tracker'], mayMoveCursor: true };
  const moves: Record<string, string[]> = {};
  for (const { label, request } of listStateCases(
    contract,
    data,
    access,
    false,
    createServerClock(data, () => 0),
  )) {
    const { last_processed_event_id: event } = JSON.parse(new TextDecoder().decode(request.body) || '{}') as JsonObject;
    const [name = ''] = label.split(':');
    if (typeof event === 'string') (moves[name] ??= []).push(event);
  }
  return moves;
}

test('the cursor moves to the next event, and back to the first', () => {
  expect(listMoves(['a', 'b', 'c'], null)).toEqual({
    'the cursor moves forward': ['b'],
    'the same event again is accepted': ['b', 'b'],
    'the cursor does not go back': ['b', 'a'],
  });
  expect(listMoves(['a', 'b', 'c'], 'b')).toMatchObject({ 'the cursor does not go back': ['c', 'a'] });
});

test('the cursor stays at the last event, and does not move without events', () => {
  expect(listMoves(['a', 'b'], 'b')).toMatchObject({ 'the cursor moves forward': ['b'] });
  expect(listMoves(['a'], 'a')).toEqual({
    'the cursor moves forward': ['a'],
    'the same event again is accepted': ['a', 'a'],
    'the cursor does not go back': ['a'],
  });
  expect(listMoves([], null)).toEqual({});
});
