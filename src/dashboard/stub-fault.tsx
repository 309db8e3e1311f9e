import { FAULTS, VIOLATION_KINDS } from '../control/stub-schemas.ts';
import type { StubDraft } from './stub-input.ts';

interface FaultProps {
  readonly draft: StubDraft;
  readonly set: (changes: Partial<StubDraft>) => void;
}

/** How a reply fails. */
export function StubFault({ draft, set }: FaultProps) {
  return (
    <div class="fields">
      <label class="field">
        Fault
        <select
          value={draft.fault}
          onChange={(event) => set({ fault: FAULTS[event.currentTarget.selectedIndex] ?? draft.fault })}
        >
          {FAULTS.map((fault) => (
            <option key={fault} value={fault}>
              {fault}
            </option>
          ))}
        </select>
      </label>
      {draft.fault === 'contract-violation' ? (
        <label class="field">
          How it breaks the contract
          <select
            value={draft.violation}
            onChange={(event) =>
              set({ violation: VIOLATION_KINDS[event.currentTarget.selectedIndex] ?? draft.violation })
            }
          >
            {VIOLATION_KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {kind}
              </option>
            ))}
          </select>
        </label>
      ) : null}
    </div>
  );
}
