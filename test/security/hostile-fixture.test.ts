import { expect, test } from 'vitest';
import type { Fixture } from '../../src/index.ts';
import { createTrackerMock, MockError } from '../../src/index.ts';
import { createSmallWorld, FRESH } from '../setup.ts';

function refuse(fixtures: unknown): readonly string[] {
  try {
    createTrackerMock({ fixtures: fixtures as Fixture });
  } catch (error) {
    if (error instanceof MockError) return [error.message, ...error.problems];
    throw error;
  }
  throw new Error('The fixture was not refused.');
}

const DEPTH = 20_000;
const DEEP = JSON.parse('['.repeat(DEPTH) + ']'.repeat(DEPTH)) as unknown;

test.each([
  ['in place of trackers', { trackers: DEEP }],
  ['in a tracker', { trackers: [{ ...FRESH, status: DEEP }] }],
  ['in a member that is passed over', { trackers: [{ ...FRESH, more: DEEP }] }],
  [
    'in the content of an event',
    { events: [{ id: 'evt-1', sequence_id: 1, task_id: 't', agent_id: 'a', content: { deep: DEEP } }] },
  ],
])('a fixture that nests too deep %s is refused, and does not end the process', (_, fixtures) => {
  expect(refuse(fixtures)).toContain('fixtures: / nests deeper than 500 levels');
});

test('an error quotes hostile names and values without control characters and line breaks', () => {
  const lines = refuse({
    'a\nFAILED\u001b]0;title\u0007': 1,
    trackers: [{ ...FRESH, status: ['\u001b[2J\u009b31m\u202e'], 'x\r\ny': 1 }],
    events: [{ 'a\u001b[2J': 1 }],
  });
  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines.flatMap((text) => text.split('\n'))) expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
});

test('an update with the empty event id leaves a world that can be loaded again', async () => {
  const mock = createTrackerMock({ fixtures: createSmallWorld() });
  const body = Buffer.from('{"last_processed_event_id":""}');
  mock.handle({ method: 'PUT', target: '/tracker/t-fresh', headers: { 'content-type': 'application/json' }, body });
  const { trackers, events } = await mock.session().state.get();
  const again = createTrackerMock({ fixtures: { trackers: [...trackers], events: [...events] } });
  expect(await again.session().state.get()).toMatchObject({ trackers, events });
});
