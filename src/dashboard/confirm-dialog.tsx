import { FormDialog } from './form-dialog.tsx';

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
export function ConfirmDialog({ text, ...form }: ConfirmProps) {
  return (
    <FormDialog {...form} hasCancel>
      <p class="foreign">{text}</p>
    </FormDialog>
  );
}
