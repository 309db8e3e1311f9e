import { useRef } from 'preact/hooks';
import { clearFilter, filter, isFiltered, setFilter } from './exchange-filter.ts';
import { known } from './exchange-store.ts';
import { useShortcuts } from './keyboard.ts';

const STATUSES = [
  ['2xx', '2xx'],
  ['3xx', '3xx'],
  ['4xx', '4xx'],
  ['5xx', '5xx'],
  ['none', 'No reply'],
] as const;

/** What the list of exchanges is limited to. */
export function FilterBar() {
  const input = useRef<HTMLInputElement>(null);
  useShortcuts([{ key: '/', description: 'Filter', act: () => input.current?.focus() }]);
  const { text, session, operation, status, violations, unmatched } = filter.value;
  return (
    <form class="filter" role="search" aria-label="Filter the exchanges" onSubmit={(event) => event.preventDefault()}>
      <input
        ref={input}
        type="search"
        aria-label="Text"
        aria-keyshortcuts="/"
        placeholder="Filter by path, status, message …  /"
        value={text}
        onInput={(event) => setFilter({ text: event.currentTarget.value })}
      />
      <Choice name="session" all="All sessions" value={session} values={known.value.sessions} />
      <Choice name="operation" all="All operations" value={operation} values={known.value.operations} />
      <Choice name="status" all="All statuses" value={status} values={STATUSES} />
      <Toggle name="violations" label="Violations" isOn={violations} />
      <Toggle name="unmatched" label="Unmatched" isOn={unmatched} />
      {isFiltered.value ? (
        <button type="button" class="quiet" onClick={clearFilter}>
          Clear
        </button>
      ) : null}
    </form>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly all: string;
  readonly value: string;
  readonly values: readonly (string | readonly [value: string, label: string])[];
}

function Choice({ name, all, value, values }: ChoiceProps) {
  const pairs = values.map((item) => (typeof item === 'string' ? ([item, item] as const) : item));
  // A link may name one that has not come in yet.
  const missing = value !== '' && !pairs.some(([known_]) => known_ === value) ? [[value, value] as const] : [];
  return (
    <select
      aria-label={all.replace('All ', '').replace(/^\w/, (letter) => letter.toUpperCase())}
      value={value}
      data-on={value !== ''}
      onChange={(event) => setFilter({ [name]: event.currentTarget.value })}
    >
      <option value="">{all}</option>
      {[...missing, ...pairs].map(([item, label]) => (
        <option key={item} value={item}>
          {label}
        </option>
      ))}
    </select>
  );
}

interface ToggleProps {
  readonly name: string;
  readonly label: string;
  readonly isOn: boolean;
}

function Toggle({ name, label, isOn }: ToggleProps) {
  return (
    <button
      type="button"
      class="toggle"
      aria-pressed={isOn}
      onClick={() => setFilter({ [name]: isOn ? undefined : '1' })}
    >
      {label}
    </button>
  );
}
