import { useState } from 'preact/hooks';
import type { SessionInfo } from '../control/control-types.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { createSession, listSessions, toClient } from './connection.ts';
import { Failure } from './failure.tsx';
import { openPlace, route, toHref } from './route.ts';
import { SessionDetail } from './session-detail.tsx';
import { toCount, toTimeText } from './short-text.ts';
import { useAction } from './use-action.ts';
import { useExchanges } from './use-exchanges.ts';
import { useLoaded } from './use-loaded.ts';

/** The worlds of the mock, one a session. */
export function SessionsView() {
  const [name] = route.value.path;
  const { value: sessions, failure, reload } = useLoaded(listSessions, []);
  const [isDeleting, setDeleting] = useState(false);
  const [text, setText] = useState('');
  const action = useAction();
  useExchanges(() => true, reload);
  const add = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (await action.run(() => create(text))) openPlace(toHref('world', [text]));
  };
  return (
    <section class="split-view" data-open={name !== undefined} aria-label="Sessions">
      <div class="toolbar">
        <form class="one-line" onSubmit={(event) => void add(event)}>
          <input
            required
            pattern={NAME_PATTERN}
            title="1 to 64 characters of A-Z a-z 0-9 . _ - except . and .."
            aria-label="The name of a new session"
            placeholder="New session"
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <button type="submit" disabled={action.isBusy}>
            Create
          </button>
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
      <Failure failure={failure ?? action.failure} />
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

/** What the name of a session must be, for a field. */
const NAME_PATTERN = String.raw`(?!\.{1,2}$)[A-Za-z0-9._\-]{1,64}`;

async function create(session: string): Promise<undefined> {
  await createSession(session);
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
