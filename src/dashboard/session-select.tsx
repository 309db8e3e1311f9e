import { listSessions } from './connection.ts';
import { useLoaded } from './use-loaded.ts';

interface SessionSelectProps {
  readonly value: string;
  readonly onSelect: (name: string) => void;
  /** The name of a first choice that stands for all sessions. */
  readonly all?: string;
  readonly label?: string;
}

/** Selects a session by its name. */
export function SessionSelect({ value, onSelect, all, label = 'Session' }: SessionSelectProps) {
  const { value: sessions = [], reload } = useLoaded(listSessions, []);
  const names = new Set(sessions.map(({ name }) => name));
  // The session of a link may not be there yet, and `default` is made at its first use.
  if (value !== '') names.add(value);
  if (all === undefined) names.add('default');
  return (
    <select aria-label={label} value={value} onFocus={reload} onChange={(event) => onSelect(event.currentTarget.value)}>
      {all === undefined ? null : <option value="">{all}</option>}
      {[...names].toSorted().map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}
