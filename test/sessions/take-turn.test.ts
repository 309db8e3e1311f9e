import { expect, test } from 'vitest';
import { createTurns } from '../../src/sessions/take-turn.ts';

test('steps that are slow run one at a time, with a turn for everything else between them', async () => {
  const takeTurn = createTurns();
  const done: number[] = [];
  const steps = [1, 2, 3].map((step) => takeTurn(() => done.push(step)));
  await steps[0];
  // What waits already, such as other requests, comes before the next step.
  for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
  expect(done).toEqual([1]);
  await Promise.all(steps);
  expect(done).toEqual([1, 2, 3]);
});

test('after a slow step others have as much time as it took', async () => {
  const takeTurn = createTurns();
  const done: string[] = [];
  const slow = takeTurn(() => {
    const end = performance.now() + 50;
    while (performance.now() < end);
  });
  const next = takeTurn(() => done.push('next'));
  await slow;
  setTimeout(() => done.push('other'), 1);
  await next;
  expect(done).toEqual(['other', 'next']);
});

test('a step that fails holds up no other', async () => {
  const takeTurn = createTurns();
  const failed = takeTurn(() => {
    throw new Error('It broke.');
  });
  await expect(failed).rejects.toThrow('It broke.');
  expect(await takeTurn(() => 5)).toBe(5);
});
