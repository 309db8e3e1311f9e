import { main } from '../../src/cli/main.ts';
import type { Run } from './run-main.ts';

/** Runs `drift` to its end. */
export async function drift(a: string, b: string, args: readonly string[] = [], signal?: AbortSignal): Promise<Run> {
  const text = { out: '', err: '' };
  const output = {
    isTerminal: false,
    out: (more: string) => void (text.out += more),
    err: (more: string) => void (text.err += more),
  };
  const code = await main(['drift', a, b, ...args], output, signal ?? new AbortController().signal);
  return { code, ...text };
}

/** Returns the differences of a run in the form `breaking GET /tracker 200 body[].id: …`, without their cases. */
export function listDifferences({ out }: Run): string[] {
  return out
    .split('\n')
    .filter((line) => /^(?:breaking|warning|information) /.test(line))
    .map((line) => line.replaceAll(/ +/g, ' ').replace(/ \([^)]*\)$/, ''));
}
