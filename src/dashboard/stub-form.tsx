import { useMemo, useState } from 'preact/hooks';
import { toClient } from './connection.ts';
import { listOperations } from './contract-operations.ts';
import { FormDialog } from './form-dialog.tsx';
import { StubFault } from './stub-fault.tsx';
import type { StubDraft } from './stub-input.ts';
import { EMPTY_DRAFT, suggestReply, toStubInput } from './stub-input.ts';
import { StubReplyFields } from './stub-reply-fields.tsx';
import { useLoaded } from './use-loaded.ts';

interface FormProps {
  readonly session: string;
  readonly onChange: () => void;
  readonly onClose: () => void;
}

const EFFECTS = [
  ['reply', 'a reply'],
  ['fault', 'a fault'],
  ['delay', 'a delay alone'],
] as const;

/** Adds a stub. It knows the operations of the contract, and a body for each of their statuses. */
export function StubForm({ session, onChange, onClose }: FormProps) {
  const { value: document } = useLoaded(() => toClient().contract(), []);
  const operations = useMemo(() => (document === undefined ? [] : listOperations(document)), [document]);
  const [draft, setDraft] = useState(EMPTY_DRAFT);
  const set = (changes: Partial<StubDraft>): void =>
    setDraft((before) => {
      const after = { ...before, ...changes };
      const isOther = after.operation !== before.operation || after.status !== before.status;
      if (!isOther) return after;
      const operation = operations.find(({ name }) => name === after.operation);
      return suggestReply(after, operation);
    });
  const add = async (): Promise<string> => {
    const { id } = await toClient(session).stub(toStubInput(draft));
    return `Stub ${id} is added. It applies from the next request on.`;
  };
  return (
    <FormDialog title="Add a stub" isWide verb="Add" step={add} onDone={onChange} onClose={onClose}>
      <label class="field">
        Operation
        <select value={draft.operation} onChange={(event) => set({ operation: event.currentTarget.value, method: '' })}>
          <option value="">Any, by method and path</option>
          {operations.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <div class="fields">
        {draft.operation === '' ? (
          <label class="field">
            Method
            <input
              value={draft.method}
              placeholder="any"
              onInput={(event) => set({ method: event.currentTarget.value })}
            />
          </label>
        ) : null}
        <label class="field">
          Path, with * for any characters
          <input
            value={draft.path}
            placeholder={draft.operation === '' ? '/tracker/*' : 'any of the operation'}
            onInput={(event) => set({ path: event.currentTarget.value })}
          />
        </label>
      </div>
      <fieldset class="choices">
        <legend>Answer with</legend>
        {EFFECTS.map(([effect, name]) => (
          <label key={effect}>
            <input type="radio" name="effect" checked={draft.effect === effect} onChange={() => set({ effect })} />
            {name}
          </label>
        ))}
      </fieldset>
      {draft.effect === 'reply' ? (
        <StubReplyFields draft={draft} operation={operations.find(({ name }) => name === draft.operation)} set={set} />
      ) : null}
      {draft.effect === 'fault' ? <StubFault draft={draft} set={set} /> : null}
      <div class="fields">
        <label class="field">
          Delay in milliseconds
          <input
            type="number"
            min="0"
            required={draft.effect === 'delay'}
            value={draft.delay}
            placeholder="none"
            onInput={(event) => set({ delay: event.currentTarget.value })}
          />
        </label>
        <label class="field">
          How many times
          <input
            type="number"
            min="1"
            value={draft.times}
            placeholder="always"
            onInput={(event) => set({ times: event.currentTarget.value })}
          />
        </label>
      </div>
    </FormDialog>
  );
}
