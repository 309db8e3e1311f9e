import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { STATE_PERIOD, STATE_RATE, STATE_RETRY } from '../../src/budgets.ts';
import { keepState } from '../../src/node/keep-state.ts';
import { captureState, isCurrent } from '../../src/sessions/captured-state.ts';
import { prepareSmallMock } from '../setup.ts';

/** A mock whose state is kept in a target that a test controls. */
function keep(
  save: () => Promise<void>,
  size = 1,
): {
  readonly change: () => Promise<void>;
  readonly saves: () => number;
  readonly log: string[];
  readonly stop: () => Promise<void>;
} {
  const { mock, sessions } = prepareSmallMock();
  const log: string[] = [];
  let saves = 0;
  const stop = keepState(
    {
      capture: () => captureState(sessions, 'default'),
      isCurrent: (captured, isLast) => isCurrent(captured, sessions, 'default', isLast),
      toText: () => [],
    },
    {
      name: 's.json',
      async write() {
        saves += 1;
        await save();
        return size;
      },
    },
    { info: (message) => void log.push(message), warn: (message) => void log.push(message) },
  );
  const change = async (): Promise<void> =>
    void (await mock.session().trackers.put('t-done', { agent_id: 'a', task_id: 't' }));
  return { change, saves: () => saves, log, stop };
}

function failWith(code: string): Promise<never> {
  return Promise.reject(Object.assign(new Error(`${code}: what Node says`), { code }));
}

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
});

test('a state is saved only when it has changed, and changes in between are saved together', async () => {
  const { change, saves, stop } = keep(() => Promise.resolve());
  await vi.advanceTimersByTimeAsync(10 * STATE_PERIOD);
  expect(saves()).toBe(0);
  for (let count = 0; count < 5; count++) await change();
  expect(saves()).toBe(0);
  await vi.advanceTimersByTimeAsync(STATE_PERIOD);
  expect(saves()).toBe(1);
  await vi.advanceTimersByTimeAsync(10 * STATE_PERIOD);
  await stop();
  expect(saves()).toBe(1);
});

test('a large state is saved less often', async () => {
  const { change, saves, stop } = keep(() => Promise.resolve(), 2000 * STATE_RATE);
  await change();
  await vi.advanceTimersByTimeAsync(STATE_PERIOD);
  expect(saves()).toBe(1);
  await change();
  await vi.advanceTimersByTimeAsync(1990);
  expect(saves()).toBe(1);
  await vi.advanceTimersByTimeAsync(20);
  expect(saves()).toBe(2);
  await stop();
  expect(saves()).toBe(2);
});

test('a slow save is followed by the next one at once, and never by two', async () => {
  const delays: (number | undefined)[] = [];
  const fake = globalThis.setTimeout;
  // Not with a spy: whoever restores all spies would bring the fake timer back when its test is over.
  globalThis.setTimeout = Object.assign(
    (...[run, delay]: Parameters<typeof fake>) => {
      delays.push(delay);
      return fake(run, delay);
    },
    { __promisify__: fake.__promisify__ },
  );
  const { change, saves, stop } = keep(() => new Promise((resolve) => void setTimeout(resolve, 500)));
  await change();
  await vi.advanceTimersByTimeAsync(STATE_PERIOD);
  await change();
  await vi.advanceTimersByTimeAsync(490);
  expect(saves()).toBe(1);
  await vi.advanceTimersByTimeAsync(20);
  expect(saves()).toBe(2);
  globalThis.setTimeout = fake;
  // Node warns of a negative delay.
  expect(delays.filter((delay = 0) => delay < 0)).toEqual([]);
  const stopped = stop();
  await vi.advanceTimersByTimeAsync(500);
  await stopped;
  expect(saves()).toBe(2);
});

test('stopping waits for a save, and saves what has changed since', async () => {
  const { change, saves, stop } = keep(() => new Promise((resolve) => void setTimeout(resolve, 1000)));
  await change();
  await vi.advanceTimersByTimeAsync(STATE_PERIOD);
  await change();
  const stopped = stop();
  await vi.advanceTimersByTimeAsync(1000);
  expect(saves()).toBe(2);
  await vi.advanceTimersByTimeAsync(1000);
  await stopped;
  expect(saves()).toBe(2);
});

test.each([
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'EDQUOT: what Node says'],
  ['EROFS', 'it is on a read-only file system'],
  ['EACCES', 'this user may not write there'],
  ['EPERM', 'this user may not write there'],
  ['ENOENT', 'its folder does not exist'],
])('a failure %s is logged once, and so is that it is over', async (code, reason) => {
  let isBroken = true;
  const { change, saves, log, stop } = keep(() => (isBroken ? failWith(code) : Promise.resolve()));
  await change();
  await vi.advanceTimersByTimeAsync(5 * STATE_RETRY);
  expect(saves()).toBeGreaterThan(3);
  const failure = `the state is not saved in "s.json", which is left as it is: ${reason}. Serving goes on, and saving is tried again every 1 s`;
  expect(log).toEqual([failure]);
  isBroken = false;
  await vi.advanceTimersByTimeAsync(STATE_RETRY);
  expect(log).toEqual([failure, 'the state is saved in "s.json" again']);
  isBroken = true;
  await change();
  await expect(stop()).rejects.toThrow(
    `Failed to save the last changes of the state in "s.json": ${reason}. The file is left as it is.`,
  );
});

test('each kind of failure is logged', async () => {
  const codes = ['ENOSPC', 'EACCES', 'ENOSPC', 'EACCES'];
  const { change, log, stop } = keep(() => failWith(codes.shift() ?? 'ENOSPC'));
  await change();
  await vi.advanceTimersByTimeAsync(6 * STATE_RETRY);
  expect(log).toEqual([expect.stringContaining('the disk is full'), expect.stringContaining('may not write there')]);
  await expect(stop()).rejects.toThrow('the disk is full');
});

test('a world that is saved often takes no more of the budget than one that is not', async () => {
  const { mock, sessions } = prepareSmallMock({ maxStateSize: 20_000 });
  for (let count = 0; count < 200; count++) {
    await mock.session().trackers.put('t-done', { agent_id: 'a', task_id: 't', status: `S${count}` });
    captureState(sessions, 'default');
  }
  expect((await mock.session().state.get()).trackers).toContainEqual(expect.objectContaining({ status: 'S199' }));
});
