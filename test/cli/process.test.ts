import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createProcessOutput } from '../../src/cli/output.ts';
import { listenForSignals } from '../../src/cli/signals.ts';

/** Takes off the process, when the test ends, what the test put on it. */
function keepProcess(): void {
  const { argv, exitCode } = process;
  const undo = [
    keepListeners(process, 'SIGINT'),
    keepListeners(process, 'SIGTERM'),
    keepListeners(process.stdout, 'error'),
    keepListeners(process.stderr, 'error'),
  ];
  onTestFinished(() => {
    vi.restoreAllMocks();
    Object.assign(process, { argv, exitCode });
    for (const keep of undo) keep();
  });
}

function keepListeners(emitter: NodeJS.EventEmitter, name: string): () => void {
  const before = new Set(emitter.rawListeners(name));
  return () => {
    const added = emitter.rawListeners(name).filter((listener) => !before.has(listener));
    for (const listener of added) emitter.removeListener(name, listener as () => void);
  };
}

/** Takes what is written to one of the process's streams. */
function capture(name: 'stdout' | 'stderr', onText: (text: string) => void = () => {}): () => string {
  let all = '';
  vi.spyOn(process[name], 'write').mockImplementation((text) => {
    all += String(text);
    onText(all);
    return true;
  });
  return () => all;
}

describe('main, where nobody gives it an output or a signal,', () => {
  test('writes to the process’s streams', async () => {
    keepProcess();
    const out = capture('stdout');
    const err = capture('stderr');
    expect(await main(['--version'])).toBe(0);
    expect([out(), err()]).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+.*\n$/), '']);
    expect(await main(['--versoin'])).toBe(2);
    expect(err()).toContain('(Did you mean --version?)');
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('serves until the process gets %s', async (name) => {
    keepProcess();
    let out = (): string => '';
    const ready = new Promise<void>((resolve) => {
      out = capture('stdout', (text) => {
        if (text.startsWith('tracker-mock ready at ')) resolve();
      });
    });
    const ended = main(['serve', '--port', '0']);
    await ready;
    process.emit(name);
    expect(await ended).toBe(0);
    expect(out()).toMatch(/\n0 requests, .*\n$/);
  });
});

test('main passes on an error that is no failure of the mock', async () => {
  const output = { out: vi.fn().mockThrow(new Error('It broke.')), err: vi.fn(), isTerminal: false };
  await expect(main(['check'], output)).rejects.toThrow('It broke.');
});

test('src/bin.ts runs the command line with the process’s arguments, and ends with its code', async () => {
  keepProcess();
  const out = capture('stdout');
  const err = capture('stderr');
  process.argv = ['node', 'tracker-mock', '--port', 'x'];
  await import('../../src/bin.ts');
  expect(process.exitCode).toBe(2);
  expect([out(), err()]).toEqual(['', expect.stringContaining('Give a number from 0 to 65535.')]);
});

test('a stream that nobody reads is no failure; any other failure of it ends the process with 2', () => {
  keepProcess();
  const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never);
  const before = new Set(process.stdout.listeners('error'));
  createProcessOutput();
  const [listener] = process.stdout.listeners('error').filter((one) => !before.has(one));
  const tell = (error: Error): void => void listener?.(error);
  tell(Object.assign(new Error('gone'), { code: 'EPIPE' }));
  expect(exit).not.toHaveBeenCalled();
  tell(new Error('broken'));
  expect(exit).toHaveBeenCalledWith(2);
});

test.each([
  ['SIGTERM', 'SIGTERM'],
  ['SIGINT', 'SIGINT'],
  ['SIGINT', 'SIGTERM'],
] as const)('after %s has asked for an end, %s ends the process at once', (first, second) => {
  keepProcess();
  const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
  const before = process.listenerCount(second);
  const signal = listenForSignals();
  expect(signal.aborted).toBe(false);
  process.emit(first);
  expect(signal.aborted).toBe(true);
  expect(kill).not.toHaveBeenCalled();
  process.emit(second);
  // Nobody listens any more, so that the signal does what it does by itself.
  expect(process.listenerCount(second)).toBe(before);
  expect(kill).toHaveBeenCalledWith(process.pid, second);
});
