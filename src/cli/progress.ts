import type { Output } from './output.ts';

/** How far a command is, in one line of the terminal. Nothing is shown if the error output is not a terminal. */
export interface Progress {
  readonly show: (done: number, total: number) => void;
  /** Removes the line, so that other text can take its place. */
  readonly clear: () => void;
}

/** Goes to the beginning of the line, and erases it. */
const ERASE = '\r\u001B[2K';

/** How long a line stays, in milliseconds: each change costs the terminal a little. */
const STAYS = 100;

export function createProgress({ err, isErrorTerminal = false }: Output): Progress {
  let isShown = false;
  let next = 0;
  return {
    show(done, total) {
      if (!isErrorTerminal || performance.now() < next) return;
      isShown = true;
      next = performance.now() + STAYS;
      err(`${ERASE}${done} of ${total} cases`);
    },
    clear() {
      if (isShown) err(ERASE);
      isShown = false;
    },
  };
}
