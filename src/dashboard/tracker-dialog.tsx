import { useState } from 'preact/hooks';
import type { TrackerInput } from '../control/control-types.ts';
import { toClient } from './connection.ts';
import { FormDialog } from './form-dialog.tsx';
import { openPlace, route, toHref } from './route.ts';

const FIELDS = [
  { name: 'task_id', label: 'Task', isRequired: true },
  { name: 'agent_id', label: 'Agent', isRequired: true },
  { name: 'status', label: 'Status', isRequired: false },
  { name: 'status_reason', label: 'Reason', isRequired: false },
  { name: 'id', label: 'Id, made up if empty', isRequired: false },
] as const;

type Values = Readonly<Record<(typeof FIELDS)[number]['name'], string>>;

interface TrackerDialogProps {
  readonly session: string;
  readonly onChange: () => void;
  readonly onClose: () => void;
}

/** Adds a tracker to a world, for which the API has no operation. */
export function TrackerDialog({ session, onChange, onClose }: TrackerDialogProps) {
  const [values, setValues] = useState<Values>({ task_id: '', agent_id: '', status: '', status_reason: '', id: '' });
  const add = async (): Promise<string> => {
    const { id } = await toClient(session).trackers.add(toInput(values));
    openPlace(toHref('world', [session, id], route.peek().query));
    return 'The tracker is added.';
  };
  return (
    <FormDialog title="Add a tracker" verb="Add" step={add} onDone={onChange} onClose={onClose}>
      {FIELDS.map(({ name, label, isRequired }) => (
        <label key={name} class="field">
          {label}
          <input
            required={isRequired}
            value={values[name]}
            onInput={(event) => setValues({ ...values, [name]: event.currentTarget.value })}
          />
        </label>
      ))}
    </FormDialog>
  );
}

function toInput({ task_id, agent_id, ...rest }: Values): TrackerInput {
  const given = Object.entries(rest).filter(([, value]) => value !== '');
  return { task_id, agent_id, ...Object.fromEntries(given) };
}
