import { useState } from 'preact/hooks';
import type { SessionInfo } from '../control/control-types.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { toClient } from './connection.ts';
import { useShortcuts } from './keyboard.ts';
import { openPlace, route, toHref, withQuery } from './route.ts';
import { SessionSelect } from './session-select.tsx';
import { toCount } from './short-text.ts';
import { WorldComparison } from './world-comparison.tsx';

interface DetailProps {
  readonly name: string;
  /** The sessions of the mock; undefined until they are loaded. */
  readonly sessions: readonly SessionInfo[] | undefined;
  readonly onChange: () => void;
}

/** One session: leads to its parts, and compares it with another. */
export function SessionDetail({ name, sessions, onChange }: DetailProps) {
  const [dialog, setDialog] = useState<'reset' | 'delete' | undefined>(undefined);
  const other = route.value.query.get('with') ?? '';
  const info = sessions?.find((session) => session.name === name);
  const isMissing = sessions !== undefined && info === undefined;
  useShortcuts([{ key: 'Escape', description: 'Close the session', act: () => openPlace(toHref('sessions')) }]);
  const close = (): void => setDialog(undefined);
  return (
    <section class="side" aria-label="Session">
      <header>
        <h2 class="foreign">{name}</h2>
        <button type="button" class="quiet" onClick={() => openPlace(toHref('sessions'))}>
          Close
        </button>
      </header>
      {isMissing ? <p class="note">This session does not exist. The first request to it creates it.</p> : null}
      <ul class="links">
        <li>
          <a href={toHref('exchanges', [], new URLSearchParams({ session: name }))}>Exchanges</a>
          <span class="muted">{info === undefined ? '' : toCount(info.requests, 'request')}</span>
        </li>
        <li>
          <a href={toHref('world', [name])}>World</a>
          <span class="muted">
            {info === undefined ? '' : `${toCount(info.trackers, 'tracker')}, ${toCount(info.events, 'event')}`}
          </span>
        </li>
        <li>
          <a href={toHref('stubs', [name])}>Stubs</a>
          <span class="muted">{info === undefined ? '' : toCount(info.stubs, 'stub')}</span>
        </li>
      </ul>
      <p class="actions">
        <button type="button" disabled={isMissing} onClick={() => setDialog('reset')}>
          Reset
        </button>
        <button type="button" disabled={isMissing} onClick={() => setDialog('delete')}>
          Delete
        </button>
      </p>
      <section class="card" aria-label="Comparison">
        <header>
          <h3>Compare with</h3>
          <SessionSelect
            value={other}
            all="Choose a session"
            label="The session to compare with"
            onSelect={(chosen) => openPlace(toHref('sessions', [name], withQuery({ with: chosen })), true)}
          />
        </header>
        {other === '' ? null : <WorldComparison key={other} left={name} right={other} />}
      </section>
      {dialog === 'reset' ? (
        <ConfirmDialog
          title="Reset the session"
          text={`The session ${name} gets the world, the clock and the stubs that it started with. Its journal is emptied; its snapshots stay.`}
          verb="Reset"
          step={async () => {
            await toClient(name).reset();
            onChange();
            return `The session ${name} is reset.`;
          }}
          onClose={close}
        />
      ) : null}
      {dialog === 'delete' ? (
        <ConfirmDialog
          title="Delete the session"
          text={`The session ${name} goes, with its world, stubs, journal and snapshots. It is made again, as at the start, when it is next used.`}
          verb="Delete"
          step={async () => {
            await toClient().deleteSession(name);
            openPlace(toHref('sessions'));
            onChange();
            return `The session ${name} is deleted.`;
          }}
          onClose={close}
        />
      ) : null}
    </section>
  );
}
