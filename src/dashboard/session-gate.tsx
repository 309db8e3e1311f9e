import type { ComponentChildren } from 'preact';
import { createSession, DEFAULT_SESSION, listSessions, sessionNames, toClient } from './connection.ts';
import { Failure } from './failure.tsx';
import { SessionSelect } from './session-select.tsx';
import { useAction } from './use-action.ts';
import { useExchanges } from './use-exchanges.ts';
import { useLoaded } from './use-loaded.ts';

interface GateProps {
  readonly session: string;
  readonly onSelect: (session: string) => void;
  readonly children: ComponentChildren;
}

/** Shows a view of a session if the session exists, and otherwise says that it does not. */
export function SessionGate({ session, onSelect, children }: GateProps) {
  const { value, failure, reload } = useLoaded(async () => {
    // Refuses a name that no session can have.
    toClient(session);
    if (session !== DEFAULT_SESSION) await listSessions();
    return true;
  }, []);
  const isMissing = session !== DEFAULT_SESSION && sessionNames.value?.has(session) === false;
  useExchanges((exchange) => isMissing && exchange.session === session, reload);
  if (value === undefined) return <Failure failure={failure} />;
  return isMissing ? <NoSession session={session} onSelect={onSelect} /> : children;
}

function NoSession({ session, onSelect }: Omit<GateProps, 'children'>) {
  const { run, failure, isBusy } = useAction();
  const create = async (): Promise<string> => {
    await createSession(session);
    return `The session ${session} is created.`;
  };
  return (
    <>
      <div class="toolbar">
        <SessionSelect value={session} onSelect={onSelect} />
      </div>
      <Failure failure={failure} />
      <div class="empty">
        <h2 class="foreign">The session {session} does not exist</h2>
        <p>The first request to it creates it. A client selects it by the header X-Mock-Session.</p>
        <button type="button" disabled={isBusy} onClick={() => void run(create)}>
          Create it
        </button>
      </div>
    </>
  );
}
