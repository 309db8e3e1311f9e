import type { Stub } from '../control/control-types.ts';
import { toLine } from './short-text.ts';

interface MissingProps {
  /** The stub that a link leads to. */
  readonly id: string | undefined;
  /** Undefined while they are loaded. */
  readonly listed: readonly Stub[] | undefined;
}

/** Says that a link leads to a stub that the session does not have, or no longer. */
export function MissingStub({ id, listed }: MissingProps) {
  if (id === undefined || listed === undefined || listed.some((stub) => stub.id === id)) return null;
  return (
    <p class="note foreign" role="status">
      Stub {toLine(id)} is not in this session. It may have been removed.
    </p>
  );
}
