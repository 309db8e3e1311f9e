import { useRef, useState } from 'preact/hooks';
import type { Scenario, WorldStateInput } from '../control/control-types.ts';
import { ClockControls } from './clock-controls.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { toClient } from './connection.ts';
import { saveFile } from './copy-text.ts';
import { Dialog } from './dialog.tsx';
import { Failure } from './failure.tsx';
import { SnapshotsDialog } from './snapshots-dialog.tsx';
import { act, useAction } from './use-action.ts';

interface BarProps {
  readonly session: string;
  /** Changes when the world does. */
  readonly version: number;
  readonly onChange: () => void;
}

/** What is done to a world as a whole. */
export function WorldBar({ session, version, onChange }: BarProps) {
  const file = useRef<HTMLInputElement>(null);
  const [dialog, setDialog] = useState<'snapshots' | 'reset' | 'refused' | undefined>(undefined);
  const { run, failure } = useAction();
  const close = (): void => setDialog(undefined);
  const load = async (chosen: File | undefined): Promise<void> => {
    if (chosen === undefined) return;
    if (!(await run(async () => loadFile(session, chosen.name, await chosen.text())))) setDialog('refused');
    onChange();
  };
  return (
    <div class="world-bar">
      <ClockControls session={session} version={version} onChange={onChange} />
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
          aria-label="A file with a fixture or a scenario"
          onChange={(event) => {
            const { currentTarget } = event;
            // Emptied, so that the same file can be chosen again.
            void load(currentTarget.files?.[0]).then(() => (currentTarget.value = ''));
          }}
        />
      </div>
      {dialog === 'snapshots' ? <SnapshotsDialog session={session} onChange={onChange} onClose={close} /> : null}
      {dialog === 'refused' ? (
        <Dialog title="The file was not loaded" isWide onClose={close}>
          <Failure failure={failure} />
          <p class="note">The session {session} is as it was.</p>
        </Dialog>
      ) : null}
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

/** Loads a fixture, or a scenario, which has steps. The mock checks it, and says what is wrong. */
async function loadFile(session: string, name: string, text: string): Promise<string> {
  const client = toClient(session);
  const content = parseFile(name, text);
  if (typeof content === 'object' && content !== null && 'steps' in content) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the mock checks it
    await client.scenario.load(content as unknown as Scenario);
    return `${name} is the scenario of the session ${session} now. Play it when you like.`;
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the mock checks it
  await client.state.set(content as WorldStateInput);
  return `${name} is the world of the session ${session} now.`;
}

function parseFile(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = `Failed to read ${name}: ${String(error)}. Choose a fixture or a scenario, which are JSON.`;
    throw new Error(reason, { cause: error });
  }
}
