import { MockError } from '../mock-error.ts';
import type { PreparedMock } from '../node/create-tracker-mock.ts';
import type { StateSource } from '../node/keep-state.ts';
import { keepState } from '../node/keep-state.ts';
import type { StateFile } from '../node/state-file.ts';
import { openStateFile } from '../node/state-file.ts';
import type { StateScope } from '../sessions/captured-state.ts';
import { captureState, isCurrent } from '../sessions/captured-state.ts';
import type { SavedState } from '../sessions/load-state.ts';
import { loadState } from '../sessions/load-state.ts';
import { restoreState } from '../sessions/restore-state.ts';
import { toStateText } from '../sessions/state-text.ts';
import { toCountText } from './count-text.ts';
import type { Log } from './log.ts';
import type { ServeOptions } from './serve-options.ts';

type StateOptions = Pick<ServeOptions, 'state' | 'stateSessions' | 'maxFileSize' | 'clock'>;

/**
 * Opens the state file of the options, if they name one.
 *
 * @throws {MockError} `option-invalid` or `fixture-invalid`
 */
export function openState({ state, stateSessions, maxFileSize }: StateOptions): StateFile | undefined {
  if (state !== undefined) return openStateFile(state, maxFileSize);
  if (stateSessions !== true) return undefined;
  throw new MockError(
    'option-invalid',
    'Failed to keep the sessions: there is no state file. Name one with --state, or leave out --state-sessions.',
  );
}

/**
 * Restores the state of a file, and says so.
 *
 * @returns a function that begins to save changes, and returns the one that stops it
 * @throws {MockError} `fixture-invalid` if the file does not fit
 */
export function startState(
  file: StateFile,
  { sessions, getStart, rules, scenarios }: PreparedMock,
  { stateSessions, clock }: StateOptions,
  log: Pick<Log, 'info' | 'warn'>,
): () => () => Promise<void> {
  const scope: StateScope = stateSessions === true ? 'all' : 'default';
  const name = JSON.stringify(file.name);
  if (file.content === undefined) {
    log.info(`there is no state in ${name} yet: starting with the fixtures. The first change will write it`);
  } else {
    const saved = loadState(file.name, file.content, rules);
    if (scope === 'default') refuseLoss(file.name, saved);
    for (const warning of saved.warnings) log.warn(warning);
    const fixedClock = clock === undefined ? undefined : { now: clock };
    const waits = restoreState(saved.sessions, sessions, getStart(), fixedClock, scenarios.context);
    log.info(`state of ${name} loaded: ${toStateCounts(saved)}. It replaces the fixtures, to which a reset returns`);
    if (waits !== undefined) {
      const how = waits === 'saved without a scenario' ? 'without it' : 'with another scenario or version of it';
      log.warn(
        `the scenario waits, since the state ${name} was saved ${how}. Restart it to begin with the fixtures, or play it in the world of the state`,
      );
    }
  }
  const source: StateSource = {
    capture: () => captureState(sessions, scope),
    isCurrent: (captured, isLast) => isCurrent(captured, sessions, scope, isLast),
    toText: (captured) => toStateText(captured, rules.model.columnNames),
  };
  return () => keepState(source, file, log);
}

/** What is not kept would be lost when the file is written. */
function refuseLoss(name: string, { sessions }: SavedState): void {
  const snapshots = sessions.flatMap((session) => session.snapshots).length;
  if (sessions.length === 1 && snapshots === 0) return;
  const lost = [
    ...(sessions.length > 1 ? [toCountText(sessions.length - 1, 'more session')] : []),
    ...(snapshots > 0 ? [toCountText(snapshots, 'snapshot')] : []),
  ];
  throw new MockError(
    'option-invalid',
    `Failed to load the state ${JSON.stringify(name)}: it has ${lost.join(' and ')}, which would be lost. The file is left as it is. Add --state-sessions, or start with another --state.`,
  );
}

function toStateCounts({ sessions }: SavedState): string {
  const { trackers, events } = sessions[0].content;
  const counts = [toCountText(trackers.length, 'tracker'), toCountText(events.length, 'event')];
  return [...counts, ...(sessions.length > 1 ? [toCountText(sessions.length - 1, 'more session')] : [])].join(', ');
}
