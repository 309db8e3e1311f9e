import { useState } from 'preact/hooks';
import type { Tracker } from '../control/control-types.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { toClient } from './connection.ts';
import { Failure } from './failure.tsx';
import { toLine, toTimeText } from './short-text.ts';
import { TaskEvents } from './task-events.tsx';
import { TrackerForm } from './tracker-form.tsx';
import { useLoaded } from './use-loaded.ts';

interface DetailProps {
  readonly session: string;
  readonly id: string;
  /** Changes when the world does. */
  readonly version: number;
  readonly onChange: () => void;
  readonly onClose: () => void;
}

/** One tracker: its fields, and its cursor on the events of its task. */
export function TrackerDetail({ session, id, version, onChange, onClose }: DetailProps) {
  const { value: progress, failure } = useLoaded(() => toClient(session).trackers.get(id), [session, id, version]);
  const [isDeleting, setDeleting] = useState(false);
  return (
    <section class="side" aria-label="Tracker">
      <header>
        <h2 class="foreign">{toLine(id)}</h2>
        <button type="button" class="quiet" onClick={onClose}>
          Close
        </button>
      </header>
      <Failure failure={failure} />
      {progress === undefined ? null : (
        <>
          <Facts tracker={progress.tracker} />
          <TrackerForm session={session} tracker={progress.tracker} onChange={onChange} />
          <TaskEvents session={session} progress={progress} version={version} onChange={onChange} />
          <p class="actions">
            <button type="button" onClick={() => setDeleting(true)}>
              Delete this tracker
            </button>
          </p>
        </>
      )}
      {isDeleting ? (
        <ConfirmDialog
          title="Delete the tracker"
          text={`The tracker ${toLine(id)} is removed from the session ${session}. The API has no operation for this.`}
          verb="Delete"
          step={async () => {
            await toClient(session).trackers.delete(id);
            onClose();
            onChange();
            return 'The tracker is deleted.';
          }}
          onClose={() => setDeleting(false)}
        />
      ) : null}
    </section>
  );
}

/** Those that the form has. */
const EDITED = new Set(['id', 'status', 'status_reason', 'last_processed_event_id']);

function Facts({ tracker }: { readonly tracker: Tracker }) {
  return (
    <dl class="fact-list">
      {Object.entries(tracker)
        .filter(([name]) => !EDITED.has(name))
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class="foreign">
              {name.endsWith('_at') && typeof value === 'string' ? toTimeText(value) : toLine(value)}
            </dd>
          </div>
        ))}
    </dl>
  );
}
