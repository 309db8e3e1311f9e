import { useState } from 'preact/hooks';
import { toClient } from './connection.ts';
import { Dialog } from './dialog.tsx';
import { Failure } from './failure.tsx';
import { toCount } from './short-text.ts';
import { useAction } from './use-action.ts';
import { useLoaded } from './use-loaded.ts';

interface SnapshotsProps {
  readonly session: string;
  readonly onChange: () => void;
  readonly onClose: () => void;
}

/** The snapshots of a session: takes, restores and deletes them. */
export function SnapshotsDialog({ session, onChange, onClose }: SnapshotsProps) {
  const state = () => toClient(session).state;
  const { value: snapshots = [], reload } = useLoaded(() => state().snapshots(), [session]);
  const [name, setName] = useState('');
  const { run, failure, isBusy } = useAction();
  const take = async (event: Event): Promise<void> => {
    event.preventDefault();
    const isTaken = await run(async () => {
      await state().snapshot(name.trim());
      return `Snapshot ${name.trim()} taken.`;
    });
    if (isTaken) setName('');
    reload();
  };
  const restore = async (snapshot: string): Promise<void> => {
    const isRestored = await run(async () => {
      await state().restore(snapshot);
      return `Snapshot ${snapshot} restored.`;
    });
    if (!isRestored) return;
    onChange();
    onClose();
  };
  const remove = async (snapshot: string): Promise<void> => {
    await run(async () => {
      await state().deleteSnapshot(snapshot);
      return `Snapshot ${snapshot} deleted.`;
    });
    reload();
  };
  return (
    <Dialog title="Snapshots" onClose={onClose}>
      <form onSubmit={(event) => void take(event)}>
        <label class="field">
          The name of a new snapshot of world and clock
          <span class="one-line">
            <input required value={name} onInput={(event) => setName(event.currentTarget.value)} />
            <button type="submit" class="primary" disabled={isBusy}>
              Take a snapshot
            </button>
          </span>
        </label>
        <Failure failure={failure} />
      </form>
      {snapshots.length === 0 ? (
        <p class="note">This session has no snapshots.</p>
      ) : (
        <ul class="lines">
          {snapshots.map((snapshot) => (
            <li key={snapshot.name}>
              <span>
                <strong>{snapshot.name}</strong>{' '}
                <span class="muted">
                  {toCount(snapshot.trackers, 'tracker')}, {toCount(snapshot.events, 'event')}
                </span>
              </span>
              <span class="actions">
                <button
                  type="button"
                  aria-label={`Restore ${snapshot.name}`}
                  disabled={isBusy}
                  onClick={() => void restore(snapshot.name)}
                >
                  Restore
                </button>
                <button
                  type="button"
                  class="quiet"
                  aria-label={`Delete ${snapshot.name}`}
                  disabled={isBusy}
                  onClick={() => void remove(snapshot.name)}
                >
                  Delete
                </button>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
