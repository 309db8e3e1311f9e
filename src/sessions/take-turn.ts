/** Runs a slow step once others have had their turn. */
export type TakeTurn = <T>(step: () => T) => Promise<T>;

/** Taken when the module is loaded: a test may fake the timers later, and waits for the step all the same. */
const wait = globalThis.setTimeout;

/**
 * Creates a function that runs slow steps one at a time. Between two of them everything else has as much time as the first took, so that
 * many slow requests do not keep the others waiting until the last one is answered.
 */
export function createTurns(): TakeTurn {
  let last: Promise<void> = Promise.resolve();

  return (step) => {
    let started = 0;
    const result = last.then(() => {
      started = performance.now();
      return step();
    });
    const pause = (): Promise<void> => new Promise((resolve) => void wait(resolve, performance.now() - started));
    last = result.then(pause, pause);
    return result;
  };
}
