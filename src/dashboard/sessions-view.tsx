import { useState } from 'preact/hooks';
import type { SessionInfo } from '../control/control-types.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { toClient } from './connection.ts';
import { Failure } from './failure.tsx';
import { openPlace, route, toHref } from './route.ts';
import { SessionDetail } from './session-detail.tsx';
import { toCount, toTimeText } from './short-text.ts';
import { useExchanges } from './use-exchanges.ts';
import { useLoaded } from './use-loaded.ts';

/** The worlds of the mock, one a session. */
export function SessionsView() {
  const [name] = route.value.path;
  const { value: sessions, failure, reload } = useLoaded(() => toClient().sessions(), []);
  const [isDeleting, setDeleting] = useState(false);
  const [text, setText] = useState('');
  useExchanges(() => true, reload);
  const add = (event: Event): void => {
    event.preventDefault();
    // Made at its first use, which the view of its world is.
    if (text.trim() !== '') openPlace(toHref('world', [text.trim()]));
  };
  return (
    <section class="split-view" data-open={name !== undefined} aria-label="Sessions">
      <div class="toolbar">
        <form class="one-line" onSubmit={add}>
          <input
            aria-label="The name of a new session"
            placeholder="New session"
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <button type="submit">Create</button>
        </form>
        <p class="muted count">{sessions === undefined ? '' : toCount(sessions.length, 'session')}</p>
        <button
          type="button"
          disabled={sessions === undefined || sessions.length === 0}
          onClick={() => setDeleting(true)}
        >
          Delete all
        </button>
      </div>
      <Failure failure={failure} />
      <div class="split">
        {sessions?.length === 0 ? (
          <div class="empty">
            <h2>No sessions yet</h2>
            <p>The first request makes one. A client selects it by the header X-Mock-Session.</p>
          </div>
        ) : (
          <SessionTable sessions={sessions ?? []} openName={name} />
        )}
        {name === undefined ? null : <SessionDetail key={name} name={name} sessions={sessions} onChange={reload} />}
      </div>
      {isDeleting ? (
        <ConfirmDialog
          title="Delete all sessions"
          text="Every session goes, with its world, stubs, journal and snapshots. Each is made again, as at the start, when it is next used."
          verb="Delete"
          step={async () => {
            await toClient().deleteSessions();
            reload();
            return 'The sessions are deleted.';
          }}
          onClose={() => setDeleting(false)}
        />
      ) : null}
    </section>
  );
}

interface TableProps {
  readonly sessions: readonly SessionInfo[];
  readonly openName: string | undefined;
}

/** How many sessions are listed: a test run may make thousands. */
const LISTED = 500;

const COUNTS = ['trackers', 'events', 'requests', 'stubs', 'snapshots'] as const;

function SessionTable({ sessions, openName }: TableProps) {
  return (
    <div class="table-frame" role="region" aria-label="Sessions, last used first" tabIndex={0}>
      <table class="plain">
        <thead>
          <tr>
            <th scope="col">Session</th>
            {COUNTS.map((count) => (
              <th key={count} scope="col" class="number" data-count={count}>
                {count}
              </th>
            ))}
            <th scope="col" class="used">
              Last used
            </th>
          </tr>
        </thead>
        <tbody>
          {sessions
            .toReversed()
            .slice(0, LISTED)
            .map((session) => (
              <tr key={session.name}>
                <td>
                  <a
                    class="foreign"
                    href={toHref('sessions', [session.name])}
                    aria-current={session.name === openName ? 'true' : undefined}
                  >
                    {session.name}
                  </a>
                </td>
                {COUNTS.map((count) => (
                  <td key={count} class="number" data-count={count}>
                    {session[count].toLocaleString('en')}
                  </td>
                ))}
                <td class="muted used">{toTimeText(session.used)}</td>
              </tr>
            ))}
        </tbody>
      </table>
      {sessions.length > LISTED ? <p class="note">The {LISTED} that were used last are shown.</p> : null}
    </div>
  );
}
