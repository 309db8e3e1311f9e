import { useEffect, useRef, useState } from 'preact/hooks';
import type { ClockInput, ClockMode, ClockState } from '../control/control-types.ts';
import { toClient } from './connection.ts';
import { toTimeText } from './short-text.ts';
import { act } from './use-action.ts';
import { useLoaded } from './use-loaded.ts';

interface ClockProps {
  readonly session: string;
  /** Changes when the world does. */
  readonly version: number;
  readonly onChange: () => void;
}

const MODES: Readonly<Record<ClockMode, string>> = {
  real: 'runs',
  fixed: 'is frozen',
  ticking: 'steps with each change',
  running: 'runs, set to another time',
};

/** How far a step moves the clock, in milliseconds. */
const STEPS = [
  [1000, '1 second'],
  [60_000, '1 minute'],
  [3_600_000, '1 hour'],
  [86_400_000, '1 day'],
] as const;

/** The time of a session: freezes, steps and runs it. */
export function ClockControls({ session, version, onChange }: ClockProps) {
  const { value: clock, reload } = useLoaded(() => toClient(session).clock.get(), [session, version]);
  const [step, setStep] = useState<number>(STEPS[0][0]);
  const isRunning = clock?.mode === 'real' || clock?.mode === 'running';
  useEffect(() => {
    if (!isRunning) return undefined;
    const timer = setInterval(() => {
      if (!document.hidden) reload();
    }, 5000);
    return () => clearInterval(timer);
  }, [isRunning]);
  const now = useRunningTime(clock?.now, isRunning ? (clock?.speed ?? 1) : 0);
  // One after the other: a step begins at the time to which the one before it has moved the clock.
  const last = useRef<Promise<unknown>>(Promise.resolve());
  const set = (toInput: (from: ClockState) => ClockInput, done: string): void => {
    const { clock: control } = toClient(session);
    const change = async (): Promise<string> => {
      await control.set(toInput(await control.get()));
      return done;
    };
    last.current = last.current.then(() => act(change)).then(onChange);
  };
  return (
    <div class="group clock" role="group" aria-label="Clock">
      <p>
        <time class="now" dateTime={now} title={now}>
          {toTimeText(now)}
        </time>
        <span class="muted"> {clock === undefined ? '' : MODES[clock.mode]}</span>
      </p>
      {isRunning ? (
        <button type="button" onClick={() => set((from) => ({ mode: 'fixed', now: from.now }), 'The clock is frozen.')}>
          Freeze
        </button>
      ) : (
        <button type="button" onClick={() => set(() => ({ mode: 'running' }), 'The clock runs.')}>
          Run
        </button>
      )}
      <button
        type="button"
        disabled={now === undefined}
        onClick={() => {
          set((from) => ({ now: new Date(Date.parse(from.now) + step).toISOString() }), 'The clock has stepped.');
        }}
      >
        Step
      </button>
      <select
        aria-label="How far a step goes"
        value={step}
        onChange={(event) => setStep(Number(event.currentTarget.value))}
      >
        {STEPS.map(([ms, name]) => (
          <option key={ms} value={ms}>
            {name}
          </option>
        ))}
      </select>
      {clock === undefined || clock.mode === 'real' ? null : (
        <button type="button" onClick={() => set(() => ({ mode: 'real' }), 'The clock shows the machine’s time.')}>
          Machine’s time
        </button>
      )}
    </div>
  );
}

/** Returns the time of a clock; of one that runs, to the second, as it goes on from when it was read. */
function useRunningTime(read: string | undefined, speed: number): string | undefined {
  const [passed, setPassed] = useState(0);
  useEffect(() => {
    setPassed(0);
    if (speed === 0) return undefined;
    const started = performance.now();
    const timer = setInterval(() => setPassed((performance.now() - started) * speed), 1000);
    return () => clearInterval(timer);
  }, [read, speed]);
  if (read === undefined || speed === 0) return read;
  return new Date(Date.parse(read) + passed).toISOString().replace(/\.\d+/, '');
}
