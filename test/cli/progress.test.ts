import { expect, onTestFinished, test, vi } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createProcessOutput } from '../../src/cli/output.ts';
import type { ConformanceOptions, ConformanceReport } from '../../src/conformance/run-conformance.ts';
import { startProvider, TRACKER } from './run-verify.ts';

const conformance = vi.hoisted(() => ({ run: vi.fn<(options: unknown) => Promise<unknown>>() }));
vi.mock('../../src/conformance/run-conformance.ts', () => ({ runConformance: conformance.run }));

/** Runs a command to its end, and returns what it wrote to its error output. */
async function run(args: readonly string[], isErrorTerminal: boolean, signal?: AbortSignal): Promise<string> {
  let written = '';
  const output = {
    isTerminal: false,
    isErrorTerminal,
    out: () => {},
    err: (text: string) => void (written += text),
  };
  await main(args, output, signal ?? new AbortController().signal);
  return written;
}

const ERASE = '\r\u001B[2K';

test('verify shows in a terminal how many cases it has sent, in a line that is gone at the end', async () => {
  const { url } = await startProvider();
  const written = await run(['verify', url, '--operations', 'GET /events/*'], true);
  const lines = written.split(ERASE);
  expect(lines[1]).toMatch(/^1 of \d+ cases$/);
  expect(lines.slice(1, -1).filter((line) => !/^\d+ of \d+ cases$/.test(line))).toEqual([]);
  expect([lines[0], lines.at(-1)]).toEqual(['', '']);
});

test('verify shows no progress in a file', async () => {
  const { url } = await startProvider();
  expect(await run(['verify', url, '--operations', 'GET /events/*'], false)).toBe('');
});

test('verify removes the progress before it says that it was interrupted', async () => {
  const controller = new AbortController();
  const { url } = await startProvider({
    spoil({ body }) {
      if (body.includes('VERIFY AFTER')) controller.abort();
    },
  });
  const args = ['verify', url, '--operations', 'PUT *', '--write', '--tracker', TRACKER];
  const written = await run(args, true, controller.signal);
  expect(written.split(ERASE).at(-1)).toMatch(/^Stopping after the present request/);
});

test('conformance shows in a terminal how many cases it has sent', async () => {
  const report: ConformanceReport = { operations: [], ok: true };
  conformance.run.mockImplementation((options) => {
    (options as ConformanceOptions).onCase?.(1, 2);
    return Promise.resolve(report);
  });
  expect(await run(['conformance'], true)).toBe(`${ERASE}1 of 2 cases${ERASE}`);
});

test.each([
  ['xterm', true],
  ['dumb', false],
])('the error output with TERM=%s can replace a line if it is a terminal: %j', (term, expected) => {
  const { isTTY } = process.stderr;
  onTestFinished(() => void (process.stderr.isTTY = isTTY));
  vi.stubEnv('TERM', term);
  process.stderr.isTTY = true;
  expect(createProcessOutput().isErrorTerminal).toBe(expected);
});
