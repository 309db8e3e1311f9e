import { useState } from 'preact/hooks';
import type { ExchangeRecord, StubInput } from '../control/control-types.ts';
import { toClient } from './connection.ts';
import { FormDialog } from './form-dialog.tsx';
import { toStub } from './to-stub.ts';

interface StubProps {
  readonly record: ExchangeRecord;
  readonly onClose: () => void;
}

/** Makes a stub of a reply. The mock refuses one that breaks the contract, and says where. */
export function StubDialog({ record, onClose }: StubProps) {
  const [text, setText] = useState(JSON.stringify(toStub(record), undefined, 2));
  const step = async (): Promise<string> =>
    `Stub ${await add(record.session, text)} added. It applies from the next request on.`;
  return (
    <FormDialog title="Stub this reply" isWide verb="Add the stub" step={step} onClose={onClose}>
      <label class="field">
        Requests that match get this reply, in the session {record.session}
        <textarea rows={16} spellcheck={false} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
    </FormDialog>
  );
}

async function add(session: string, text: string): Promise<string> {
  const stub: unknown = JSON.parse(text);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the mock checks it, and says what is wrong
  const { id } = await toClient(session).stub(stub as StubInput);
  return id;
}
