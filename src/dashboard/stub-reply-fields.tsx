import type { ContractOperation } from './contract-operations.ts';
import type { StubDraft } from './stub-input.ts';

interface ReplyProps {
  readonly draft: StubDraft;
  readonly operation: ContractOperation | undefined;
  readonly set: (changes: Partial<StubDraft>) => void;
}

/** The reply of a stub. */
export function StubReplyFields({ draft, operation, set }: ReplyProps) {
  const { status, body } = draft;
  return (
    <>
      <label class="field">
        Status
        <input
          required
          inputMode="numeric"
          pattern="[2-5]\d\d"
          title="200 to 599"
          list="stub-statuses"
          value={status}
          onInput={(event) => set({ status: event.currentTarget.value })}
        />
        <datalist id="stub-statuses">
          {operation?.statuses.map((known) => (
            <option key={known} value={known} />
          ))}
        </datalist>
        {operation === undefined ? null : (
          <span class="note">The contract has {operation.statuses.join(', ')}. Others are marked as undocumented.</span>
        )}
      </label>
      <label class="field">
        Body, as JSON
        <textarea
          rows={8}
          spellcheck={false}
          value={body}
          placeholder="none"
          onInput={(event) => set({ body: event.currentTarget.value })}
        />
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={draft.allowViolations}
          onChange={(event) => set({ allowViolations: event.currentTarget.checked })}
        />
        Allow a reply that breaks the contract (allowViolations)
      </label>
    </>
  );
}
