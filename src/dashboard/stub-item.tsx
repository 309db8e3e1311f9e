import { useEffect, useRef, useState } from 'preact/hooks';
import type { Delay, Stub, StubInput } from '../control/control-types.ts';
import { toLine, toShortText } from './short-text.ts';

interface ItemProps {
  readonly stub: Stub;
  readonly isOn: boolean;
  /** Whether a link leads to it. */
  readonly isWanted: boolean;
  /** Each returns whether it succeeded. */
  readonly onToggle: () => Promise<boolean>;
  readonly onRemove: () => Promise<boolean>;
}

/** How much of a stub's JSON is shown, in characters. */
const SHOWN = 20_000;

/** A stub: what it matches, what it does, and how often it did. */
export function StubItem({ stub, isOn, isWanted, onToggle, onRemove }: ItemProps) {
  const element = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isWanted) element.current?.scrollIntoView({ block: 'center' });
  }, [isWanted]);
  const [isBusy, setBusy] = useState(false);
  // What succeeds takes it out of the list, once that is loaded again: a second click must not do it twice.
  const run = async (step: () => Promise<boolean>): Promise<void> => {
    setBusy(true);
    if (!(await step())) setBusy(false);
  };
  const title = toTitle(stub);
  const isUsedUp = stub.times !== undefined && stub.applied >= stub.times;
  const state = isOn ? (isUsedUp ? 'Used up' : 'On') : 'Off';
  return (
    <li ref={element} class="card stub" data-state={state} aria-current={isWanted ? 'true' : undefined}>
      <header>
        <h3 class="foreign">{title}</h3>
        <button
          type="button"
          role="switch"
          aria-checked={isOn}
          aria-label={`${state}: ${title}`}
          disabled={isBusy}
          onClick={() => void run(onToggle)}
        >
          {state}
        </button>
        <button
          type="button"
          class="quiet"
          aria-label={`Remove: ${title}`}
          disabled={isBusy}
          onClick={() => void run(onRemove)}
        >
          Remove
        </button>
      </header>
      <ul class="tags">
        {listEffects(stub).map((effect) => (
          <li key={effect} class="tag foreign">
            {effect}
          </li>
        ))}
        {listConditions(stub).map((condition) => (
          <li key={condition} class="muted foreign">
            {condition}
          </li>
        ))}
        <li class="applied">{stub.applied === 0 ? 'not applied yet' : `applied ${toTimes(stub.applied)}`}</li>
      </ul>
      <details>
        <summary class="muted">As JSON</summary>
        <pre class="foreign">{toShortText(JSON.stringify(toInput(stub), undefined, 2), SHOWN)}</pre>
      </details>
    </li>
  );
}

function toInput(stub: Stub): StubInput {
  const { id: _, applied: _applied, ...input } = stub;
  return input;
}

function toTitle({ match = {} }: Stub): string {
  if (match.operation !== undefined) return toLine(match.operation);
  const line = [match.method?.toUpperCase(), match.path].filter((part) => part !== undefined).join(' ');
  return line === '' ? 'Every request' : toLine(line);
}

function listEffects({ reply, delay, fault, violation, allowViolations }: Stub): string[] {
  return [
    ...(reply === undefined ? [] : [`reply ${reply.status}`]),
    ...(delay === undefined ? [] : [`delay ${toDelayText(delay)}`]),
    ...(fault === undefined ? [] : [violation === undefined ? fault : `${fault}: ${violation}`]),
    ...(allowViolations === true ? ['may break the contract'] : []),
  ];
}

function toDelayText(delay: Delay): string {
  return typeof delay === 'number' ? `${delay} ms` : `${delay.min} to ${delay.max} ms`;
}

function listConditions({ match = {}, times, probability, after }: Stub): string[] {
  const texts = [match.query, match.headers].flatMap((pairs) =>
    Object.entries(pairs ?? {}).map(([name, value]) => (value === null ? `without ${name}` : `${name}: ${value}`)),
  );
  return [
    ...texts.map((text) => toLine(text)),
    ...(match.body === undefined ? [] : [`body has ${toLine(match.body)}`]),
    ...(times === undefined ? [] : [`at most ${toTimes(times)}`]),
    ...(after === undefined || after === 0 ? [] : [`after ${after} ${after === 1 ? 'other' : 'others'}`]),
    ...(probability === undefined || probability === 1 ? [] : [`in ${Math.round(probability * 100)} % of cases`]),
  ];
}

function toTimes(count: number): string {
  return count === 1 ? 'once' : `${count.toLocaleString('en')} times`;
}
