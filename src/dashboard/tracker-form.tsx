import { useLayoutEffect, useState } from 'preact/hooks';
import type { Tracker } from '../control/control-types.ts';
import type { ChangeWay } from './change-tracker.ts';
import { changeTracker } from './change-tracker.ts';
import { Failure } from './failure.tsx';
import { TextField } from './text-field.tsx';
import { useAction } from './use-action.ts';

interface FormProps {
  readonly session: string;
  readonly tracker: Tracker;
  readonly onChange: () => void;
}

/** Edits status, reason and cursor of a tracker. */
export function TrackerForm({ session, tracker, onChange }: FormProps) {
  const [status, setStatus] = useState(tracker.status ?? '');
  const [reason, setReason] = useState(tracker.status_reason ?? '');
  const [cursor, setCursor] = useState(tracker.last_processed_event_id ?? '');
  const [way, setWay] = useState<ChangeWay>('api');
  const { run, failure, isBusy } = useAction();
  // What others change is shown, unless it has been edited here.
  useFollowed(tracker.status ?? '', status, setStatus);
  useFollowed(tracker.status_reason ?? '', reason, setReason);
  useFollowed(tracker.last_processed_event_id ?? '', cursor, setCursor);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const change = {
      status: toValue(status),
      status_reason: toValue(reason),
      last_processed_event_id: toValue(cursor),
    };
    if (await run(() => changeTracker(session, tracker, change, way))) onChange();
  };
  return (
    <form class="card" onSubmit={(event) => void submit(event)} aria-label="Change the tracker">
      <TextField label="Status" value={status} onInput={setStatus} />
      <TextField label="Reason" value={reason} rows={2} onInput={setReason} />
      <TextField label="Cursor: the id of the last processed event" value={cursor} onInput={setCursor} />
      <fieldset class="choices">
        <legend>Change it</legend>
        <label>
          <input type="radio" name="way" checked={way === 'api'} onChange={() => setWay('api')} />
          <span>
            by the tracker API <span class="muted">as a client, by its rules</span>
          </span>
        </label>
        <label>
          <input type="radio" name="way" checked={way === 'control'} onChange={() => setWay('control')} />
          <span>
            by the control API <span class="muted">without a request of a client</span>
          </span>
        </label>
      </fieldset>
      <Failure failure={failure} />
      <p class="actions">
        <button type="submit" class="primary" disabled={isBusy}>
          Save
        </button>
      </p>
    </form>
  );
}

/** The API knows null; an empty text is hardly ever meant. */
function toValue(text: string): string | null {
  return text === '' ? null : text;
}

/** Sets a field to a new value, unless it was edited since the last one. */
function useFollowed(value: string, shown: string, set: (value: string) => void): void {
  const [last, setLast] = useState(value);
  // Not after the next frame: it would overwrite what is typed until then.
  useLayoutEffect(() => {
    if (value === last) return;
    if (shown === last) set(value);
    setLast(value);
  }, [value]);
}
