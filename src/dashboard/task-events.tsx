import type { TrackerEvent, TrackerProgress } from '../control/control-types.ts';
import { changeTracker } from './change-tracker.ts';
import { toClient } from './connection.ts';
import { CursorLine } from './cursor-line.tsx';
import { Failure } from './failure.tsx';
import { toLine, toShortText, toTimeText } from './short-text.ts';
import { useAction } from './use-action.ts';
import { useLoaded } from './use-loaded.ts';

interface EventsProps {
  readonly session: string;
  readonly progress: TrackerProgress;
  readonly version: number;
  readonly onChange: () => void;
}

/** How many events are listed. */
const LISTED = 200;

/** The events of a tracker's task, with the cursor on them. */
export function TaskEvents({ session, progress, version, onChange }: EventsProps) {
  const { tracker, processed, events: count } = progress;
  const { task_id, agent_id } = tracker;
  const client = toClient(session);
  const { value: events = [], failure } = useLoaded(
    () => client.events.list({ task_id, agent_id, limit: LISTED }),
    [session, task_id, agent_id, version],
  );
  const action = useAction();
  const arrive = async (): Promise<void> => {
    const isAdded = await action.run(async () => {
      const content = { type: 'text', author: 'user', content: 'Hello' };
      const { sequence_id } = await client.events.add({ task_id, agent_id, content });
      return `Event ${sequence_id} is added.`;
    });
    if (isAdded) onChange();
  };
  const moveTo = async (id: string): Promise<void> => {
    const { status, status_reason } = tracker;
    const change = { status, status_reason, last_processed_event_id: id };
    if (await action.run(() => changeTracker(session, tracker, change, 'api'))) onChange();
  };
  return (
    <section class="card" aria-label="Events">
      <header>
        <h3>Events of its task and agent</h3>
        <CursorLine progress={progress} />
      </header>
      <Failure failure={failure ?? action.failure} />
      {events.length === 0 ? <p class="note">This task and agent have no events.</p> : null}
      <ol class="events">
        {events.map((event, index) => (
          <EventItem
            key={event.id}
            event={event}
            isProcessed={index < (processed ?? 0)}
            isCursor={event.id === tracker.last_processed_event_id}
            onMove={() => void moveTo(event.id)}
          />
        ))}
      </ol>
      {count > events.length && events.length > 0 ? (
        <p class="note">
          The first {events.length} of {count.toLocaleString('en')} are shown.
        </p>
      ) : null}
      <p class="actions">
        <button type="button" disabled={action.isBusy} onClick={() => void arrive()}>
          Add an event
        </button>
      </p>
    </section>
  );
}

interface ItemProps {
  readonly event: TrackerEvent;
  readonly isProcessed: boolean;
  readonly isCursor: boolean;
  readonly onMove: () => void;
}

function EventItem({ event, isProcessed, isCursor, onMove }: ItemProps) {
  return (
    <li data-processed={isProcessed} data-cursor={isCursor} aria-current={isCursor ? 'true' : undefined}>
      <span class="event-text">
        <span class="foreign">{toContentText(event.content)}</span>
        <span class="muted foreign">
          {toLine(event.id)} · {toTimeText(event.created_at)}
        </span>
      </span>
      {isCursor ? (
        <span class="tag">Cursor</span>
      ) : (
        <button type="button" class="quiet" aria-label={`Move here: ${toLine(event.id)}`} onClick={onMove}>
          Move here
        </button>
      )}
    </li>
  );
}

function toContentText(content: TrackerEvent['content']): string {
  if (content === null) return 'No content';
  const { type, author, content: text } = content;
  if (typeof text === 'string') return `${toLine(author)}: ${toShortText(text)}`;
  return `${toLine(type)}: ${toLine(content)}`;
}
