import { describe, expect, test } from 'vitest';
import { findRequests } from '../../src/coverage/find-requests.ts';
import { listElements } from '../../src/coverage/list-elements.ts';
import { createScratchMock } from '../../src/coverage/scratch-mock.ts';
import { createTally } from '../../src/coverage/tally.ts';
import { createTrackerMock } from '../../src/index.ts';

const EVENT = {
  id: 'e-1',
  sequence_id: 1,
  task_id: 'task',
  agent_id: 'agent',
  created_at: '2026-08-18T20:28:14Z',
  content: null,
};

describe('the requests for what was not covered', () => {
  test('cover it when they are sent to another mock in the same state', () => {
    const { contract } = createTrackerMock();
    const keys = listElements(contract).map(({ key }) => key);
    const first = createScratchMock(contract, { trackers: [], events: [EVENT] }, 'contract');
    const requests = findRequests(first.mock, new Set(keys), first.known);
    expect(requests.size).toBeGreaterThan(0);

    const second = createScratchMock(contract, { trackers: [], events: [EVENT] }, 'contract');
    const failed = [...requests].filter(([key, { request }]) => {
      const tally = createTally(contract);
      const stop = second.mock.onExchange((exchange) => tally.add(exchange));
      second.mock.handle(request);
      stop();
      return !tally.hits().has(key);
    });
    expect(failed).toEqual([]);
  });

  test('use what exists in the world', () => {
    const { contract } = createTrackerMock();
    const { known } = createScratchMock(contract, { trackers: [], events: [EVENT] }, 'contract');
    expect(known).toMatchObject({ id: 'e-1', task_id: 'task', agent_id: 'agent', event_id: 'e-1' });
  });
});
