import { useState } from 'preact/hooks';
import { toShortText } from './short-text.ts';

interface TitleProps {
  /** With the method before it. */
  readonly path: string;
  /** With the `?` before it. Empty if there is none. */
  readonly query: string;
}

/** How much of a path with its query is shown at first: a long one would fill the screen of a phone. */
const SHOWN = 100;

/** What was requested. */
export function RequestTitle({ path, query }: TitleProps) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? Number.POSITIVE_INFINITY : SHOWN;
  const rest = shown - path.length;
  return (
    <div>
      <h2 class="foreign">
        {toShortText(path, shown)}
        {query === '' || rest <= 0 ? null : <span class="muted">{toShortText(query, rest)}</span>}
      </h2>
      {path.length + query.length <= SHOWN ? null : (
        <button type="button" class="quiet more" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? 'Show less' : 'Show the whole path'}
        </button>
      )}
    </div>
  );
}
