import type { Violation } from '../control/control-types.ts';
import { findWords } from './contract-words.ts';
import { LongText } from './long-text.tsx';

interface NoteProps {
  readonly violation: Violation;
  readonly operation: string | null;
  readonly status: number | null;
}

/** What is wrong with a member, beside the contract's words for it. */
export function ViolationNote({ violation, operation, status }: NoteProps) {
  const words = findWords(operation, status, violation);
  return (
    <span class="violation">
      <span class="bad foreign">
        <LongText text={violation.message} />
      </span>
      {words === undefined ? null : (
        <span class="words">
          <span class="muted">Contract:</span> <span class="foreign">{words.type}</span>
          {words.description === '' ? null : <span class="muted foreign"> — {words.description}</span>}
        </span>
      )}
    </span>
  );
}
