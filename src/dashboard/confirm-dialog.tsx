import { Dialog } from './dialog.tsx';
import { Failure } from './failure.tsx';
import { useAction } from './use-action.ts';

interface ConfirmProps {
  readonly title: string;
  /** What will be lost. */
  readonly text: string;
  /** The name of what is done: `Delete`. */
  readonly verb: string;
  /** Does it, and returns what to say then. */
  readonly step: () => Promise<string>;
  readonly onClose: () => void;
}

/** Asks before something is lost. */
export function ConfirmDialog({ title, text, verb, step, onClose }: ConfirmProps) {
  const { run, failure, isBusy } = useAction();
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (await run(step)) onClose();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <p class="foreign">{text}</p>
        <Failure failure={failure} />
        <p class="actions">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="primary" disabled={isBusy}>
            {verb}
          </button>
        </p>
      </form>
    </Dialog>
  );
}
