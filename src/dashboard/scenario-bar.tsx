import { useEffect, useRef, useState } from 'preact/hooks';
import type { ScenarioStatus } from '../control/control-types.ts';
import { toClient } from './connection.ts';
import { Meter } from './meter.tsx';
import { toShortText } from './short-text.ts';
import { act } from './use-action.ts';
import { useLoaded } from './use-loaded.ts';

interface ScenarioProps {
  readonly session: string;
  /** Changes when the world does. */
  readonly version: number;
  readonly onChange: () => void;
}

const STATES: Readonly<Record<ScenarioStatus['state'], string>> = {
  none: '',
  ready: 'not begun',
  playing: 'playing',
  paused: 'paused',
  ended: 'ended',
};

const SPEEDS = [0.5, 1, 2, 5, 10, 60];
/** How often a scenario that is played is looked at, in milliseconds. */
const PERIOD = 1000;

/** Plays the scenario of a session. Empty if it has none. */
export function ScenarioBar({ session, version, onChange }: ScenarioProps) {
  // Not at once: the address may name a session that cannot be.
  const control = () => toClient(session).scenario;
  const { value: status, reload } = useLoaded(() => control().status(), [session, version]);
  const isPlaying = status?.state === 'playing';
  // Of one that is not played: the speed that it is to be played at.
  const [chosen, setChosen] = useState<number | undefined>(undefined);
  useEffect(() => {
    if (!isPlaying) return undefined;
    const timer = setInterval(() => {
      if (!document.hidden) reload();
    }, PERIOD);
    return () => clearInterval(timer);
  }, [isPlaying]);
  const place = status === undefined ? '' : `${status.round}/${status.done}`;
  const known = useRef('');
  useEffect(() => {
    // A step has changed the world.
    if (known.current !== '' && place !== known.current) onChange();
    known.current = place;
  }, [place]);
  if (status === undefined || status.state === 'none') return null;
  const speed = chosen ?? status.speed;
  const run = (step: () => Promise<unknown>, done: string): void =>
    void act(async () => {
      await step();
      return done;
    }).then(onChange);
  return (
    <div class="world-bar">
      <div class="group" role="group" aria-label="Scenario">
        {isPlaying ? (
          <button type="button" onClick={() => run(() => control().pause(), 'The scenario is paused.')}>
            Pause
          </button>
        ) : (
          <button
            type="button"
            disabled={status.state === 'ended'}
            onClick={() => {
              run(() => control().play({ speed }), 'The scenario is played.');
              setChosen(undefined);
            }}
          >
            Play
          </button>
        )}
        <button
          type="button"
          disabled={status.next === null}
          onClick={() => run(() => control().step(), 'The next step is done.')}
        >
          Next step
        </button>
        <select
          aria-label="Speed"
          value={speed}
          onChange={(event) => {
            const value = Number(event.currentTarget.value);
            if (isPlaying) run(() => control().play({ speed: value }), `The scenario is played at ${value}×.`);
            else setChosen(value);
          }}
        >
          {[...new Set([...SPEEDS, speed])].map((value) => (
            <option key={value} value={value}>
              {value}×
            </option>
          ))}
        </select>
        <Meter covered={status.done} total={status.steps} />
        <p class="muted">{toStateText(status)}</p>
      </div>
      <div class="group">
        <button type="button" onClick={() => run(() => control().restart(), 'The scenario begins again.')}>
          Restart
        </button>
        <button
          type="button"
          class="quiet"
          onClick={() => run(() => control().remove(), 'The scenario is removed. World and clock stay.')}
        >
          Remove
        </button>
      </div>
      {status.description === null ? null : (
        <p class="muted foreign description">{toShortText(status.description, 300)}</p>
      )}
    </div>
  );
}

function toStateText({ state, round, rounds, skipped }: ScenarioStatus): string {
  const place = rounds === 1 ? '' : `, round ${round}${rounds === null ? '' : ` of ${rounds}`}`;
  return `${STATES[state]}${place}${skipped === 0 ? '' : `, ${skipped} skipped`}`;
}
