import { expect, test } from 'vitest';
import { RECORDED_WORLD_SIZE, STUBS } from '../../src/budgets.ts';
import type { Exchange } from '../../src/index.ts';
import { createMask } from '../../src/journal/mask.ts';
import { loadEmbeddedContract } from '../../src/node/embedded-contract.ts';
import { createTrackerModel } from '../../src/operations/contract-tracker.ts';
import { createFixtureRules } from '../../src/operations/fixture-rules.ts';
import type { Recorder } from '../../src/recording/recorder.ts';
import { createRecorder } from '../../src/recording/recorder.ts';

function createSmallRecorder(): Recorder {
  const contract = loadEmbeddedContract();
  const rules = createFixtureRules(contract, createTrackerModel(contract), 'open', () => []);
  return createRecorder({ contract, rules, mask: createMask(), baseUrl: 'http://api.test', renameIds: false });
}

function toExchange(target: string, value: unknown): Exchange {
  return {
    sequence: 1,
    session: 'default',
    time: 0,
    ms: 1,
    request: { method: 'GET', target, headers: {}, body: new Uint8Array(0) },
    target,
    reply: {
      status: 200,
      headers: { 'content-type': 'application/json', 'x-mock-source': 'upstream' },
      body: JSON.stringify(value),
    },
    operation: undefined,
    isUnmatched: true,
    violations: [],
    isAllowed: false,
    isUndocumented: false,
    source: 'upstream',
    override: undefined,
  };
}

test('a recording that is full says what it does not have', () => {
  const recorder = createSmallRecorder();
  const text = 'x'.repeat(2 ** 20);
  const most = RECORDED_WORLD_SIZE / (2 * text.length);
  for (let index = 0; index < most + 4; index += 1) {
    const event = {
      id: `e-${index}`,
      sequence_id: index,
      task_id: 't',
      agent_id: 'a',
      content: { type: 'text', author: 'user', content: text },
    };
    recorder.add(toExchange(`/events/${index}`, event));
  }
  const { world, har, notes } = recorder.finish();
  expect(world.events.length + world.stubs.length).toBeLessThan(most);
  expect(world.events.length).toBeGreaterThan(most / 3);
  expect(har.log.entries.length).toBeLessThan(16);
  expect(har.log.entries.at(-1)?.request.url).toBe(`http://api.test/events/${most + 3}`);
  expect(notes).toEqual([
    expect.stringMatching(/^the oldest exchanges are left out of the archive for their size: \d+$/),
    expect.stringMatching(/^states and replies are left out of the world, which is full: \d+$/),
  ]);
  expect(har.log.comment).toBe(notes.join('; '));
});

test('a recording has as many stubs as a session may have', () => {
  const recorder = createSmallRecorder();
  for (let index = 0; index < STUBS + 2; index += 1) recorder.add(toExchange(`/agents/${index}`, index));
  recorder.add(toExchange('/agents/0', 'newest'));
  const { world, notes } = recorder.finish();
  expect(world.stubs).toHaveLength(STUBS);
  expect(world.stubs[0]?.reply?.body).toBe('newest');
  expect(notes).toEqual(['states and replies are left out of the world, which is full: 2']);
});

test('a recording has neither a reply that the mock made nor a broken connection as a stub', () => {
  const recorder = createSmallRecorder();
  const exchange = toExchange('/agents', []);
  recorder.add({ ...exchange, source: 'mock', reply: { status: 503, headers: {}, body: '' } });
  const delivery = { kind: 'wire-fault', fault: 'empty-response', delay: 0 } as const;
  recorder.add({ ...exchange, reply: { status: null, headers: {}, body: '', delivery } });
  const { world, har } = recorder.finish();
  expect([world.stubs.length, har.log.entries.length]).toEqual([0, 1]);
});
