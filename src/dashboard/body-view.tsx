import { useMemo, useState } from 'preact/hooks';
import type { MessageRecord, Violation } from '../control/control-types.ts';
import { toJsonLines } from './json-lines.ts';
import { LongText } from './long-text.tsx';
import { toShortText } from './short-text.ts';
import { ViolationNote } from './violation-note.tsx';
import { toVisible } from './visible-text.ts';

interface BodyProps {
  readonly message: Pick<MessageRecord, 'body'>;
  readonly violations: readonly Violation[];
  readonly operation: string | null;
  readonly status: number | null;
}

/** How many lines are shown at first. */
const SHOWN = 500;

/** A body: as JSON with each violation at its member, or as it was sent. */
export function BodyView({ message, violations, operation, status }: BodyProps) {
  const { body } = message;
  const [isWhole, setWhole] = useState(false);
  const value = useMemo(() => parse(body), [body]);
  const lines = useMemo(
    () => (value === undefined ? undefined : toJsonLines(value.json, violations)),
    [value, violations],
  );
  if (lines === undefined) {
    const shown = isWhole ? body : body.slice(0, SHOWN * 20);
    return (
      <>
        <pre class="raw foreign">{toVisible(shown)}</pre>
        {shown.length < body.length ? <More onClick={() => setWhole(true)} /> : null}
        {violations.map((violation, index) => (
          <ViolationNote key={index} {...{ violation, operation, status }} />
        ))}
      </>
    );
  }
  const shown = isWhole ? lines : lines.slice(0, SHOWN);
  return (
    <>
      <ol class="json">
        {shown.map((line, index) => (
          <li key={index} data-kind={line.kind} style={{ '--depth': line.depth }} data-bad={line.violations.length > 0}>
            <span class="line foreign">
              {line.name === undefined ? null : <span class="muted">{toShortText(line.name)}: </span>}
              <span class={line.kind === 'missing' ? 'bad' : undefined}>
                <LongText text={line.text} />
              </span>
            </span>
            {line.violations.map((violation, place) => (
              <ViolationNote key={place} {...{ violation, operation, status }} />
            ))}
          </li>
        ))}
      </ol>
      {shown.length < lines.length ? <More onClick={() => setWhole(true)} /> : null}
    </>
  );
}

function More({ onClick }: { readonly onClick: () => void }) {
  return (
    <button type="button" class="quiet" onClick={onClick}>
      Show all of it
    </button>
  );
}

/** Returns undefined for what is not JSON. */
function parse(body: string): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(body) as unknown };
  } catch {
    return undefined;
  }
}
