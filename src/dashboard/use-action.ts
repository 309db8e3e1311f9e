import { useState } from 'preact/hooks';
import { announce } from './announce.tsx';
import type { FailureText } from './failure.tsx';
import { toFailure } from './failure.tsx';

export interface Action {
  /** Runs a step, then says the text that it returns. Returns whether it succeeded. */
  readonly run: (step: () => Promise<string | undefined>) => Promise<boolean>;
  readonly failure: FailureText | undefined;
  readonly isBusy: boolean;
}

/** What a person does in a form: its failure stays there until the next attempt. */
export function useAction(): Action {
  const [failure, setFailure] = useState<FailureText | undefined>(undefined);
  const [isBusy, setBusy] = useState(false);
  return {
    failure,
    isBusy,
    async run(step) {
      setBusy(true);
      try {
        const done = await step();
        setFailure(undefined);
        if (done !== undefined) announce(done);
        return true;
      } catch (error) {
        setFailure(toFailure(error));
        return false;
      } finally {
        setBusy(false);
      }
    },
  };
}

/** Runs a step that no form belongs to: a failure is said as its success is. */
export async function act(step: () => Promise<string | undefined>): Promise<boolean> {
  try {
    const done = await step();
    if (done !== undefined) announce(done);
    return true;
  } catch (error) {
    const { summary, problems } = toFailure(error);
    announce([summary, ...problems.slice(0, 3)].join('\n'));
    return false;
  }
}
