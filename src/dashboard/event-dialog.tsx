import { useEffect, useState } from 'preact/hooks';
import type { EventInput } from '../control/control-types.ts';
import { toClient } from './connection.ts';
import { Dialog } from './dialog.tsx';
import { Failure } from './failure.tsx';
import { route } from './route.ts';
import { useAction } from './use-action.ts';

interface EventDialogProps {
  readonly session: string;
  readonly onChange: () => void;
  readonly onClose: () => void;
}

const CONTENT = { type: 'text', author: 'user', content: 'Hello' };

/** Lets an event arrive. */
export function EventDialog({ session, onChange, onClose }: EventDialogProps) {
  const [task, setTask] = useState('');
  const [agent, setAgent] = useState('');
  const [content, setContent] = useState(JSON.stringify(CONTENT, undefined, 2));
  const { run, failure, isBusy } = useAction();
  const client = () => toClient(session);
  useEffect(() => {
    // For the tracker that is open, most likely.
    const [, id] = route.peek().path;
    if (id === undefined) return;
    void run(async () => {
      const { tracker } = await client().trackers.get(id);
      setTask(tracker.task_id);
      setAgent(tracker.agent_id);
      return undefined;
    });
  }, []);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const isAdded = await run(async () => {
      const { sequence_id } = await client().events.add({
        task_id: task,
        agent_id: agent,
        content: parseContent(content),
      });
      return `Event ${sequence_id} has arrived.`;
    });
    if (!isAdded) return;
    onChange();
    onClose();
  };
  return (
    <Dialog title="Let an event arrive" onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <label class="field">
          Task
          <input required value={task} onInput={(event) => setTask(event.currentTarget.value)} />
        </label>
        <label class="field">
          Agent
          <input required value={agent} onInput={(event) => setAgent(event.currentTarget.value)} />
        </label>
        <label class="field">
          Content, as JSON
          <textarea
            rows={6}
            spellcheck={false}
            value={content}
            onInput={(event) => setContent(event.currentTarget.value)}
          />
        </label>
        <Failure failure={failure} />
        <p class="actions">
          <button type="submit" class="primary" disabled={isBusy}>
            Add
          </button>
        </p>
      </form>
    </Dialog>
  );
}

function parseContent(text: string): NonNullable<EventInput['content']> | null {
  const content: unknown = text.trim() === '' ? null : JSON.parse(text);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the mock checks it, and says what is wrong
  return content as NonNullable<EventInput['content']> | null;
}
