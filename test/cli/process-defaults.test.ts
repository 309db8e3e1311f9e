import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { main } from '../../src/cli/main.ts';

// What main takes where nobody gives it an output or a signal: the process's own.

const EMITTERS = [process, process.stdout, process.stderr] as const;
const NAMES = ['SIGINT', 'SIGTERM', 'error'] as const;

let written = { out: '', err: '' };
let listeners: unknown[] = [];

beforeEach(() => {
  written = { out: '', err: '' };
  listeners = EMITTERS.flatMap((emitter) => NAMES.flatMap((name) => emitter.listeners(name)));
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((written.out += String(text)), true));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((written.err += String(text)), true));
});

afterEach(() => {
  vi.restoreAllMocks();
  for (const emitter of EMITTERS) {
    for (const name of NAMES) {
      for (const listener of emitter.listeners(name)) {
        if (!listeners.includes(listener)) emitter.removeListener(name, listener as () => void);
      }
    }
  }
});

test('main writes to the process’s streams', async () => {
  expect(await main(['--version'])).toBe(0);
  expect(written).toEqual({ out: expect.stringMatching(/^\d+\.\d+\.\d+.*\n$/) as string, err: '' });
  expect(await main(['--versoin'])).toBe(2);
  expect(written.err).toContain('(Did you mean --version?)');
});

test.each(['SIGTERM', 'SIGINT'] as const)('main serves until the process gets %s', async (name) => {
  const ready = vi.waitUntil(() => written.out.includes('tracker-mock ready'));
  const ended = main(['serve', '--port', '0']);
  await ready;
  process.emit(name);
  expect(await ended).toBe(0);
});

test('main passes on an error that is no failure of the mock', async () => {
  const output = { out: vi.fn().mockThrow(new Error('It broke.')), err: vi.fn(), isTerminal: false };
  await expect(main(['check'], output)).rejects.toThrow('It broke.');
});
