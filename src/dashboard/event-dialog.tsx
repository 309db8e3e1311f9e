import { useEffect, useState } from 'preact/hooks';
import type { EventInput } from '../control/control-types.ts';
import { toClient } from './connection.ts';
import { FormDialog } from './form-dialog.tsx';
import { route } from './route.ts';
import { act } from './use-action.ts';

interface EventDialogProps {
  readonly session: string;
  readonly onChange: () => void;
  readonly onClose: () => void;
}

const CONTENT = { type: 'text', author: 'user', content: 'Hello' };

/** Adds an event. */
export function EventDialog({ session, onChange, onClose }: EventDialogProps) {
  const [task, setTask] = useState('');
  const [agent, setAgent] = useState('');
  const [content, setContent] = useState(JSON.stringify(CONTENT, undefined, 2));
  const client = () => toClient(session);
  useEffect(() => {
    // For the tracker that is open, most likely.
    const [, id] = route.peek().path;
    if (id === undefined) return;
    void act(async () => {
      const { tracker } = await client().trackers.get(id);
      // What was typed meanwhile stays.
      setTask((typed) => typed || tracker.task_id);
      setAgent((typed) => typed || tracker.agent_id);
      return undefined;
    });
  }, []);
  const add = async (): Promise<string> => {
    const { sequence_id } = await client().events.add({
      task_id: task,
      agent_id: agent,
      content: parseContent(content),
    });
    return `Event ${sequence_id} is added.`;
  };
  return (
    <FormDialog title="Add an event" verb="Add" step={add} onDone={onChange} onClose={onClose}>
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
    </FormDialog>
  );
}

function parseContent(text: string): NonNullable<EventInput['content']> | null {
  const content: unknown = text.trim() === '' ? null : JSON.parse(text);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the mock checks it, and says what is wrong
  return content as NonNullable<EventInput['content']> | null;
}
