import { toShortText } from './short-text.ts';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  /** Of a text with several lines. @default a single line */
  readonly rows?: number;
}

/** How long a text may be to be edited, in characters. A browser takes seconds to lay out a megabyte in a field. */
const EDITED = 20_000;

/** A field for a text that a client may have sent. One that is too long for a field can only be replaced. */
export function TextField({ label, value, onInput, rows }: TextFieldProps) {
  if (value.length > EDITED) {
    return (
      <div class="field">
        {label}
        <p class="note foreign">{toShortText(value)}</p>
        <p class="actions">
          <span class="note">{value.length.toLocaleString('en')} characters are too many to edit here.</span>
          <button type="button" aria-label={`Replace: ${label}`} onClick={() => onInput('')}>
            Replace
          </button>
        </p>
      </div>
    );
  }
  return (
    <label class="field">
      {label}
      {rows === undefined ? (
        <input value={value} dir="auto" onInput={(event) => onInput(event.currentTarget.value)} />
      ) : (
        <textarea rows={rows} value={value} dir="auto" onInput={(event) => onInput(event.currentTarget.value)} />
      )}
    </label>
  );
}
