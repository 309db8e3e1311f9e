import { useState } from 'preact/hooks';
import type { ExchangeRecord, StubInput } from '../control/control-types.ts';
import { announce } from './announce.tsx';
import { toClient, toMessage } from './connection.ts';
import { Dialog } from './dialog.tsx';
import { toStub } from './to-stub.ts';

interface StubProps {
  readonly record: ExchangeRecord;
  readonly onClose: () => void;
}

/** Makes a stub of a reply. The mock refuses one that breaks the contract, and says where. */
export function StubDialog({ record, onClose }: StubProps) {
  const [text, setText] = useState(JSON.stringify(toStub(record), undefined, 2));
  const [problem, setProblem] = useState('');
  const submit = (event: Event): void => {
    event.preventDefault();
    void (async () => {
      try {
        const id = await add(record.session, text);
        announce(`Stub ${id} added. It applies from the next request on.`);
        onClose();
      } catch (error) {
        setProblem(toMessage(error));
      }
    })();
  };
  return (
    <Dialog title="Stub this reply" isWide onClose={onClose}>
      <form onSubmit={submit}>
        <label class="field">
          Requests that match get this reply, in the session {record.session}
          <textarea
            rows={16}
            spellcheck={false}
            value={text}
            aria-describedby="stub-problem"
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <p id="stub-problem" class="bad foreign lines" aria-live="polite">
          {problem}
        </p>
        <p class="actions">
          <button type="submit" class="primary">
            Add the stub
          </button>
        </p>
      </form>
    </Dialog>
  );
}

async function add(session: string, text: string): Promise<string> {
  const stub: unknown = JSON.parse(text);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the mock checks it, and says what is wrong
  const { id } = await toClient(session).stub(stub as StubInput);
  return id;
}
