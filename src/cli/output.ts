/** Where a command writes. */
export interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** True where {@link Output.out} is a terminal. */
  readonly isTerminal: boolean;
}

/** The process's own streams. A reader that went away, as in `| head`, is no failure. */
export function createProcessOutput(): Output {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    isTerminal: process.stdout.isTTY,
  };
}

/** A command's way to end: 0 well, 1 what was checked fell short, 2 it could not do what was asked. */
export type ExitCode = 0 | 1 | 2;
