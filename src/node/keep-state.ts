import { STATE_PERIOD, STATE_RATE, STATE_RETRY } from '../budgets.ts';
import { MockError } from '../mock-error.ts';
import type { CapturedState } from '../sessions/captured-state.ts';
import { toWriteFailure } from './state-file.ts';

/** Captures what is to be saved, and says whether that has changed. */
export interface StateSource {
  capture(): CapturedState;
  /** @param isLast whether nothing is saved after it */
  isCurrent(captured: CapturedState, isLast: boolean): boolean;
  toText(captured: CapturedState): Iterable<string>;
}

export interface StateTarget {
  readonly name: string;
  /** Returns how many bytes were written. */
  write(pieces: Iterable<string>): Promise<number>;
}

export interface StateLog {
  info(message: string): void;
  warn(message: string): void;
}

/**
 * Saves a state to a file whenever it has changed, until it is stopped. Looks for changes instead of being told of them, so that requests
 * cost no more.
 *
 * A change is in the file after a period and the time that a save takes, so after 250 ms unless the state is large or the machine is busy.
 * A large state is saved less often: by its size, since the time that a save takes is mostly the disk's.
 *
 * @returns a function that saves the last changes and stops. It throws a MockError `option-invalid` if they cannot be saved
 */
export function keepState(source: StateSource, target: StateTarget, log: StateLog): () => Promise<void> {
  let saved = source.capture();
  /** The size of the last save, in bytes. */
  let size = 0;
  /** The kinds of failure since the last save that succeeded. */
  const failures = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let saving = Promise.resolve();
  let isStopped = false;

  const save = async (): Promise<void> => {
    const captured = source.capture();
    size = await target.write(source.toText(captured));
    saved = captured;
  };
  const saveChanges = async (): Promise<number> => {
    const began = performance.now();
    try {
      if (!source.isCurrent(saved, false)) {
        await save();
        if (failures.size > 0) log.info(`the state is saved in ${JSON.stringify(target.name)} again`);
        failures.clear();
      }
    } catch (error) {
      const reason = toWriteFailure(error);
      if (!failures.has(reason)) {
        log.warn(
          `the state is not saved in ${JSON.stringify(target.name)}, which is left as it is: ${reason}. Serving goes on, and saving is tried again every ${STATE_RETRY / 1000} s`,
        );
      }
      failures.add(reason);
      return STATE_RETRY;
    }
    // Node warns of a negative delay.
    return Math.max(0, Math.max(STATE_PERIOD, size / STATE_RATE) - (performance.now() - began));
  };
  const schedule = (delay: number): void => {
    if (isStopped) return;
    timer = setTimeout(() => {
      saving = saveChanges().then(schedule);
    }, delay);
  };

  schedule(STATE_PERIOD);
  return async () => {
    isStopped = true;
    clearTimeout(timer);
    await saving;
    if (source.isCurrent(saved, true)) return;
    try {
      await save();
    } catch (error) {
      throw new MockError(
        'option-invalid',
        `Failed to save the last changes of the state in ${JSON.stringify(target.name)}: ${toWriteFailure(error)}. The file is left as it is.`,
      );
    }
  };
}
