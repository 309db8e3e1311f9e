import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { watchFixtures } from '../../src/cli/watch-fixtures.ts';
import { prepareMock } from '../../src/node/create-tracker-mock.ts';

const watcher = vi.hoisted((): { current: EventEmitter | undefined } => ({ current: undefined }));

vi.mock('chokidar', () => ({
  watch: () => {
    watcher.current = Object.assign(new EventEmitter(), { close: () => Promise.resolve() });
    setImmediate(() => watcher.current?.emit('ready'));
    return watcher.current;
  },
}));

test('a watcher that fails is told of, and ends nothing', async () => {
  const warnings: string[] = [];
  const log = { info: vi.fn(), warn: (text: string) => void warnings.push(text) };
  const stop = await watchFixtures(['world.json'], prepareMock(), log);
  watcher.current?.emit('error', new Error('ENOSPC: System limit for number of file watchers reached'));
  await stop();
  expect(warnings).toEqual([
    'changes of the fixtures may go unnoticed: Error: ENOSPC: System limit for number of file watchers reached',
  ]);
});
