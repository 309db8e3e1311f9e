import { useState } from 'preact/hooks';
import { toShortText } from './short-text.ts';

/** How much of a text is shown at first, in characters. A client may send 64 KiB, which would fill many screens. */
const SHOWN = 1000;

/** A text of a client, cut if it is long, until it is asked for. */
export function LongText({ text }: { readonly text: string }) {
  const [isWhole, setWhole] = useState(false);
  return (
    <>
      {toShortText(text, isWhole ? Number.POSITIVE_INFINITY : SHOWN)}
      {text.length <= SHOWN ? null : (
        <button type="button" class="quiet" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? 'Show less' : `Show all ${text.length.toLocaleString('en')} characters`}
        </button>
      )}
    </>
  );
}
