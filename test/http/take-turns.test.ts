import { expect, test } from 'vitest';
import { takeTurn } from '../../src/http/take-turns.ts';

/** Keeps the process busy for longer than a short step. */
function work(): void {
  const end = performance.now() + 50;
  while (performance.now() < end);
}

test('steps run one at a time, with a turn for everything else between them', async () => {
  const done: number[] = [];
  const steps = [1, 2, 3].map((step) => takeTurn('body', () => done.push(step)));
  await steps[0];
  // What waits already, such as other requests, comes before the next step.
  for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
  expect(done).toEqual([1]);
  await Promise.all(steps);
  expect(done).toEqual([1, 2, 3]);
});

test('after a long step others have as much time as it took', async () => {
  const done: string[] = [];
  const long = takeTurn('body', work);
  const next = takeTurn('body', () => done.push('next'));
  await long;
  setTimeout(() => done.push('other'), 1);
  await next;
  expect(done).toEqual(['other', 'next']);
});

test('what a step starts belongs to it', async () => {
  const done: string[] = [];
  const long = takeTurn('body', () => void Promise.resolve().then(work));
  const next = takeTurn('body', () => done.push('next'));
  await long;
  setTimeout(() => done.push('other'), 1);
  await next;
  expect(done).toEqual(['other', 'next']);
});

test('a step that fails holds up no other', async () => {
  const failed = takeTurn('body', () => {
    throw new Error('It broke.');
  });
  await expect(failed).rejects.toThrow('It broke.');
  expect(await takeTurn('body', () => 5)).toBe(5);
});

test('the kinds of steps take turns', async () => {
  const done: string[] = [];
  const kinds = ['body', 'body', 'read', 'reply', 'body'] as const;
  await Promise.all(kinds.map((kind) => takeTurn(kind, () => done.push(kind))));
  expect(done).toHaveLength(5);
  expect(done.at(-1)).toBe('body');
});
