import type { ComponentChildren, TargetedSubmitEvent } from 'preact';
import { Dialog } from './dialog.tsx';
import { Failure } from './failure.tsx';
import { useAction } from './use-action.ts';

interface FormDialogProps {
  readonly title: string;
  /** The name of what is done: `Delete`. */
  readonly verb: string;
  /** Does it, and returns what to say then. */
  readonly step: () => Promise<string>;
  /** Called once it is done, before the dialog closes. */
  readonly onDone?: () => void;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  /** @default false */
  readonly isWide?: boolean;
  /** Whether it has a button that closes it beside the other one. @default false */
  readonly hasCancel?: boolean;
}

/** A dialog with a form. It closes when what the form says is done, and shows the failure otherwise. */
export function FormDialog({ verb, step, onDone, children, hasCancel = false, ...dialog }: FormDialogProps) {
  const { run, failure, isBusy } = useAction();
  const submit = async (event: TargetedSubmitEvent<HTMLFormElement>): Promise<void> => {
    const { currentTarget: form } = event;
    event.preventDefault();
    if (!(await run(step))) return;
    onDone?.();
    // Closed meanwhile, another dialog may be open in its place.
    if (form.isConnected) dialog.onClose();
  };
  return (
    <Dialog {...dialog}>
      <form onSubmit={(event) => void submit(event)}>
        {children}
        <div class="foot">
          <Failure failure={failure} />
          <p class="actions">
            {hasCancel ? (
              <button type="button" onClick={dialog.onClose}>
                Cancel
              </button>
            ) : null}
            <button type="submit" class="primary" disabled={isBusy}>
              {verb}
            </button>
          </p>
        </div>
      </form>
    </Dialog>
  );
}
