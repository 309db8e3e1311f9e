import { useRef, useState } from 'preact/hooks';
import type { WorldStateInput } from '../control/control-types.ts';
import { ClockControls } from './clock-controls.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { toClient } from './connection.ts';
import { saveFile } from './copy-text.ts';
import { SnapshotsDialog } from './snapshots-dialog.tsx';
import { act } from './use-action.ts';

interface BarProps {
  readonly session: string;
  /** Changes when the world does. */
  readonly version: number;
  readonly onChange: () => void;
}

/** What is done to a world as a whole. */
export function WorldBar({ session, version, onChange }: BarProps) {
  const file = useRef<HTMLInputElement>(null);
  const [dialog, setDialog] = useState<'snapshots' | 'reset' | undefined>(undefined);
  const close = (): void => setDialog(undefined);
  const load = async (chosen: File | undefined): Promise<void> => {
    if (chosen === undefined) return;
    await act(async () => {
      await toClient(session).state.set(parseFixture(await chosen.text(), chosen.name));
      return `${chosen.name} is the world of the session ${session} now.`;
    });
    onChange();
  };
  return (
    <div class="world-bar">
      <ClockControls session={session} version={version} />
      <div class="group" role="group" aria-label="The world as a whole">
        <button type="button" onClick={() => setDialog('snapshots')}>
          Snapshots
        </button>
        <button type="button" onClick={() => void act(() => exportFixture(session))}>
          Export
        </button>
        <button type="button" onClick={() => file.current?.click()}>
          Load
        </button>
        <button type="button" onClick={() => setDialog('reset')}>
          Reset
        </button>
        <input
          ref={file}
          type="file"
          accept=".json,application/json"
          hidden
          aria-label="A fixture file"
          onChange={(event) => {
            const { currentTarget } = event;
            // Emptied, so that the same file can be chosen again.
            void load(currentTarget.files?.[0]).then(() => (currentTarget.value = ''));
          }}
        />
      </div>
      {dialog === 'snapshots' ? <SnapshotsDialog session={session} onChange={onChange} onClose={close} /> : null}
      {dialog === 'reset' ? (
        <ConfirmDialog
          title="Reset the session"
          text={`The session ${session} gets the world, the clock and the stubs that it started with. Its journal is emptied; its snapshots stay.`}
          verb="Reset"
          step={async () => {
            await toClient(session).reset();
            onChange();
            return `The session ${session} is reset.`;
          }}
          onClose={close}
        />
      ) : null}
    </div>
  );
}

async function exportFixture(session: string): Promise<string> {
  const state = await toClient(session).state.get();
  saveFile(`${session}.json`, `${JSON.stringify(state, undefined, 2)}\n`, 'application/json');
  return `The world of the session ${session} is saved as ${session}.json.`;
}

function parseFixture(text: string, name: string): WorldStateInput {
  try {
    const fixture: unknown = JSON.parse(text);
    // The mock checks it, and says what is wrong.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
    return fixture as WorldStateInput;
  } catch (error) {
    const reason = `Failed to read ${name}: ${String(error)}. Choose a fixture file, which is JSON.`;
    throw new Error(reason, { cause: error });
  }
}
