import { onTestFinished } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { Output } from '../../src/cli/output.ts';

/** What a command wrote and how it ended. */
export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A command that serves. */
export interface Served {
  readonly url: string;
  /** All of the output so far. */
  readonly out: () => string;
  /** All of the output, once it holds the text as often as that. */
  readonly until: (text: string, times?: number) => Promise<string>;
  /** Ends it as Ctrl-C does. */
  readonly stop: () => Promise<Run>;
}

interface Capture extends Output {
  readonly text: () => { out: string; err: string };
  readonly until: Served['until'];
}

function capture(isTerminal: boolean): Capture {
  const text = { out: '', err: '' };
  const waiting = new Set<() => void>();
  return {
    isTerminal,
    out(more) {
      text.out += more;
      for (const look of waiting) look();
    },
    err: (more) => void (text.err += more),
    text: () => text,
    until: (part, times = 1) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (text.out.split(part).length <= times) return;
          waiting.delete(look);
          resolve(text.out);
        };
        waiting.add(look);
        look();
      }),
  };
}

/** Runs a command to its end. */
export async function run(...args: string[]): Promise<Run> {
  const output = capture(false);
  // One that serves by mistake ends at once.
  const code = await main(args, output, AbortSignal.abort());
  return { code, ...output.text() };
}

/** Serves on a free port. It is ended when the test ends. */
export async function serve(args: readonly string[] = [], isTerminal = false): Promise<Served> {
  return start(['serve', '--port', '0', ...args], isTerminal);
}

/** Stands in front of a server, on a free port. It is ended when the test ends. */
export async function proxy(upstream: string, ...args: readonly string[]): Promise<Served> {
  return start(['proxy', upstream, '--port', '0', ...args], false);
}

/** Follows a mock. It is ended when the test ends. */
export function tail(...args: readonly string[]): Pick<Served, 'until' | 'stop'> & { readonly ended: Promise<number> } {
  const output = capture(false);
  const controller = new AbortController();
  const ended = main(['tail', ...args], output, controller.signal);
  const stop = async (): Promise<Run> => {
    controller.abort();
    const code = await ended;
    return { code, ...output.text() };
  };
  onTestFinished(async () => void (await stop()));
  return { ended, until: output.until, stop };
}

async function start(args: readonly string[], isTerminal: boolean): Promise<Served> {
  const output = capture(isTerminal);
  const controller = new AbortController();
  const ended = main(args, output, controller.signal);
  const stop = async (): Promise<Run> => {
    controller.abort();
    const code = await ended;
    return { code, ...output.text() };
  };
  onTestFinished(async () => void (await stop()));
  const failed = ended.then((code) => {
    throw new Error(`It ended with ${code}: ${output.text().err}`);
  });
  // Only while it starts: afterwards its end is what a test wants.
  const out = await Promise.race([output.until('http://'), failed]);
  failed.catch(() => {});
  return { url: /http:\/\/[\w.:[\]]+/.exec(out)?.[0] ?? '', out: () => output.text().out, until: output.until, stop };
}
